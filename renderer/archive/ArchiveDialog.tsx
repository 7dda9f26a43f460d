/** Studies of an archive, and scheduled examinations of a worklist: ask, choose, take. Names stand here because the reader asked for them. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import { useState } from 'react';
import type { ArchiveNode } from '../../preload/archive.ts';
import { useNavigation } from '../navigation.ts';
import { useArchive } from './use-archive.ts';
import { QueryForm } from './QueryForm.tsx';
import { StudyTable, WorklistTable } from './AnswerTables.tsx';
import { useQuery } from './use-query.ts';
import type { Asked } from './use-query.ts';

function NodeSelect({ nodes, value, onChange }: { readonly nodes: readonly ArchiveNode[]; readonly value: string; readonly onChange: (id: string) => void }) {
  return (
    <FormControl size="small" sx={{ minWidth: 180 }}>
      <InputLabel htmlFor="archive-node" shrink>Ask</InputLabel>
      <NativeSelect value={value} input={<OutlinedInput label="Ask" notched />} inputProps={{ id: 'archive-node' }} onChange={(event) => onChange(event.target.value)}>
        {nodes.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </NativeSelect>
    </FormControl>
  );
}

function NoNodes({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }) {
  const { open } = useNavigation();
  return (
    <Box sx={{ py: 6, display: 'grid', gap: 2, justifyItems: 'start' }}>
      <Box sx={{ fontWeight: 600 }}>{asked === 'studies' ? 'No archive is configured.' : 'No worklist is configured.'}</Box>
      <Box sx={{ color: 'text.secondary' }}>{asked === 'studies' ? 'Add your PACS or an Orthanc in the settings.' : 'Say in the settings which archive has a worklist.'}</Box>
      <Button variant="outlined" onClick={() => {
        onClose();
        open({ page: 'settings' });
      }}>Open the settings</Button>
    </Box>
  );
}

/** Opens with today's worklist or the last week's studies, not asked for yet. */
export function ArchiveDialog({ onClose }: { readonly onClose: () => void }) {
  const { state } = useArchive();
  const [asked, setAsked] = useState<Asked>('studies');
  const [chosen, setChosen] = useState<string | null>(null);
  const nodes = (state.value?.nodes ?? []).filter(({ worklist }) => asked === 'studies' || worklist);
  const node = nodes.find(({ id }) => id === chosen) ?? nodes[0] ?? null;
  const query = useQuery(asked, node?.id ?? null);
  return (
    <Dialog open onClose={onClose} maxWidth="lg" fullWidth aria-labelledby="archive-title" slotProps={{ paper: { sx: { height: 'min(720px, 100% - 64px)' } } }}>
      <DialogTitle id="archive-title" variant="h2" sx={{ pb: 0 }}>
        From an archive
        <Tabs value={asked} aria-label="What to ask for" onChange={(_, value: Asked) => setAsked(value)}>
          <Tab value="studies" label="Studies" />
          <Tab value="worklist" label="Worklist" />
        </Tabs>
      </DialogTitle>
      <DialogContent dividers sx={{ display: 'flex', flexDirection: 'column', gap: 4 }}>
        {state.value !== null && node === null && <NoNodes asked={asked} onClose={onClose} />}
        {node !== null && (
          <>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'flex-start', pt: 2 }}>
              <NodeSelect nodes={nodes} value={node.id} onChange={setChosen} />
              <QueryForm key={asked} query={query} />
            </Box>
            {asked === 'studies' ? <StudyTable query={query} nodeId={node.id} /> : <WorklistTable query={query} onTaken={onClose} />}
          </>
        )}
      </DialogContent>
      <DialogActions><Button color="inherit" onClick={onClose}>Close</Button></DialogActions>
    </Dialog>
  );
}

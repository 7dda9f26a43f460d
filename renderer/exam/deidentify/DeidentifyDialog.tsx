/** Copies of an exam's clips without identity: a person looks at each clip before and after, and says so before anything is written. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Checkbox from '@mui/material/Checkbox';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useState } from 'react';
import type { ClipRow, ExamDetail } from '../../../preload/domain.ts';
import { request } from '../../api.ts';
import { count } from '../../format.ts';
import { useBusy } from '../../state/use-busy.ts';
import { PreviewPane } from './PreviewPane.tsx';
import { usePreviews } from './use-previews.ts';
import type { Look } from './use-previews.ts';

interface DeidentifyDialogProps {
  readonly exam: ExamDetail;
  readonly onClose: () => void;
}

function stateWords(look: Look | undefined): string {
  if (look === undefined) return 'looking…';
  if (look.state === 'failed' || look.preview.error !== null) return 'cannot be copied';
  return look.preview.wholePicture ? 'no border found' : 'looked at';
}

function ClipList({ clips, looks, shown, onShow }: { readonly clips: readonly ClipRow[]; readonly looks: ReadonlyMap<string, Look>; readonly shown: string; readonly onShow: (clipId: string) => void }) {
  return (
    <Box role="group" aria-label="Clips" sx={{ display: 'grid', alignContent: 'start', gap: 0.5, overflowY: 'auto', minHeight: 0 }}>
      {clips.map(({ id, zone }, at) => (
        <ButtonBase key={id} aria-pressed={id === shown} onClick={() => onShow(id)} sx={{ justifyContent: 'space-between', gap: 2, px: 2, py: 1, borderRadius: 0.5, textAlign: 'left', '&[aria-pressed="true"]': { bgcolor: 'surface.raised', boxShadow: (theme) => `inset 2px 0 ${theme.palette.primary.main}` } }}>
          <span>Clip {at + 1}{zone === null ? '' : `, ${zone}`}</span>
          <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{stateWords(looks.get(id))}</Box>
        </ButtonBase>
      ))}
    </Box>
  );
}

function Check({ label, checked, onChange }: { readonly label: string; readonly checked: boolean; readonly onChange: (checked: boolean) => void }) {
  return <FormControlLabel sx={{ ml: 0, gap: 1 }} label={label} control={<Checkbox size="small" checked={checked} sx={{ p: 0.5 }} onChange={(event) => onChange(event.target.checked)} />} />;
}

export function DeidentifyDialog({ exam, onClose }: DeidentifyDialogProps) {
  const [clipIds] = useState(() => exam.clipRows.map(({ id }) => id));
  const [keepText, setKeepText] = useState(false);
  const looks = usePreviews(clipIds, keepText);
  const [shown, setShown] = useState(clipIds[0] ?? '');
  const [checked, setChecked] = useState(false);
  const [whole, setWhole] = useState(false);
  const [key, setKey] = useState(false);
  const { busy, run } = useBusy();
  const usable = clipIds.filter((id) => {
    const look = looks.get(id);
    return look?.state === 'seen' && look.preview.error === null && (whole || !look.preview.wholePicture);
  });
  const marked = keepText || [...looks.values()].some((look) => look.state === 'seen' && look.preview.textInside.length > 0);
  const fanless = [...looks.values()].filter((look) => look.state === 'seen' && look.preview.wholePicture).length;
  const all = looks.size === clipIds.length;
  const write = () => run(async () => {
    if ((await request('deidentify.start', { examId: exam.id, clipIds: usable, keepText, wholePictures: whole, key })) !== null) onClose();
  });
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="md" fullWidth aria-labelledby="deidentify-title">
      <DialogTitle id="deidentify-title" variant="h2">Export de-identified</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 4, alignContent: 'start' }}>
        <Box>By DICOM PS3.15, Basic Profile with Clean Pixel Data: new identifiers, a random pseudonym, dates moved, private elements left out, everything beside the image black. Text that cannot be told from image may stay: look at each clip. The case log and its originals stay as they are.</Box>
        <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: '200px minmax(0, 1fr)', minHeight: 280 }}>
          <ClipList clips={exam.clipRows.filter(({ id }) => clipIds.includes(id))} looks={looks} shown={shown} onShow={setShown} />
          <PreviewPane look={looks.get(shown)} />
        </Box>
      </DialogContent>
      {/* Always in view, however long the pictures are. */}
      <Box sx={{ display: 'grid', px: 6, pt: 3 }}>
        {fanless > 0 && <Check label={`${count(fanless, 'clip')} without a border: I have looked, nothing in ${fanless === 1 ? 'it' : 'them'} says who this is. Copy ${fanless === 1 ? 'it' : 'them'} too.`} checked={whole} onChange={setWhole} />}
        {marked && (
          <Check
            label="Keep marks that look like text in the image: they are calipers or labels, and name nobody."
            checked={keepText}
            onChange={(keep) => {
              setKeepText(keep);
              // What was looked at is another picture now.
              setChecked(false);
            }}
          />
        )}
        <Check label="Also write the key, which leads from pseudonym back to patient. Keep it apart from the copies." checked={key} onChange={setKey} />
        <Check label="I have looked at the pictures: nothing in the copies says who this is." checked={checked} onChange={setChecked} />
      </Box>
      <DialogActions>
        <Box role="status" sx={{ mr: 'auto', color: 'text.secondary' }}>{all ? '' : `Looked at ${looks.size} of ${count(clipIds.length, 'clip')}`}</Box>
        <Button color="inherit" disabled={busy} onClick={onClose}>Cancel</Button>
        <Button variant="contained" disabled={!all || !checked || usable.length === 0 || busy} onClick={() => void write()}>Write {count(usable.length, 'copy', 'copies')}…</Button>
      </DialogActions>
    </Dialog>
  );
}

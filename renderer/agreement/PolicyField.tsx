/** The consensus policy: a ready one, one reader, or weights. It is named and kept with whatever is made from it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { ConsensusPolicy } from '../../preload/agreement.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { ruleWords } from './agreement-words.ts';

interface PolicyFieldProps {
  readonly policy: ConsensusPolicy;
  readonly policies: readonly ConsensusPolicy[];
  readonly readers: readonly ReaderId[];
  readonly initials: (reader: ReaderId) => string;
  /** Only adjudicators and admins change it. */
  readonly disabled: boolean;
  readonly onChoose: (policy: ConsensusPolicy) => void;
}

const weigh = 'weights…';

function singles(readers: readonly ReaderId[], initials: (reader: ReaderId) => string): ConsensusPolicy[] {
  return readers.map((reader) => ({ name: `Reader ${initials(reader)}`, version: 1, rule: { kind: 'single', reader } }));
}

interface WeightsDialogProps extends Pick<PolicyFieldProps, 'policy' | 'readers' | 'initials' | 'onChoose'> {
  readonly onClose: () => void;
}

function WeightsDialog({ policy, readers, initials, onChoose, onClose }: WeightsDialogProps) {
  const before = policy.rule.kind === 'weighted' ? policy.rule : null;
  const [name, setName] = useState(before === null ? 'Weighted' : policy.name);
  const [weights, setWeights] = useState<Readonly<Record<ReaderId, number>>>(() => Object.fromEntries(readers.map((reader) => [reader, before?.weights[reader] ?? before?.others ?? 1])));
  const sound = name.trim() !== '' && Object.values(weights).some((weight) => weight > 0);
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="weights-title">
      <DialogTitle id="weights-title" variant="h2">Weigh the readers</DialogTitle>
      <DialogContent dividers sx={{ display: 'grid', gap: 3 }}>
        <Box sx={{ color: 'text.secondary' }}>An answer with more than half of the weight is the label; a tie has none. A weight of 0 leaves a reader out. Readers who come later weigh 1.</Box>
        <TextField label="Name of the policy" value={name} autoFocus onChange={(event) => setName(event.target.value.slice(0, 80))} />
        {readers.map((reader) => (
          <TextField
            key={reader} label={initials(reader)} type="number" value={weights[reader] ?? 1} slotProps={{ htmlInput: { min: 0, max: 1000, step: 0.5 } }}
            onChange={(event) => setWeights({ ...weights, [reader]: Math.min(1000, Math.max(0, Number(event.target.value) || 0)) })}
          />
        ))}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>Cancel</Button>
        <Button
          variant="contained" disabled={!sound}
          onClick={() => {
            onChoose({ name: name.trim(), version: 1, rule: { kind: 'weighted', weights, others: 1, tie: 'none', minReaders: 1 } });
            onClose();
          }}
        >
          Use these weights
        </Button>
      </DialogActions>
    </Dialog>
  );
}

export function PolicyField({ policy, policies, readers, initials, disabled, onChoose }: PolicyFieldProps) {
  const [weighing, setWeighing] = useState(false);
  const offered = [...policies, ...singles(readers, initials)];
  const known = offered.some(({ name }) => name === policy.name) ? offered : [...offered, policy];
  return (
    <>
      <TextField
        select label="Consensus" value={policy.name} disabled={disabled} sx={{ width: 300 }} helperText={ruleWords(policy.rule, initials)}
        onChange={(event) => {
          const chosen = known.find(({ name }) => name === event.target.value);
          if (chosen !== undefined) onChoose(chosen);
          else if (event.target.value === weigh) setWeighing(true);
        }}
      >
        {known.map(({ name }) => <MenuItem key={name} value={name}>{name}</MenuItem>)}
        <MenuItem value={weigh}>Weigh the readers…</MenuItem>
      </TextField>
      {weighing && <WeightsDialog policy={policy} readers={readers} initials={initials} onChoose={onChoose} onClose={() => setWeighing(false)} />}
    </>
  );
}

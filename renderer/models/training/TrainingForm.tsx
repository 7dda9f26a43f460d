/** What to train on, and what to compare. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { HeadName, SourceCount, TrainingView, TrainingWishes } from '../../../preload/training.ts';
import { count } from '../../format.ts';
import { FineTuneDialog } from './FineTuneDialog.tsx';
import { SourceFields } from './SourceFields.tsx';
import { headNames, sourceKey, sourceProblem } from './training-words.ts';

interface TrainingFormProps {
  readonly view: TrainingView;
  readonly busy: boolean;
  readonly onStart: (wishes: TrainingWishes) => void;
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="fieldset" sx={{ m: 0, p: 0, border: 0, minWidth: 0 }}>
      <Box component="legend" sx={{ p: 0, mb: 1, fontWeight: 600 }}>{title}</Box>
      {children}
    </Box>
  );
}

interface ChecksProps {
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly off: ReadonlySet<string>;
  readonly onToggle: (value: string) => void;
}

function Checks({ options, off, onToggle }: ChecksProps) {
  return (
    <Box sx={{ display: 'grid' }}>
      {options.map(([value, label]) => <FormControlLabel key={value} label={label} control={<Checkbox size="small" checked={!off.has(value)} onChange={() => onToggle(value)} sx={{ py: 0.75 }} />} />)}
    </Box>
  );
}

/** Only a dataset can leave the window. */
function FineTuning({ source, dataset }: Pick<SourceCount, 'source' | 'dataset'>) {
  const [open, setOpen] = useState(false);
  if (source.kind !== 'dataset' || dataset === null) return <Box sx={{ color: 'text.secondary' }}>To fine-tune the networks themselves, choose a dataset; Labelling, Datasets makes one.</Box>;
  return (
    <Box>
      <Button variant="outlined" color="inherit" onClick={() => setOpen(true)}>Fine-tune the networks…</Button>
      {open && <FineTuneDialog datasetId={source.datasetId} name={`${dataset.name}, version ${dataset.version}`} onClose={() => setOpen(false)} />}
    </Box>
  );
}

function toggled(off: ReadonlySet<string>, value: string): ReadonlySet<string> {
  return off.has(value) ? new Set([...off].filter((one) => one !== value)) : new Set([...off, value]);
}

/** The case log's source with the most clips is chosen at first. */
export function TrainingForm({ view, busy, onStart }: TrainingFormProps) {
  const most = view.sources.filter(({ dataset }) => dataset === null).reduce<SourceCount | undefined>((best, one) => (best === undefined || one.clips > best.clips ? one : best), undefined);
  const [wanted, setWanted] = useState<string | null>(null);
  const [headsOff, setHeadsOff] = useState<ReadonlySet<string>>(new Set());
  const [branchesOff, setBranchesOff] = useState<ReadonlySet<string>>(new Set());
  const [frames, setFrames] = useState('16');
  const chosen = view.sources.find(({ source }) => sourceKey(source) === wanted) ?? most;
  const heads = headNames.map(([name]) => name).filter((name: HeadName) => !headsOff.has(name));
  const branches = view.branches.map(({ name }) => name).filter((name) => !branchesOff.has(name));
  const framesPerClip = /^\d{1,3}$/.test(frames) ? Number(frames) : 0;
  const ready = chosen !== undefined && sourceProblem(chosen) === null && heads.length > 0 && branches.length > 0 && framesPerClip >= 1 && view.base !== null;
  return (
    <Box component="form" aria-label="New training" sx={{ display: 'grid', gap: 4 }} onSubmit={(event) => {
      event.preventDefault();
      if (ready && !busy) onStart({ source: chosen.source, heads, branches, framesPerClip });
    }}>
      <Group title="Labels">
        <SourceFields sources={view.sources} chosen={chosen} onChoose={setWanted} />
      </Group>
      <Box sx={{ display: 'grid', gap: 4, maxWidth: 1200, gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))' }}>
        <Group title="Heads to compare"><Checks options={headNames} off={headsOff} onToggle={(value) => setHeadsOff(toggled(headsOff, value))} /></Group>
        <Group title={`Networks of ${view.base?.id ?? 'the model in use'}, alone and fused`}>
          <Checks options={view.branches.map(({ name, features }) => [name, `${name}, ${features} features`] as const)} off={branchesOff} onToggle={(value) => setBranchesOff(toggled(branchesOff, value))} />
        </Group>
        <Group title="Frames"><TextField size="small" label="Frames of each clip" value={frames} error={framesPerClip < 1} onChange={(event) => setFrames(event.target.value)} slotProps={{ htmlInput: { inputMode: 'numeric', maxLength: 3 } }} sx={{ width: 160, mt: 1 }} /></Group>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        <Button type="submit" variant="contained" disabled={!ready || busy}>Train on {count(chosen?.clips ?? 0, 'clip')}</Button>
        <Box sx={{ color: 'text.secondary', maxWidth: 560 }}>Reading goes on beside it. The result is a new model beside the one in use; nothing changes until someone promotes it.</Box>
      </Box>
      {chosen !== undefined && <FineTuning source={chosen.source} dataset={chosen.dataset} />}
    </Box>
  );
}

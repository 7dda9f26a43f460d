/** Two models on the clips that readers of this workstation took for IS or healthy. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { BundleInfo, ModelComparison } from '../../preload/models.ts';
import { count } from '../format.ts';
import { Problem } from '../shell/Problem.tsx';
import { ComparedFiguresTable } from './ComparedFiguresTable.tsx';
import { DifferingClips } from './DifferingClips.tsx';
import { modelName } from './model-words.ts';
import { useBusy } from '../state/use-busy.ts';

interface ComparePanelProps {
  readonly models: readonly BundleInfo[];
  readonly onClose: () => void;
}

function Choice({ label, models, value, onChoose }: { readonly label: string; readonly models: readonly BundleInfo[]; readonly value: string; readonly onChoose: (sha256: string) => void }) {
  return (
    <Box component="label" sx={{ display: 'flex', alignItems: 'center', gap: 2, color: 'text.secondary', minWidth: 0 }}>
      {label}
      <NativeSelect value={value} input={<OutlinedInput size="small" />} onChange={(event) => onChoose(event.target.value)} sx={{ minWidth: 0 }}>
        {models.map((model) => <option key={model.sha256} value={model.sha256}>{modelName(model)}{model.active ? ' (in use)' : ''}</option>)}
      </NativeSelect>
    </Box>
  );
}

/** What is compared, in words; what is still to be done. */
function Basis({ comparison, onStart, busy }: { readonly comparison: ModelComparison; readonly onStart: () => void; readonly busy: boolean }) {
  const { clips, exams, positives, negatives, missing, running, compared, figures, needed } = comparison;
  return (
    <Box sx={{ display: 'grid', gap: 2, justifyItems: 'start', maxWidth: 760 }}>
      <Box>
        Readers decided on {count(clips, 'clip')} of {count(exams, 'exam')}: {positives} IS, {negatives} healthy. {count(compared.clips, 'of them has', 'of them have')} a probability from both models{clips > compared.clips && missing === 0 ? '; the rest was rejected or could not be analysed' : ''}.
      </Box>
      {figures === null && (
        <Box role="status" sx={{ color: 'warning.main' }}>
          Too few to say anything: it takes at least {needed.positives} IS and {needed.negatives} healthy clips of {needed.exams} exams, analysed by both. There are {compared.positives} and {compared.negatives} of {compared.exams}.
        </Box>
      )}
      {missing > 0 && (running
        ? <Box role="status" sx={{ color: 'text.secondary' }}>The missing analyses are being made; the tray shows how far they are.</Box>
        : <Button variant="contained" disabled={busy} onClick={onStart}>Make {count(missing, 'missing analysis', 'missing analyses')}</Button>)}
    </Box>
  );
}

function Compared({ first, second }: { readonly first: string; readonly second: string }) {
  const comparison = useRequest('models.compare', { first, second });
  const { busy, run } = useBusy();
  useEvent('job.changed', ({ kind, state }) => {
    if (kind === 'analyse' && state !== 'running' && state !== 'queued') comparison.reload();
  });
  if (comparison.state === 'failed') return <Problem error={comparison.error} onRetry={comparison.reload} />;
  if (comparison.value === null) return <Box role="status" sx={{ color: 'text.secondary' }}>Comparing…</Box>;
  const { value } = comparison;
  const start = async () => {
    await run(() => request('models.compareStart', { first, second }));
    comparison.reload();
  };
  return (
    <>
      <Basis comparison={value} busy={busy} onStart={() => void start()} />
      {value.figures !== null && <ComparedFiguresTable comparison={value} figures={value.figures} />}
      {value.figures !== null && <DifferingClips comparison={value} />}
    </>
  );
}

/** Starts with the model in use against the newest other one. */
export function ComparePanel({ models, onClose }: ComparePanelProps) {
  const sound = models.filter(({ problem }) => problem === null);
  const [first, setFirst] = useState(() => (sound.find(({ active }) => active) ?? sound[0])?.sha256 ?? '');
  const [second, setSecond] = useState(() => sound.findLast(({ active, sha256 }) => !active && sha256 !== first)?.sha256 ?? '');
  return (
    <Box component="section" aria-labelledby="compare-title" sx={{ display: 'grid', gap: 4, pt: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
        <Box component="h2" id="compare-title" sx={{ m: 0, fontSize: '1.125rem' }}>Compare on your own clips</Box>
        <Box sx={{ flex: 1 }} />
        <Button color="inherit" onClick={onClose}>Close the comparison</Button>
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}>
        <Choice label="First" models={sound} value={first} onChoose={setFirst} />
        <Choice label="Second" models={sound} value={second} onChoose={setSecond} />
      </Box>
      {first === second ? <Box role="status" sx={{ color: 'text.secondary' }}>Choose two different models.</Box> : <Compared first={first} second={second} />}
    </Box>
  );
}

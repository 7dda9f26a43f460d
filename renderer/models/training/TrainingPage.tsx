/** Training a fusion head on the labelled clips of this workstation, comparing what came of it, and promoting it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { TrainingFailure, TrainingWishes } from '../../../preload/training.ts';
import { request } from '../../api.ts';
import { PageHeader } from '../../shell/PageHeader.tsx';
import { Problem } from '../../shell/Problem.tsx';
import { useBusy } from '../../state/use-busy.ts';
import { modelName } from '../model-words.ts';
import { PromotionPanel } from './PromotionPanel.tsx';
import { ResultPanel } from './ResultPanel.tsx';
import { TrainingForm } from './TrainingForm.tsx';
import { TrainingProgress } from './TrainingProgress.tsx';
import { useTraining } from './use-training.ts';

function EndedBadly({ error: { message, hint, again }, busy, onAgain }: { readonly error: TrainingFailure; readonly busy: boolean; readonly onAgain: (wishes: TrainingWishes) => void }) {
  return (
    <Box role="alert" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, px: 3, py: 2, border: 1, borderColor: 'warning.main', borderRadius: 1, maxWidth: 860 }}>
      <Box sx={{ flex: '1 1 320px' }}><strong>No model was made.</strong> {message} {hint}</Box>
      {again !== null && <Button variant="outlined" color="inherit" disabled={busy} onClick={() => onAgain(again)}>Run it again</Button>}
    </Box>
  );
}

function NoResult() {
  return <Box sx={{ color: 'text.secondary', maxWidth: 640 }}>No head was trained here yet. A training compares all kinds of heads on each network and fused, by cross-validation over patients, and makes a model of the best.</Box>;
}

export function TrainingPage() {
  const { view, result, state } = useTraining();
  const { busy, run } = useBusy();
  const running = state?.running ?? null;
  const start = (wishes: TrainingWishes) => void run(() => request('training.start', { ...wishes, heads: [...wishes.heads], branches: [...wishes.branches] }));
  const challenger = result.value?.challenger ?? null;
  const base = view.value?.base ?? null;
  const inUse = challenger !== null && challenger.sha256 === base?.sha256;
  return (
    <>
      <PageHeader title="Training" facts={base === null ? null : <Box sx={{ color: 'text.secondary' }}>networks of {modelName(base)}</Box>} />
      <Box aria-busy={view.state === 'loading'} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', borderTop: 1, borderColor: 'divider', px: 4, pt: 3, pb: 12, display: 'grid', alignContent: 'start', gap: 6, gridTemplateColumns: 'minmax(0, 1fr)', gridAutoRows: 'max-content' }}>
        {view.state === 'failed' && <Problem error={view.error} onRetry={view.reload} />}
        {running !== null && <TrainingProgress running={running} />}
        {running === null && state !== null && state.error !== null && <EndedBadly error={state.error} busy={busy} onAgain={start} />}
        {running === null && view.value !== null && <TrainingForm view={view.value} busy={busy} onStart={start} />}
        {running === null && challenger !== null && !inUse && <PromotionPanel key={challenger.sha256} challenger={challenger} />}
        {challenger !== null && inUse && <Box role="status">{modelName(challenger)} was promoted and is in use. It can be rolled back on the Installed page.</Box>}
        {result.value !== null && result.value.rows.length > 0 && <ResultPanel result={result.value} />}
        {running === null && result.value !== null && result.value.rows.length === 0 && <NoResult />}
      </Box>
    </>
  );
}

/** The challenger against the model in use, and the signed step that promotes it. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ModelRef } from '../../../preload/domain.ts';
import type { PromotionView } from '../../../preload/training.ts';
import { request, useEvent, useRequest } from '../../api.ts';
import { count } from '../../format.ts';
import { figureTable } from '../figure-styles.ts';
import { difference, figure, modelName } from '../model-words.ts';
import { Problem } from '../../shell/Problem.tsx';
import { useBusy } from '../../state/use-busy.ts';
import { PromoteDialog } from './PromoteDialog.tsx';
import { figureWords, passedWords } from './training-words.ts';

function Checks({ view }: { readonly view: PromotionView }) {
  if (view.checks.length === 0) {
    return (
      <Box component="table" sx={{ ...figureTable, justifySelf: 'start' }}>
        <caption>Cross-validated AUC by each maker, on different clips: not comparable</caption>
        <thead><tr><th scope="col">Model</th><th scope="col">AUC</th></tr></thead>
        <tbody>
          <tr><th scope="row">In use: {modelName(view.champion)}</th><td>{figure(view.crossValidated.champion)}</td></tr>
          <tr><th scope="row">Challenger: {modelName(view.challenger)}</th><td>{figure(view.crossValidated.challenger)}</td></tr>
        </tbody>
      </Box>
    );
  }
  return (
    <Box role="region" aria-label="Checks on the locked test set" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={{ ...figureTable, minWidth: 760 }}>
        <caption>{view.test?.name}: {count(view.test?.clips ?? 0, 'locked clip')} of {count(view.test?.patients ?? 0, 'patient')}, drawn together{(view.test?.unread ?? 0) > 0 && `; ${count(view.test?.unread ?? 0, 'clip')} could not be read by both and count in no figure`}</caption>
        <thead><tr>{['Figure', 'In use', 'Challenger', 'Difference', 'Guard'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>
          {view.checks.map((check) => (
            <tr key={check.figure}>
              <th scope="row">{figureWords(check.figure)}</th><td>{figure(check.champion)}</td><td>{figure(check.challenger)}</td><td>{difference(check.difference)}</td>
              <td>{passedWords(check.passed, check.guard)}</td>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

/** `challenger`: installed, not in use. */
export function PromotionPanel({ challenger }: { readonly challenger: ModelRef }) {
  const view = useRequest('training.promotion', { challenger: challenger.sha256 });
  const { busy, run } = useBusy();
  const [asking, setAsking] = useState(false);
  useEvent('job.changed', ({ state }) => {
    if (state !== 'running' && state !== 'queued') view.reload();
  });
  if (view.state === 'failed') return view.error.code === 'conflict' ? null : <Problem error={view.error} onRetry={view.reload} />;
  if (view.value === null) return null;
  const { test, allowed, words } = view.value;
  const analyse = () => run(async () => {
    await request('training.test', { challenger: challenger.sha256 });
    view.reload();
  });
  return (
    <Box component="section" aria-labelledby="promotion-title" sx={{ display: 'grid', gap: 3, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Box component="h2" id="promotion-title" sx={{ m: 0, fontSize: '1.125rem' }}>Promote {modelName(challenger)}?</Box>
      <Box sx={{ maxWidth: 860 }}>{words}{test !== null && ` Judged by the locked test side of ${test.name}${test.ofTraining ? ', the dataset it was trained on' : ''}.`}</Box>
      <Checks view={view.value} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3 }}>
        {test !== null && test.missing > 0 && <Button variant="contained" disabled={busy || test.running} onClick={() => void analyse()}>{test.running ? 'Analysing the test clips…' : `Analyse the test clips (${test.missing} analyses)`}</Button>}
        {allowed && <Button variant="contained" onClick={() => setAsking(true)}>Promote…</Button>}
      </Box>
      {asking && <PromoteDialog view={view.value} onClose={() => setAsking(false)} />}
    </Box>
  );
}

/** What a training gave: what the figures may be taken for, the comparison, plots, the learning curve. */
import Box from '@mui/material/Box';
import { useState } from 'react';
import type { HeadRow, TrainedOn, TrainingResult } from '../../../preload/training.ts';
import { count } from '../../format.ts';
import { figureTable } from '../figure-styles.ts';
import { figure } from '../model-words.ts';
import { LevelPlots } from '../plots/LevelPlots.tsx';
import { HeadTable } from './HeadTable.tsx';
import { LearningPlot } from './LearningPlot.tsx';
import { answersOf, headWords } from './training-words.ts';

/** `yes`, `no`: what the two answers are called. */
function Confusion({ row, yes, no }: { readonly row: HeadRow; readonly yes: string; readonly no: string }) {
  const { truePositives, falseNegatives, falsePositives, trueNegatives } = row.plots.balanced;
  return (
    <Box component="table" sx={{ ...figureTable, justifySelf: 'start' }}>
      <caption>Clips at the balanced threshold</caption>
      <thead><tr><th scope="col">Read as</th><th scope="col">called {yes}</th><th scope="col">called {no}</th></tr></thead>
      <tbody>
        <tr><th scope="row">{yes}</th><td>{truePositives}</td><td>{falseNegatives} missed</td></tr>
        <tr><th scope="row">{no}</th><td>{falsePositives} falsely</td><td>{trueNegatives}</td></tr>
      </tbody>
    </Box>
  );
}

/** Clips that were left out, by name. */
function Skipped({ clips }: { readonly clips: TrainedOn['skipped'] }) {
  return (
    <Box component="details" sx={{ maxWidth: 860 }}>
      <Box component="summary" sx={{ cursor: 'pointer' }}>{count(clips.length, 'clip was', 'clips were')} left out</Box>
      <Box component="ul" tabIndex={0} aria-label="Clips left out" sx={{ m: 0, mt: 1, pl: 5, color: 'text.secondary', maxHeight: 160, overflowY: 'auto' }}>
        {clips.slice(0, 200).map(({ file, message }, at) => <li key={`${file} ${at}`}>{file}: {message}</li>)}
      </Box>
    </Box>
  );
}

function Statements({ result: { report } }: { readonly result: TrainingResult }) {
  if (report === null) return null;
  const { data, chosen, outOfFold, statements } = report;
  return (
    <Box sx={{ display: 'grid', gap: 1, maxWidth: 860 }}>
      <Box sx={{ fontSize: '1rem', fontWeight: 600 }}>{headWords(chosen.head)} on {chosen.features}: clip AUC {figure(outOfFold.auc)}, ECE {figure(outOfFold.ece)}</Box>
      <Box sx={{ color: 'text.secondary' }}>{count(data.clips, 'clip')} of {count(data.patients, 'patient')}, {data.positives} {answersOf(data)[0]}, {data.framesPerClip} frames a clip. This figure chooses the kind anew within each fold, so it may differ from the row of the kind chosen. {statements.join(' ')}</Box>
    </Box>
  );
}

/** While a training runs there are rows and no report yet. */
export function ResultPanel({ result }: { readonly result: TrainingResult }) {
  const [picked, setPicked] = useState<string | null>(null);
  const { rows, report } = result;
  const [yes, no] = answersOf(report?.data ?? null);
  const key = (row: HeadRow): string => `${row.features} ${row.head}`;
  const chosen = report === null ? undefined : rows.find((row) => row.features === report.chosen.features && row.head === report.chosen.head);
  const shown = rows.find((row) => key(row) === picked) ?? chosen ?? rows.at(-1);
  return (
    <Box component="section" aria-label="Result of the training" sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Statements result={result} />
      {report !== null && report.data.skipped.length > 0 && <Skipped clips={report.data.skipped} />}
      <HeadTable rows={rows} chosen={chosen} shown={shown} onShow={(row) => setPicked(key(row))} />
      {shown !== undefined && (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Box component="h3" sx={{ m: 0, fontSize: '0.9375rem' }}>{headWords(shown.head)} on {shown.features}, by clip</Box>
          <LevelPlots model={`${shown.features} ${shown.head}`} level={shown.plots} tables={[]} />
          <Confusion row={shown} yes={yes} no={no} />
        </Box>
      )}
      {report !== null && report.learning !== null && report.learning.points.length >= 3 && <Box sx={{ width: 'min(420px, 100%)' }}><LearningPlot learning={report.learning} /></Box>}
    </Box>
  );
}

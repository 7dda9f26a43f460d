/** What a training gave: what the figures may be taken for, the comparison, plots, the learning curve. */
import Box from '@mui/material/Box';
import { useState } from 'react';
import type { HeadRow, TrainingResult } from '../../../preload/training.ts';
import { count } from '../../format.ts';
import { figureTable } from '../figure-styles.ts';
import { figure } from '../model-words.ts';
import { LevelPlots } from '../plots/LevelPlots.tsx';
import { HeadTable } from './HeadTable.tsx';
import { LearningPlot } from './LearningPlot.tsx';
import { headWords } from './training-words.ts';

function Confusion({ row }: { readonly row: HeadRow }) {
  const { truePositives, falseNegatives, falsePositives, trueNegatives } = row.plots.balanced;
  return (
    <Box component="table" sx={{ ...figureTable, justifySelf: 'start' }}>
      <caption>Clips at the balanced threshold</caption>
      <thead><tr><th scope="col">Read as</th><th scope="col">called IS</th><th scope="col">called healthy</th></tr></thead>
      <tbody>
        <tr><th scope="row">IS</th><td>{truePositives}</td><td>{falseNegatives} missed</td></tr>
        <tr><th scope="row">healthy</th><td>{falsePositives} falsely</td><td>{trueNegatives}</td></tr>
      </tbody>
    </Box>
  );
}

function Statements({ result: { report } }: { readonly result: TrainingResult }) {
  if (report === null) return null;
  const { data, chosen, outOfFold, statements } = report;
  return (
    <Box sx={{ display: 'grid', gap: 1, maxWidth: 860 }}>
      <Box sx={{ fontSize: '1rem', fontWeight: 600 }}>{headWords(chosen.head)} on {chosen.features}: clip AUC {figure(outOfFold.auc)}, ECE {figure(outOfFold.ece)}</Box>
      <Box sx={{ color: 'text.secondary' }}>{count(data.clips, 'clip')} of {count(data.patients, 'patient')}, {data.positives} IS, {data.framesPerClip} frames a clip. This figure chooses the kind anew within each fold, so it may differ from the row of the kind chosen. {statements.join(' ')}</Box>
    </Box>
  );
}

/** While a training runs there are rows and no report yet. */
export function ResultPanel({ result }: { readonly result: TrainingResult }) {
  const [picked, setPicked] = useState<string | null>(null);
  const { rows, report } = result;
  const key = (row: HeadRow): string => `${row.features} ${row.head}`;
  const chosen = report === null ? undefined : rows.find((row) => row.features === report.chosen.features && row.head === report.chosen.head);
  const shown = rows.find((row) => key(row) === picked) ?? chosen ?? rows.at(-1);
  return (
    <Box component="section" aria-label="Result of the training" sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      <Statements result={result} />
      <HeadTable rows={rows} chosen={chosen} shown={shown} onShow={(row) => setPicked(key(row))} />
      {shown !== undefined && (
        <Box sx={{ display: 'grid', gap: 2 }}>
          <Box component="h3" sx={{ m: 0, fontSize: '0.9375rem' }}>{headWords(shown.head)} on {shown.features}, by clip</Box>
          <LevelPlots model={`${shown.features} ${shown.head}`} level={shown.plots} tables={[]} />
          <Confusion row={shown} />
        </Box>
      )}
      {report !== null && report.learning !== null && report.learning.points.length >= 3 && <Box sx={{ width: 'min(420px, 100%)' }}><LearningPlot learning={report.learning} /></Box>}
    </Box>
  );
}

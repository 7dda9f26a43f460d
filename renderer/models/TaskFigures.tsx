/** Measured figures of a bundle by task and level, with their curves. */
import Box from '@mui/material/Box';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { BundleMetrics, EvaluationLevel, LevelFigures, ThresholdFigures } from '../../preload/evaluation.ts';
import type { TextTable } from '../../preload/models.ts';
import { figureTable } from './figure-styles.ts';
import { difference, figure } from './model-words.ts';
import { LevelPlots } from './plots/LevelPlots.tsx';

interface TaskFiguresProps {
  readonly model: string;
  readonly metrics: BundleMetrics;
  readonly training: readonly TextTable[];
}

const levels: readonly EvaluationLevel[] = ['clip', 'patient', 'frame'];

function isLevel(value: unknown): value is EvaluationLevel {
  return levels.some((level) => level === value);
}

function ThresholdColumn({ at }: { readonly at: ThresholdFigures }) {
  return [at.sensitivity, at.specificity, at.accuracy, at.precision, at.f1].map((value, index) => <td key={index}>{figure(value)}</td>);
}

/** One row a threshold: narrow windows scroll it sideways. */
function Thresholds({ level }: { readonly level: LevelFigures }) {
  const { screening, balanced } = level;
  return (
    <Box role="region" aria-label="Figures at the thresholds" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={{ ...figureTable, minWidth: 720 }}>
        <thead><tr><th scope="col">Threshold</th><th scope="col">Sensitivity</th><th scope="col">Specificity</th><th scope="col">Accuracy</th><th scope="col">Precision</th><th scope="col">F1</th></tr></thead>
        <tbody>
          <tr><th scope="row">Balanced, {balanced.threshold.toFixed(2)}</th><ThresholdColumn at={balanced} /></tr>
          <tr><th scope="row">Screening, {screening.threshold.toFixed(2)}</th><ThresholdColumn at={screening} /></tr>
        </tbody>
      </Box>
    </Box>
  );
}

function Comparisons({ metrics, task }: { readonly metrics: BundleMetrics; readonly task: string }) {
  const rows = metrics.comparisons.filter((row) => row.task === task);
  if (rows.length === 0) return null;
  return (
    <Box role="region" aria-label="Fused and single networks" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={figureTable}>
        <caption>Fused and single networks on the same clips, patients drawn together</caption>
        <thead><tr><th scope="col">Score</th><th scope="col">AUC</th><th scope="col">Fused minus this</th><th scope="col">p</th></tr></thead>
        <tbody>
          {rows.map(({ score, auc, fusedMinus, p }) => <tr key={score}><th scope="row">{score}</th><td>{figure(auc)}</td><td>{fusedMinus === null ? '' : difference(fusedMinus)}</td><td>{p === null ? '' : p.toFixed(3)}</td></tr>)}
        </tbody>
      </Box>
    </Box>
  );
}

/** The first task is the one the bundle was made for. */
export function TaskFigures({ model, metrics, training }: TaskFiguresProps) {
  const [task, setTask] = useState(0);
  const [level, setLevel] = useState<EvaluationLevel>('clip');
  const report = metrics.tasks[task] ?? metrics.tasks[0];
  if (report === undefined) return null;
  const figures = report[level];
  return (
    <Box sx={{ display: 'grid', gap: 5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        <NativeSelect value={task} input={<OutlinedInput size="small" />} inputProps={{ 'aria-label': 'Task' }} onChange={(event) => setTask(Number(event.target.value))} sx={{ maxWidth: 1 }}>
          {metrics.tasks.map(({ id, title }, index) => <option key={id} value={index}>{title}</option>)}
        </NativeSelect>
        <ToggleButtonGroup exclusive size="small" value={level} aria-label="Level" onChange={(_, chosen: unknown) => {
          if (isLevel(chosen)) setLevel(chosen);
        }}>
          {levels.map((one) => <ToggleButton key={one} value={one} sx={{ textTransform: 'none', px: 3, py: 0.5 }}>By {one}</ToggleButton>)}
        </ToggleButtonGroup>
      </Box>
      <Box>
        <Box sx={{ fontSize: '1rem', fontWeight: 600 }}>AUC {figure(figures.auc)}, ECE {figure(figures.ece)}</Box>
        <Box sx={{ color: 'text.secondary', maxWidth: 760 }}>
          {figures.cases} {level === 'clip' ? 'clips' : `${level}s`}, {figures.positives} positive, {figures.patients} patients; split by {metrics.splitLevel}. {report.statement} {figures.undefinedBecause ?? ''}
        </Box>
      </Box>
      <LevelPlots model={model} level={figures} tables={training} />
      <Thresholds level={figures} />
      {level === 'clip' && <Comparisons metrics={metrics} task={report.id} />}
    </Box>
  );
}

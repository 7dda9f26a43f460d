/** ROC, precision and recall, and calibration of one level of an evaluation; the learning curve where the bundle has one. */
import Box from '@mui/material/Box';
import type { LevelFigures } from '../../../preload/evaluation.ts';
import type { TextTable } from '../../../preload/models.ts';
import { figure } from '../model-words.ts';
import { Plot } from './Plot.tsx';
import type { PlotMark } from './Plot.tsx';
import { axisOver, learningCurve, shareAxis, stairs } from './plot-scale.ts';
import type { Point } from './plot-scale.ts';

interface LevelPlotsProps {
  /** For titles and file names, such as "pleura-lus-v1 1.0.0". */
  readonly model: string;
  readonly level: LevelFigures;
  readonly tables: readonly TextTable[];
}

const diagonal: readonly Point[] = [[0, 0], [1, 1]];

function fileName(...parts: readonly string[]): string {
  return parts.join(' ').replaceAll(/[^\w. -]/g, '-').slice(0, 80);
}

function rocMarks({ balanced, screening }: LevelFigures): readonly PlotMark[] {
  return ([['balanced', balanced], ['screening', screening]] as const).flatMap(([label, at]): readonly PlotMark[] => {
    const { sensitivity, specificity } = at;
    return sensitivity === null || specificity === null ? [] : [{ at: [1 - specificity.value, sensitivity.value], radius: 4.5, label }];
  });
}

function Roc({ model, level }: LevelPlotsProps) {
  const points = stairs(level.roc.map(({ falsePositiveRate, sensitivity }): Point => [falsePositiveRate, sensitivity]));
  return (
    <Plot
      title="ROC" summary={`AUC ${figure(level.auc)}`} fileName={fileName(model, 'ROC')} x={shareAxis('1 − specificity')} y={shareAxis('Sensitivity')}
      lines={[{ points: diagonal, tone: 'guide' }, { points, tone: 'main' }]} marks={rocMarks(level)}
    />
  );
}

function PrecisionRecall({ model, level }: LevelPlotsProps) {
  const base = level.cases === 0 ? 0 : level.positives / level.cases;
  const points = level.precisionRecall.map(({ recall, precision }): Point => [recall, precision]);
  return (
    <Plot
      title="Precision and recall" summary={`Average precision ${figure(level.averagePrecision)}; share of positives ${base.toFixed(2)}`} fileName={fileName(model, 'precision-recall')}
      x={shareAxis('Recall')} y={shareAxis('Precision')} lines={[{ points: [[0, base], [1, base]], tone: 'guide' }, { points, tone: 'main' }]}
    />
  );
}

function Calibration({ model, level }: LevelPlotsProps) {
  const most = Math.max(1, ...level.calibration.map(({ cases }) => cases));
  const marks = level.calibration.map(({ meanScore, positiveShare, cases }): PlotMark => ({ at: [meanScore, positiveShare], radius: 3 + 6 * Math.sqrt(cases / most), label: '' }));
  return (
    <Plot
      title="Calibration" summary={`ECE ${figure(level.ece)}; a dot is as large as its number of cases`} fileName={fileName(model, 'calibration')}
      x={shareAxis('Predicted probability')} y={shareAxis('Share of positives')} lines={[{ points: diagonal, tone: 'guide' }]} marks={marks}
    />
  );
}

function Learning({ model, tables }: LevelPlotsProps) {
  const curve = learningCurve(tables);
  if (curve === null) return null;
  const points = curve.series.flatMap((series) => series.points);
  return (
    <Plot
      title="Learning curve" summary="AUC over the amount of training data" fileName={fileName(model, 'learning curve')}
      x={axisOver(curve.xLabel, points.map(([at]) => at), 5)} y={axisOver('AUC', points.map(([, value]) => value), 5)}
      lines={curve.series.map(({ name, points: line }, index) => ({ name, points: line, tone: index === 0 ? 'main' as const : 'second' as const }))}
    />
  );
}

/** Side by side, as many as there is room for. */
export function LevelPlots(props: LevelPlotsProps) {
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'repeat(auto-fill, minmax(min(300px, 100%), 1fr))' }}>
      <Roc {...props} />
      <PrecisionRecall {...props} />
      <Calibration {...props} />
      <Learning {...props} />
    </Box>
  );
}

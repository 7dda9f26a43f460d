/** AUC over the number of patients, with its interval and what the power law says of more. */
import type { LearningCurve, LearningPoint } from '../../../preload/training.ts';
import { Plot } from '../plots/Plot.tsx';
import type { PlotLine } from '../plots/Plot.tsx';
import { axisOver } from '../plots/plot-scale.ts';
import type { Point } from '../plots/plot-scale.ts';

const bar = ({ patients, auc }: LearningPoint): PlotLine => ({ points: [[patients, auc.low], [patients, auc.high]], tone: 'guide' });

export function LearningPlot({ learning }: { readonly learning: LearningCurve }) {
  const { points, forecast } = learning;
  const all = [...points, ...forecast];
  const through = (some: readonly LearningPoint[]): readonly Point[] => some.map(({ patients, auc }) => [patients, auc.value]);
  const joined = [...points.slice(-1), ...forecast];
  return (
    <Plot
      title="Learning curve" summary={learning.words} fileName="learning curve over patients" x={axisOver('Patients trained on', all.map(({ patients }) => patients), 5)}
      y={axisOver('AUC', all.flatMap(({ auc }) => [auc.low, auc.high]), 5)}
      lines={[...all.map(bar), { points: through(points), tone: 'main', name: 'measured' }, ...(forecast.length === 0 ? [] : [{ points: through(joined), tone: 'second' as const, name: 'if it holds' }])]}
      marks={points.map(({ patients, auc }) => ({ at: [patients, auc.value], radius: 4, label: '' }))}
    />
  );
}

/** How the AUC grows with the number of patients, and what a power law through it says of more (Figueroa et al. 2012). */
import type { Interval } from '../../preload/domain.ts';
import type { LearningCurve } from '../../preload/training.ts';
import { seededUniform } from '../analysis/bootstrap.ts';
import { auc } from '../analysis/discrimination.ts';
import { once, sampleOf } from '../analysis/metrics.ts';
import type { Case, Times } from '../analysis/metrics.ts';

/** Scores of all clips by heads that were trained on about so many patients. */
export interface LearningScores {
  readonly patients: number;
  /** One a repeat: the same clips in the same order. */
  readonly repeats: readonly (readonly Case[])[];
}

export interface PowerLaw {
  readonly floor: number;
  readonly scale: number;
  readonly exponent: number;
}

const draws = 400;
const exponents = [0.1, 0.2, 0.35, 0.5, 0.7, 1] as const;

/** Least squares of error = floor + scale * n^-exponent with floor and scale not below nought; null where no falling law fits better than a constant. */
export function fitPowerLaw(points: readonly { readonly n: number; readonly error: number }[]): PowerLaw | null {
  if (points.length < 3) return null;
  const mean = points.reduce((sum, { error }) => sum + error, 0) / points.length;
  let best: PowerLaw | null = null;
  let least = points.reduce((sum, { error }) => sum + (error - mean) ** 2, 0) * (1 - 1e-9);
  for (const exponent of exponents) {
    const xs = points.map(({ n }) => n ** -exponent);
    const middle = xs.reduce((sum, x) => sum + x, 0) / xs.length;
    const spread = xs.reduce((sum, x) => sum + (x - middle) ** 2, 0);
    const slope = points.reduce((sum, { error }, at) => sum + (error - mean) * ((xs[at] ?? 0) - middle), 0) / spread;
    const free = { floor: mean - slope * middle, scale: slope };
    const through = points.reduce((sum, { error }, at) => sum + error * (xs[at] ?? 0), 0) / xs.reduce((sum, x) => sum + x * x, 0);
    const { floor, scale } = free.floor >= 0 ? free : { floor: 0, scale: through };
    if (!(scale > 0)) continue;
    const off = points.reduce((sum, { error }, at) => sum + (error - floor - scale * (xs[at] ?? 0)) ** 2, 0);
    if (off < least) [best, least] = [{ floor, scale, exponent }, off];
  }
  return best;
}

const errorAt = ({ floor, scale, exponent }: PowerLaw, n: number): number => Math.min(1, floor + scale * n ** -exponent);

function intervalOf(value: number, drawn: readonly number[]): Interval {
  const sorted = drawn.filter((one) => Number.isFinite(one)).sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))] ?? value;
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) };
}

/** Mean AUC over a size's repeats, as a function of how often each patient is drawn. */
function meanAuc({ repeats }: LearningScores): (times: Times | null) => number {
  const figures = repeats.map((cases) => {
    const sample = sampleOf(cases);
    // Groups are numbered by their first appearance, which is the same in every repeat.
    return { sample, figure: auc(sample) };
  });
  return (times) => {
    const values = figures.map(({ sample, figure }) => figure(times ?? once(sample)) ?? Number.NaN);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

function inWords(law: PowerLaw | null, points: LearningCurve['points'], forecast: LearningCurve['forecast']): string {
  const [last, next] = [points.at(-1), forecast.at(-1)];
  if (last === undefined || points.length < 3) return 'There are too few patients to draw a learning curve.';
  if (law === null || next === undefined) return `With up to ${Math.round(last.patients)} patients the AUC does not rise with their number beyond chance: more exams of this kind may not help, better labels or other exams may.`;
  const shown = (value: number): string => value.toFixed(2);
  return `If the trend holds, ${Math.round(next.patients)} patients would give an AUC of about ${shown(next.auc.value)} (${shown(next.auc.low)} to ${shown(next.auc.high)}) where ${Math.round(last.patients)} give ${shown(last.auc.value)}. `
    + 'That is a curve drawn beyond its points, for exams and labels like these; it is no promise.';
}

/** The curve with intervals by drawing patients: each draw has its own points, law and forecast. */
export function learningCurve(asked: readonly LearningScores[], seed: number): LearningCurve {
  // Of few patients, several shares may be the same number: one point each.
  const sizes = asked.filter(({ patients }, at) => !asked.slice(at + 1).some((later) => Math.round(later.patients) === Math.round(patients)));
  const groups = new Set(sizes[0]?.repeats[0]?.map(({ group }) => group)).size;
  const figures = sizes.map(meanAuc);
  const values = figures.map((figure) => figure(null));
  const points = values.map((value, at) => ({ n: sizes[at]?.patients ?? 1, error: 1 - value }));
  const law = fitPowerLaw(points);
  const further = [1.5, 2, 3].map((factor) => factor * (sizes.at(-1)?.patients ?? 0));
  const drawn = sizes.map((): number[] => []);
  const ahead = further.map((): number[] => []);
  const uniform = seededUniform(seed);
  const times = new Uint32Array(groups);
  for (let draw = 0; draw < draws; draw += 1) {
    times.fill(0);
    for (let i = 0; i < groups; i += 1) {
      const group = Math.floor(uniform() * groups);
      times[group] = (times[group] ?? 0) + 1;
    }
    const mine = figures.map((figure) => figure(times));
    mine.forEach((value, at) => drawn[at]?.push(value));
    const own = fitPowerLaw(mine.map((value, at) => ({ n: sizes[at]?.patients ?? 1, error: 1 - value })));
    // A draw without a falling law says: as many as now, as good as now.
    further.forEach((n, at) => ahead[at]?.push(own === null ? (mine.at(-1) ?? Number.NaN) : 1 - errorAt(own, n)));
  }
  const curve = sizes.map(({ patients }, at) => ({ patients, auc: intervalOf(values[at] ?? 0, drawn[at] ?? []) }));
  const forecast = law === null ? [] : further.map((patients, at) => ({ patients, auc: intervalOf(1 - errorAt(law, patients), ahead[at] ?? []) }));
  return { points: curve, law, forecast, words: inWords(law, curve, forecast) };
}

/** Two readers, or a reader and a reference: their confusion matrix and what follows from it. */
import type { AgreementFigure, ConfusionCounts, PairFigures } from '../../../preload/agreement.ts';
import type { BootstrapOptions } from '../bootstrap.ts';
import { figuresOf, groupSums } from './group-sums.ts';
import type { GroupSums, Outcome, RatedClip } from './group-sums.ts';

/** How much two categories differ, by their distance: any difference alike, in proportion, or with its square (Cohen 1968). */
export type KappaWeights = 'unweighted' | 'linear' | 'quadratic';

const distance: Readonly<Record<KappaWeights, (steps: number) => number>> = {
  unweighted: (steps) => (steps === 0 ? 0 : 1), linear: (steps) => steps, quadratic: (steps) => steps * steps,
};

/** Row and column sums, and all, of a square matrix in row order. */
function margins(cells: Float64Array, categories: number): { readonly rows: Float64Array; readonly columns: Float64Array; readonly all: number } {
  const rows = new Float64Array(categories);
  const columns = new Float64Array(categories);
  let all = 0;
  for (let at = 0; at < cells.length; at += 1) {
    const count = cells[at] ?? 0;
    if (count === 0) continue;
    const [row, column] = [Math.floor(at / categories), at % categories];
    rows[row] = (rows[row] ?? 0) + count;
    columns[column] = (columns[column] ?? 0) + count;
    all += count;
  }
  return { rows, columns, all };
}

/** Cohen's kappa (1960; weighted 1968) of a confusion matrix in row order: one less the observed disagreement over that of chance. */
export function cohenKappa(cells: Float64Array, categories: number, weights: KappaWeights): Outcome {
  const { rows, columns, all } = margins(cells, categories);
  if (all === 0) return 'no-clips';
  let observed = 0;
  let expected = 0;
  for (let row = 0; row < categories; row += 1) {
    for (let column = 0; column < categories; column += 1) {
      const weight = distance[weights](Math.abs(row - column));
      observed += weight * (cells[row * categories + column] ?? 0);
      expected += (weight * (rows[row] ?? 0) * (columns[column] ?? 0)) / all;
    }
  }
  return expected === 0 ? 'one-category' : 1 - observed / expected;
}

/** Share of clips on the diagonal. */
export function observedAgreement(cells: Float64Array, categories: number): Outcome {
  const { all } = margins(cells, categories);
  if (all === 0) return 'no-clips';
  let same = 0;
  for (let at = 0; at < categories; at += 1) same += cells[at * categories + at] ?? 0;
  return same / all;
}

/** Agreement on one category (Cicchetti and Feinstein 1990 for yes/no): twice the clips where both say it, over all times that either does. */
export function specificAgreement(cells: Float64Array, categories: number, category: number): Outcome {
  const { rows, columns, all } = margins(cells, categories);
  if (all === 0) return 'no-clips';
  const said = (rows[category] ?? 0) + (columns[category] ?? 0);
  return said === 0 ? 'not-used' : (2 * (cells[category * categories + category] ?? 0)) / said;
}

const undefinedYet: AgreementFigure = { value: null, because: 'no-clips' };

/** Confusion matrix in row order, summed by patient, of the clips that both answered; the first two answers of each clip count. */
export function confusionSums(clips: readonly RatedClip[], categories: number): GroupSums & { readonly clips: number } {
  return groupSums(clips, categories * categories, ({ answers: [first = null, second = null] }, into) => {
    if (first === null || second === null) return false;
    const cell = first * categories + second;
    into[cell] = (into[cell] ?? 0) + 1;
    return true;
  });
}

/** Figures of the clips that both answered; the first two answers of each clip count. */
export function pairFigures(clips: readonly RatedClip[], { categories, ordinal }: { readonly categories: number; readonly ordinal: boolean }, bootstrap: BootstrapOptions): PairFigures {
  const sums = confusionSums(clips, categories);
  const cells = sums.of(new Uint8Array(sums.patients).fill(1)).slice();
  const confusion: ConfusionCounts = Array.from({ length: categories }, (_, row) => Array.from(cells.subarray(row * categories, (row + 1) * categories)));
  const kappa = (weights: KappaWeights) => (drawn: Float64Array) => cohenKappa(drawn, categories, weights);
  const [observed = undefinedYet, plain = undefinedYet, linear = undefinedYet, quadratic = undefinedYet, ...specific] = figuresOf(sums, [
    (drawn) => observedAgreement(drawn, categories), kappa('unweighted'), kappa('linear'), kappa('quadratic'),
    ...Array.from({ length: categories }, (_, category) => (drawn: Float64Array) => specificAgreement(drawn, categories, category)),
  ], bootstrap);
  return { clips: sums.clips, patients: sums.patients, confusion, observed, kappa: plain, linear: ordinal ? linear : null, quadratic: ordinal ? quadratic : null, specific };
}

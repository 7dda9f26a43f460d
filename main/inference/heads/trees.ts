/** Random forest (Breiman 2001) and gradient boosting (Friedman 2001). */
import { z } from 'zod';
import { commonSchema, shareLogit, shareLogitSlope, sigmoid, vector } from './parts.ts';
import type { HeadCore } from './parts.ts';

const places = z.array(z.int());
/** One entry a node, node 0 the root, children after their parent; `left` is -1 at a leaf. x[feature] <= threshold goes left. */
const tree = z.object({ feature: places, threshold: vector, left: places, right: places, value: vector });
const shared = {
  ...commonSchema,
  trees: z.array(tree).min(1),
  /** Width of a softened split, in units of x; only gradients know it. */
  softness: z.number().positive().default(0.25),
};
export const randomForestSchema = z.object({ kind: z.literal('random-forest'), ...shared });
export const gradientBoostingSchema = z.object({ kind: z.literal('gradient-boosting'), ...shared, initial: z.number(), rate: z.number() });

export type RandomForestParameters = z.output<typeof randomForestSchema>;
export type GradientBoostingParameters = z.output<typeof gradientBoostingSchema>;
type Tree = z.output<typeof tree>;

function checkTree({ feature, threshold, left, right, value }: Tree, dimensions: number): string | null {
  const nodes = value.length;
  if (nodes === 0 || [feature, threshold, left, right].some((part) => part.length !== nodes)) return 'a tree has parts of different length';
  for (let node = 0; node < nodes; node += 1) {
    const children = [left[node] ?? -1, right[node] ?? -1];
    if (children[0] === -1) continue;
    if (children.some((child) => child <= node || child >= nodes)) return 'a tree has a child that does not follow its parent';
    if ((feature[node] ?? -1) < 0 || (feature[node] ?? 0) >= dimensions) return `a tree asks for input ${feature[node]} of ${dimensions}`;
  }
  return null;
}

/** What does not fit a head's input of `dimensions` values, or null. */
export function checkTrees({ trees }: RandomForestParameters | GradientBoostingParameters, dimensions: number): string | null {
  for (const each of trees) {
    const wrong = checkTree(each, dimensions);
    if (wrong !== null) return wrong;
  }
  return null;
}

function leafValue({ feature, threshold, left, right, value }: Tree, x: Float64Array): number {
  let node = 0;
  for (let next = left[0] ?? -1; next !== -1; next = left[node] ?? -1) node = (x[feature[node] ?? 0] ?? 0) <= (threshold[node] ?? 0) ? next : (right[node] ?? 0);
  return value[node] ?? 0;
}

/**
 * The tree with softened splits: a node sends the share sigmoid((threshold - x) / width) to the left. Its value is the mean of the leaves by the
 * shares that reach them; its slope by x is added to `slope`, times `factor`, where that is given.
 */
function softValue({ feature, threshold, left, right, value }: Tree, width: number, x: Float64Array, slope: Float64Array | null, factor: number): number {
  const means = Float64Array.from(value);
  const shares = new Float64Array(value.length);
  // Children come after their parents: backwards, both children of a node are known.
  for (let node = value.length - 1; node >= 0; node -= 1) {
    if ((left[node] ?? -1) === -1) continue;
    const toLeft = sigmoid(((threshold[node] ?? 0) - (x[feature[node] ?? 0] ?? 0)) / width);
    shares[node] = toLeft;
    means[node] = toLeft * (means[left[node] ?? 0] ?? 0) + (1 - toLeft) * (means[right[node] ?? 0] ?? 0);
  }
  if (slope === null) return means[0] ?? 0;
  const reach = new Float64Array(value.length);
  reach[0] = 1;
  for (let node = 0; node < value.length; node += 1) {
    const [less, more] = [left[node] ?? -1, right[node] ?? -1];
    const [share, reached] = [shares[node] ?? 0, reach[node] ?? 0];
    if (less === -1 || reached === 0) continue;
    reach[less] = reached * share;
    reach[more] = reached * (1 - share);
    const at = feature[node] ?? 0;
    slope[at] = (slope[at] ?? 0) - (factor * reached * share * (1 - share) * ((means[less] ?? 0) - (means[more] ?? 0))) / width;
  }
  return means[0] ?? 0;
}

function sumOf(trees: readonly Tree[], valueOf: (tree: Tree) => number): number {
  return trees.reduce((sum, each) => sum + valueOf(each), 0);
}

function softSlope(trees: readonly Tree[], width: number, x: Float64Array, factor: number): Float64Array {
  const slope = new Float64Array(x.length);
  for (const each of trees) softValue(each, width, x, slope, factor);
  return slope;
}

/** logit of the trees' mean share. Scores are those of the hard splits; the slope is that of the softened ones. */
export function randomForestCore({ trees, softness }: RandomForestParameters): HeadCore {
  const softShare = (x: Float64Array): number => sumOf(trees, (each) => softValue(each, softness, x, null, 0)) / trees.length;
  return {
    logit: (x) => shareLogit(sumOf(trees, (each) => leafValue(each, x)) / trees.length),
    softLogit: (x) => shareLogit(softShare(x)),
    slope: (x) => softSlope(trees, softness, x, shareLogitSlope(softShare(x)) / trees.length),
  };
}

/** logit = initial + rate * sum of the trees. Scores are those of the hard splits; the slope is that of the softened ones. */
export function gradientBoostingCore({ trees, softness, initial, rate }: GradientBoostingParameters): HeadCore {
  return {
    logit: (x) => initial + rate * sumOf(trees, (each) => leafValue(each, x)),
    softLogit: (x) => initial + rate * sumOf(trees, (each) => softValue(each, softness, x, null, 0)),
    slope: (x) => softSlope(trees, softness, x, rate),
  };
}

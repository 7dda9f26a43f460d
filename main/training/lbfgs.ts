/** Minimises a smooth function: limited-memory BFGS (Liu and Nocedal 1989) with a backtracking line search. Deterministic. */

export interface Minimised {
  readonly x: Float64Array;
  readonly value: number;
  readonly rounds: number;
}

/** Writes the gradient at x into its second argument and answers with the value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface LbfgsOptions {
  readonly maxRounds: number;
  /** Ends where no component of the gradient is larger. */
  readonly tolerance: number;
}

const memory = 10;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** target += factor * by */
function add(target: Float64Array, factor: number, by: Float64Array): void {
  for (let at = 0; at < target.length; at += 1) target[at] = (target[at] ?? 0) + factor * (by[at] ?? 0);
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/** The direction of descent from the last steps' curvature: the two-loop recursion. */
function direction(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((value) => -value);
  const alphas: number[] = [];
  for (const { s, y, rho } of pairs.toReversed()) {
    const alpha = rho * dot(s, q);
    alphas.unshift(alpha);
    add(q, -alpha, y);
  }
  const last = pairs.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let at = 0; at < q.length; at += 1) q[at] = (q[at] ?? 0) * scale;
  }
  pairs.forEach(({ s, y, rho }, index) => add(q, (alphas[index] ?? 0) - rho * dot(y, q), s));
  return q;
}

const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** From `start`; never worse than there. */
export function minimise(objective: Objective, start: Float64Array, { maxRounds, tolerance }: LbfgsOptions): Minimised {
  let x = Float64Array.from(start);
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  let round = 0;
  for (; round < maxRounds && largest(gradient) > tolerance; round += 1) {
    const towards = direction(gradient, pairs);
    const slope = dot(towards, gradient);
    if (!(slope < 0)) break;
    let step = pairs.length === 0 ? Math.min(1, 1 / Math.max(1e-12, largest(gradient))) : 1;
    let next = x;
    const nextGradient = new Float64Array(x.length);
    let nextValue = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 40; tries += 1, step /= 2) {
      next = Float64Array.from(x);
      add(next, step, towards);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * step * slope) break;
    }
    if (!(nextValue < value)) break;
    const s = next.map((moved, at) => moved - (x[at] ?? 0));
    const y = nextGradient.map((moved, at) => moved - (gradient[at] ?? 0));
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > memory) pairs.shift();
    [x, gradient, value] = [next, nextGradient, nextValue];
  }
  return { x, value, rounds: round };
}

/** Logistic regression and the linear support vector machine with squared hinge loss, both in the primal by L-BFGS (scikit-learn's LogisticRegression and LinearSVC). */
import { minimise } from '../lbfgs.ts';
import type { Matrix } from '../matrix.ts';

/** Rows to learn from: labels 1 where the finding is present, weights of mean about one. */
export interface Examples {
  readonly x: Matrix;
  readonly labels: Uint8Array;
  readonly weights: Float64Array;
}

export interface LinearFit {
  readonly weights: Float64Array;
  readonly bias: number;
}

export interface LinearOptions {
  /** Weight of the errors against that of the coefficients' size. */
  readonly c: number;
  /** Where to begin, such as the fit of a neighbouring `c`. */
  readonly start?: LinearFit | undefined;
  readonly tolerance?: number | undefined;
  readonly maxRounds?: number | undefined;
}

/** Loss of a margin (label * decision), and its slope. */
interface Loss {
  readonly value: (margin: number) => number;
  readonly slope: (margin: number) => number;
  /** LinearSVC counts the bias among the coefficients. */
  readonly shrinksBias: boolean;
}

const logistic: Loss = {
  value: (margin) => (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin),
  slope: (margin) => (margin > 0 ? -Math.exp(-margin) / (1 + Math.exp(-margin)) : -1 / (1 + Math.exp(margin))),
  shrinksBias: false,
};

const squaredHinge: Loss = {
  value: (margin) => (margin < 1 ? (1 - margin) ** 2 : 0),
  slope: (margin) => (margin < 1 ? -2 * (1 - margin) : 0),
  shrinksBias: true,
};

/** |w|^2 / 2 + c * sum of weighted losses, divided by c * sum of weights so that one tolerance fits all sizes. */
function fitLinear({ x, labels, weights }: Examples, loss: Loss, options: LinearOptions): LinearFit {
  const { rows, columns, values } = x;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const ridge = 1 / (options.c * total);
  const objective = (theta: Float64Array, gradient: Float64Array): number => {
    gradient.fill(0);
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      const from = row * columns;
      let decision = theta[columns] ?? 0;
      for (let column = 0; column < columns; column += 1) decision += (values[from + column] ?? 0) * (theta[column] ?? 0);
      const sign = labels[row] === 1 ? 1 : -1;
      const weight = (weights[row] ?? 0) / total;
      sum += weight * loss.value(sign * decision);
      const factor = weight * sign * loss.slope(sign * decision);
      if (factor === 0) continue;
      for (let column = 0; column < columns; column += 1) gradient[column] = (gradient[column] ?? 0) + factor * (values[from + column] ?? 0);
      gradient[columns] = (gradient[columns] ?? 0) + factor;
    }
    const shrunk = loss.shrinksBias ? columns + 1 : columns;
    for (let at = 0; at < shrunk; at += 1) {
      const coefficient = theta[at] ?? 0;
      sum += 0.5 * ridge * coefficient * coefficient;
      gradient[at] = (gradient[at] ?? 0) + ridge * coefficient;
    }
    return sum;
  };
  const start = new Float64Array(columns + 1);
  if (options.start !== undefined) {
    start.set(options.start.weights);
    start[columns] = options.start.bias;
  }
  const { x: found } = minimise(objective, start, { maxRounds: options.maxRounds ?? 300, tolerance: options.tolerance ?? 1e-5 });
  return { weights: found.slice(0, columns), bias: found[columns] ?? 0 };
}

export function fitLogisticRegression(examples: Examples, options: LinearOptions): LinearFit {
  return fitLinear(examples, logistic, options);
}

export function fitLinearSvm(examples: Examples, options: LinearOptions): LinearFit {
  return fitLinear(examples, squaredHinge, options);
}

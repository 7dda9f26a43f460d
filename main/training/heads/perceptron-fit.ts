/** A perceptron with one hidden layer: log loss with weight decay, Adam (Kingma and Ba 2015), Glorot's start; scikit-learn's MLPClassifier. */
import { sigmoid } from '../../inference/heads/parts.ts';
import type { Matrix } from '../matrix.ts';
import { seededUniform, shuffle } from '../random.ts';

export interface PerceptronOptions {
  readonly hidden: number;
  /** Weight decay. */
  readonly alpha: number;
  readonly epochs: number;
  readonly batch: number;
  readonly rate: number;
  readonly seed: number;
  /** New order of the rows in each epoch. */
  readonly shuffled: boolean;
  /** Parameters to begin with, as `fit` lays them out; Glorot's uniform ones where not given. */
  readonly start?: Float64Array | undefined;
}

/** hidden x inputs weights, hidden biases, output weights, output bias, one after the other. */
export interface PerceptronFit {
  readonly hidden: number;
  readonly inputs: number;
  readonly parameters: Float64Array;
}

function glorot(inputs: number, hidden: number, seed: number): Float64Array {
  const uniform = seededUniform(seed);
  const [first, second] = [Math.sqrt(6 / (inputs + hidden)), Math.sqrt(6 / (hidden + 1))];
  const edge = hidden * inputs + hidden;
  return Float64Array.from({ length: edge + hidden + 1 }, (_, at) => (2 * uniform() - 1) * (at < edge ? first : second));
}

/** Adds the loss gradient of one row, before weight decay. */
function addGradient(parameters: Float64Array, gradient: Float64Array, x: Float32Array, label: number, hidden: number, active: Float64Array): void {
  const inputs = x.length;
  const [biases, outputs] = [hidden * inputs, hidden * inputs + hidden];
  let logit = parameters[outputs + hidden] ?? 0;
  for (let unit = 0; unit < hidden; unit += 1) {
    let sum = parameters[biases + unit] ?? 0;
    for (let at = 0; at < inputs; at += 1) sum += (parameters[unit * inputs + at] ?? 0) * (x[at] ?? 0);
    active[unit] = Math.max(0, sum);
    logit += Math.max(0, sum) * (parameters[outputs + unit] ?? 0);
  }
  const error = sigmoid(logit) - label;
  gradient[outputs + hidden] = (gradient[outputs + hidden] ?? 0) + error;
  for (let unit = 0; unit < hidden; unit += 1) {
    const lit = active[unit] ?? 0;
    if (lit === 0) continue;
    gradient[outputs + unit] = (gradient[outputs + unit] ?? 0) + error * lit;
    const back = error * (parameters[outputs + unit] ?? 0);
    gradient[biases + unit] = (gradient[biases + unit] ?? 0) + back;
    for (let at = 0; at < inputs; at += 1) gradient[unit * inputs + at] = (gradient[unit * inputs + at] ?? 0) + back * (x[at] ?? 0);
  }
}

/** Rows count alike: draw them by weight beforehand where they should not. */
export function fitPerceptron(x: Matrix, labels: Uint8Array, options: PerceptronOptions): PerceptronFit {
  const { hidden, alpha, epochs, batch, rate, seed } = options;
  const inputs = x.columns;
  const parameters = Float64Array.from(options.start ?? glorot(inputs, hidden, seed));
  const [gradient, first, second, active] = [new Float64Array(parameters.length), new Float64Array(parameters.length), new Float64Array(parameters.length), new Float64Array(hidden)];
  const order = Uint32Array.from({ length: x.rows }, (_, row) => row);
  const uniform = seededUniform(seed + 1);
  const edge = hidden * inputs;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    if (options.shuffled) shuffle(order, uniform);
    for (let from = 0; from < x.rows; from += batch) {
      const members = order.subarray(from, from + batch);
      gradient.fill(0);
      for (const row of members) addGradient(parameters, gradient, x.values.subarray(row * inputs, (row + 1) * inputs), labels[row] ?? 0, hidden, active);
      step += 1;
      const pace = (rate * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
      for (let at = 0; at < parameters.length; at += 1) {
        const decays = at < edge || (at >= edge + hidden && at < edge + 2 * hidden);
        const slope = ((gradient[at] ?? 0) + (decays ? alpha * (parameters[at] ?? 0) : 0)) / members.length;
        first[at] = 0.9 * (first[at] ?? 0) + 0.1 * slope;
        second[at] = 0.999 * (second[at] ?? 0) + 0.001 * slope * slope;
        parameters[at] = (parameters[at] ?? 0) - (pace * (first[at] ?? 0)) / (Math.sqrt(second[at] ?? 0) + 1e-8);
      }
    }
  }
  return { hidden, inputs, parameters };
}

export function perceptronLogits({ hidden, inputs, parameters }: PerceptronFit, x: Matrix): Float64Array {
  const [biases, outputs] = [hidden * inputs, hidden * inputs + hidden];
  return Float64Array.from({ length: x.rows }, (_, row) => {
    let logit = parameters[outputs + hidden] ?? 0;
    for (let unit = 0; unit < hidden; unit += 1) {
      let sum = parameters[biases + unit] ?? 0;
      for (let at = 0; at < inputs; at += 1) sum += (parameters[unit * inputs + at] ?? 0) * (x.values[row * inputs + at] ?? 0);
      logit += Math.max(0, sum) * (parameters[outputs + unit] ?? 0);
    }
    return logit;
  });
}

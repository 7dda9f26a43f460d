/**
 * From out-of-fold frame logits to a clip's probability and verdict: which head, calibration, clip rule and thresholds. As models/train/decide.py:
 * whatever is chosen for a fold is chosen from other folds.
 */
import { clipProbability } from '../analysis/clip-score.ts';
import type { ClipCalibration, ClipRule } from '../analysis/clip-score.ts';
import { auc } from '../analysis/discrimination.ts';
import { figureOf } from '../analysis/metrics.ts';
import type { OperatingPoints } from '../../preload/domain.ts';
import { sigmoid } from '../inference/heads/parts.ts';
import { fitIsotonic, fitPlatt } from './calibrate.ts';
import type { Sigmoid } from './calibrate.ts';

const fractions = [0.125, 0.25, 0.5, 1] as const;
/** A simpler kind of head is preferred up to this much AUC. */
const tolerated = 0.015;
/** Share of the clips that must get a verdict. */
const covered = 0.6;
/** Fewest clips of the rarer class before the flexible isotonic calibration is considered. */
const enoughForIsotonic = 30;

/** A clip with the logits that one candidate gave its frames. */
export interface JudgedClip {
  readonly group: string;
  readonly positive: boolean;
  readonly fold: number;
  readonly logits: Float64Array;
}

/** How frame logits become a clip's probability and verdict. */
export interface Decision {
  /** Index of the candidate. */
  readonly chosen: number;
  /** Clip AUC of the choice on the clips it was made from; null where it is not defined. */
  readonly objective: number | null;
  readonly frame: Sigmoid;
  readonly rule: ClipRule;
  readonly points: OperatingPoints;
}

/** Calibrated probabilities of frames. */
export function frameProbabilities(decision: Pick<Decision, 'frame'>, logits: Float64Array): number[] {
  return Array.from(logits, (logit) => sigmoid(decision.frame.slope * logit + decision.frame.intercept));
}

/** Probability of a clip; 0.5 for one without frames. */
export function clipScore({ frame, rule }: Pick<Decision, 'frame' | 'rule'>, logits: Float64Array): number {
  return clipProbability(rule, frameProbabilities({ frame }, logits)) ?? 0.5;
}

interface Scored {
  readonly group: string;
  readonly positive: boolean;
  readonly fold: number;
  readonly score: number;
}

const areaOf = (cases: readonly Scored[]): number | null => figureOf(cases, auc);

/** Platt's sigmoid over frames, each clip with weight one. */
function framePlatt(clips: readonly JudgedClip[]): Sigmoid {
  const scores: number[] = [];
  const labels: boolean[] = [];
  const weights: number[] = [];
  for (const { logits, positive } of clips) {
    for (const logit of logits) {
      scores.push(logit);
      labels.push(positive);
      weights.push(1 / logits.length);
    }
  }
  return fitPlatt(scores, labels, weights);
}

const logitOf = (p: number): number => Math.log(Math.min(1 - 1e-6, Math.max(1e-6, p)) / (1 - Math.min(1 - 1e-6, Math.max(1e-6, p))));

function fitClipCalibration(kind: ClipCalibration['kind'], cases: readonly Scored[]): ClipCalibration {
  switch (kind) {
    case 'none': return { kind };
    case 'platt': return { kind, ...fitPlatt(cases.map(({ score }) => logitOf(score)), cases.map(({ positive }) => positive)) };
    case 'isotonic': return fitIsotonic(cases.map(({ score }) => score), cases.map(({ positive }) => positive));
  }
}

/** A clip's pooled probability through a calibration. */
function through(calibration: ClipCalibration, pooled: number): number {
  return clipProbability({ kind: 'top-fraction-mean', fraction: 1, calibration }, [pooled]) ?? pooled;
}

function logLoss(positive: boolean, probability: number): number {
  const within = Math.min(1 - 1e-3, Math.max(1e-3, probability));
  return -Math.log(positive ? within : 1 - within);
}

/** The kind that predicts a left-out fold best, fitted on all of them; with a single fold the plain sigmoid. */
function chooseCalibration(cases: readonly Scored[]): ClipCalibration {
  const folds = [...new Set(cases.map(({ fold }) => fold))];
  const rarer = Math.min(cases.filter(({ positive }) => positive).length, cases.filter(({ positive }) => !positive).length);
  if (folds.length < 2) return fitClipCalibration('platt', cases);
  const kinds: readonly ClipCalibration['kind'][] = rarer >= enoughForIsotonic ? ['none', 'platt', 'isotonic'] : ['none', 'platt'];
  const losses = kinds.map((kind) => folds.reduce((sum, fold) => {
    const calibration = fitClipCalibration(kind, cases.filter((one) => one.fold !== fold));
    return sum + cases.filter((one) => one.fold === fold).reduce((loss, one) => loss + logLoss(one.positive, through(calibration, one.score)), 0);
  }, 0));
  return fitClipCalibration(kinds[losses.indexOf(Math.min(...losses))] ?? 'platt', cases);
}

/** Share of these cases that score at least `threshold`. */
const reach = (cases: readonly Scored[], threshold: number): number => cases.filter(({ score }) => score >= threshold).length / Math.max(1, cases.length);

/** Highest threshold that still finds `share` of the positives. */
export function thresholdForSensitivity(cases: readonly Scored[], share: number): number {
  const scores = cases.filter(({ positive }) => positive).map(({ score }) => score).sort((a, b) => b - a);
  return scores[Math.max(0, Math.ceil(share * scores.length - 1e-9) - 1)] ?? 0.5;
}

/** Half way between two neighbouring scores: the threshold with the best mean of sensitivity and specificity. */
export function balancedThreshold(cases: readonly Scored[]): number {
  const [positives, negatives] = [cases.filter(({ positive }) => positive), cases.filter(({ positive }) => !positive)];
  const scores = [...new Set(cases.map(({ score }) => score))].sort((a, b) => a - b);
  let [best, at] = [Number.NEGATIVE_INFINITY, 0.5];
  scores.slice(1).forEach((score, index) => {
    const cut = (score + (scores[index] ?? 0)) / 2;
    const value = reach(positives, cut) + 1 - reach(negatives, cut);
    if (value > best + 1e-12) [best, at] = [value, cut];
  });
  return at;
}

/** From the screening threshold to where 85% of the negatives lie below, narrowed around `balanced` until enough clips get a verdict. */
function indeterminateBand(cases: readonly Scored[], screening: number, balanced: number): OperatingPoints['indeterminate'] {
  const negatives = cases.filter(({ positive }) => !positive).map(({ score }) => score).sort((a, b) => a - b);
  const low = Math.min(screening, balanced);
  const high = Math.max(negatives[Math.min(negatives.length - 1, Math.ceil(0.85 * negatives.length))] ?? balanced, balanced);
  for (let step = 40; step >= 0; step -= 1) {
    const share = step / 40;
    const band = { low: balanced - share * (balanced - low), high: balanced + share * (high - balanced) };
    if (cases.filter(({ score }) => score < band.low || score >= band.high).length >= covered * cases.length) return band;
  }
  return { low: balanced, high: balanced };
}

interface Graded {
  readonly candidate: number;
  readonly frame: Sigmoid;
  readonly fraction: number;
  readonly grade: number | null;
  readonly cases: readonly Scored[];
}

function grade(judged: readonly JudgedClip[], candidate: number): Graded[] {
  const frame = framePlatt(judged);
  return fractions.map((fraction) => {
    const rule: ClipRule = { kind: 'top-fraction-mean', fraction, calibration: { kind: 'none' } };
    const cases = judged.map(({ group, positive, fold, logits }) => ({ group, positive, fold, score: clipScore({ frame, rule }, logits) }));
    return { candidate, frame, fraction, cases, grade: areaOf(cases) };
  });
}

/** Of the best grades the simplest kind's best: `ranks` tells how simple each candidate's kind is. */
function choose(graded: readonly Graded[], ranks: readonly number[]): Graded | undefined {
  const value = (one: Graded): number => one.grade ?? 0;
  const best = Math.max(...graded.map(value));
  const simplest = Math.min(...graded.filter((one) => value(one) >= best - tolerated).map((one) => ranks[one.candidate] ?? 0));
  const mine = graded.filter((one) => ranks[one.candidate] === simplest);
  return mine.reduce<Graded | undefined>((kept, one) => (kept === undefined || value(one) > value(kept) ? one : kept), undefined);
}

/**
 * Chooses everything that has to be chosen from these clips alone. `judged`: by candidate, the same clips with the logits of models that never saw
 * their patients; `ranks`: by candidate, lower is simpler.
 */
export function decide(judged: readonly (readonly JudgedClip[])[], ranks: readonly number[]): Decision {
  const chosen = choose(judged.flatMap(grade), ranks);
  if (chosen === undefined) throw new RangeError('There is no candidate to choose from.');
  const calibration = chooseCalibration(chosen.cases);
  const cases = chosen.cases.map((one) => ({ ...one, score: through(calibration, one.score) }));
  const balanced = balancedThreshold(cases);
  // Where the balanced threshold finds that many already, there is nothing to screen above it.
  const screening = Math.min(thresholdForSensitivity(cases, 0.9), balanced);
  return {
    chosen: chosen.candidate, objective: chosen.grade, frame: chosen.frame, rule: { kind: 'top-fraction-mean', fraction: chosen.fraction, calibration },
    points: { screening, balanced, indeterminate: indeterminateBand(cases, screening, balanced) },
  };
}

/** An evaluation's whole report from scored clips: the same for scores of the shipped engine and for those of a cross-validation. */
import type { OperatingPoints } from '../../preload/domain.ts';
import type { AllClipsFigures, EvaluatedClip, EvaluationCounts, EvaluationReport } from '../../preload/evaluation.ts';
import { groupBootstrap } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { levelFigures } from './level-figures.ts';
import type { Case } from './metrics.ts';
import { subgroupTable } from './subgroups.ts';
import { atThreshold } from './thresholds.ts';

export interface LabelledResult extends EvaluatedClip {
  /** The clip's row of the labels, for subgroups. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface EvaluationInput {
  /** What the report says beside its figures. */
  readonly about: Pick<EvaluationReport, 'id' | 'title' | 'scores' | 'statement' | 'seenInTraining' | 'model' | 'provider' | 'preprocessing' | 'question'>;
  readonly clips: readonly LabelledResult[];
  readonly points: OperatingPoints;
  /** Columns of `fields` to break the clips down by. */
  readonly columns: readonly string[];
  /** What became of rows that are no clips here. */
  readonly rows: Pick<EvaluationCounts, 'rows' | 'excluded' | 'unlabelled' | 'missingFiles' | 'duplicates'>;
  readonly bootstrap: BootstrapOptions;
  /** Frame probabilities of every clip go into the report. */
  readonly keepFrames: boolean;
}

const definitions = {
  clip: 'Clips with a score: the clip probability against the clip\'s label. Rejected and failed clips have no score and are not counted here.',
  frame: 'Scored frames of these clips: the frame probability against the label of its clip, as there are no labels of frames. A clip with the finding has frames without it, so these figures look worse than the frames\' own truth would. Thresholds are those of clips.',
  patient: 'Patients with at least one score: the highest clip probability against "any labelled clip is positive". Thresholds are those of clips.',
} as const;

function clipCases(clips: readonly LabelledResult[]): Case[] {
  return clips.flatMap(({ group, positive, probability }) => (probability === null ? [] : [{ group, positive, score: probability }]));
}

function frameCases(clips: readonly LabelledResult[]): Case[] {
  return clips.flatMap(({ group, positive, probability, frameProbabilities }) => (
    probability === null ? [] : (frameProbabilities ?? []).flatMap((score) => (score === null ? [] : [{ group, positive, score }]))
  ));
}

/** A patient is positive when any of the labelled clips is; the score is the highest of the clips that have one. */
function patientCases(clips: readonly LabelledResult[]): Case[] {
  return [...Map.groupBy(clips, (clip) => clip.group)].flatMap(([group, members]) => {
    const scores = members.flatMap(({ probability }) => probability ?? []);
    return scores.length === 0 ? [] : [{ group, positive: members.some((clip) => clip.positive), score: Math.max(...scores) }];
  });
}

/** A clip without a score counts as a wrong answer. */
function allClips(clips: readonly LabelledResult[], threshold: number, bootstrap: BootstrapOptions): AllClipsFigures {
  const cases = clips.map(({ group, positive, probability }): Case => ({ group, positive, score: probability ?? (positive ? -Infinity : Infinity) }));
  const at = (rate: 'accuracy' | 'sensitivity' | 'specificity') => groupBootstrap(cases, atThreshold(rate, threshold), bootstrap);
  return { accuracy: at('accuracy'), sensitivity: at('sensitivity'), specificity: at('specificity') };
}

function countsOf({ clips, rows, points }: EvaluationInput): EvaluationCounts {
  const { low, high } = points.indeterminate;
  const count = (kept: (clip: LabelledResult) => boolean): number => clips.filter(kept).length;
  return {
    ...rows, clips: clips.length, positives: count((clip) => clip.positive), patients: new Set(clips.map((clip) => clip.group)).size,
    called: count((clip) => clip.probability !== null), rejected: count((clip) => clip.verdict === 'rejected'), failed: count((clip) => clip.verdict === 'failed'),
    indeterminate: count(({ probability }) => probability !== null && probability >= low && probability < high),
  };
}

function plainClip({ file, group, positive, probability, verdict, frames, scored, frameProbabilities, warnings, error }: LabelledResult, keepFrames: boolean): EvaluatedClip {
  const clip = { file, group, positive, probability, verdict, frames, scored };
  return { ...clip, ...(keepFrames && frameProbabilities !== undefined ? { frameProbabilities } : {}), warnings, error };
}

/** Pure and reproducible: the same clips give the same report. */
export function evaluationReport(input: EvaluationInput): EvaluationReport {
  const { about, clips, points, columns, bootstrap } = input;
  const level = { points, bootstrap };
  return {
    format: 'pleura-evaluation/1', ...about, splitLevel: 'patient', bootstrap, counts: countsOf(input),
    clip: levelFigures(clipCases(clips), { level: 'clip', definition: definitions.clip, ...level }),
    frame: levelFigures(frameCases(clips), { level: 'frame', definition: definitions.frame, ...level }),
    patient: levelFigures(patientCases(clips), { level: 'patient', definition: definitions.patient, ...level }),
    allClips: allClips(clips, points.balanced, bootstrap),
    subgroups: columns.map((column) => subgroupTable(column, clips.map((clip) => ({ ...clip, value: clip.fields[column] ?? '' })), points.balanced, bootstrap)),
    clips: clips.map((clip) => plainClip(clip, input.keepFrames)),
  };
}

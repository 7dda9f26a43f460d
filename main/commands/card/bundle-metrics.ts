/** A bundle's metrics.json from its out-of-fold scores: pure, so that the same oof.json always gives the same figures. */
import type { OperatingPoints } from '../../../preload/domain.ts';
import type { BundleMetrics, EvaluationReport, ScoreComparison } from '../../../preload/evaluation.ts';
import { defaultBootstrap, groupBootstrap, pairedBootstrap } from '../../analysis/bootstrap.ts';
import { clipVerdict } from '../../analysis/clip-score.ts';
import { auc } from '../../analysis/discrimination.ts';
import { evaluationReport } from '../../analysis/evaluation.ts';
import type { LabelledResult } from '../../analysis/evaluation.ts';
import type { Case } from '../../analysis/metrics.ts';
import type { Manifest } from '../../inference/bundle-format.ts';
import type { OutOfFold, OutOfFoldClip } from './formats.ts';
import { tasksOf } from './tasks.ts';
import type { CardTask } from './tasks.ts';

interface Labelled {
  readonly clip: OutOfFoldClip;
  readonly positive: boolean;
}

const statement = 'Out of fold: networks, heads and calibration that scored a clip never saw its patient. The two thresholds and the indeterminate band were chosen on these same scores, '
  + 'so what depends on them is a little optimistic; AUC, average precision, ECE and Brier score do not depend on them.';

function resultOf({ clip, positive }: Labelled, points: OperatingPoints): LabelledResult {
  return {
    file: clip.file, group: clip.group, positive, probability: clip.probability, verdict: clipVerdict(clip.probability, points), frames: clip.frames.length, scored: clip.frames.length,
    frameProbabilities: clip.frameProbabilities, warnings: [], error: null, fields: { dataset: clip.dataset, fold: String(clip.fold + 1) },
  };
}

function taskReport(task: CardTask, clips: readonly Labelled[], all: number, manifest: Manifest, told: string): EvaluationReport {
  const points = manifest.operatingPoints;
  const datasets = new Set(clips.map(({ clip }) => clip.dataset)).size;
  const report = evaluationReport({
    about: {
      id: task.id, title: task.title, scores: 'out-of-fold', statement: told, seenInTraining: null, model: { id: manifest.id, version: manifest.version, sha256: null }, provider: null,
      preprocessing: manifest.preprocessing.version, question: { positive: task.positive, negative: task.negative, where: [], group: 'patient or source', framesPerClip: null },
    },
    clips: clips.map((labelled) => resultOf(labelled, points)), points, columns: datasets > 1 ? ['dataset', 'fold'] : ['fold'],
    rows: { rows: all, excluded: all - clips.length, unlabelled: 0, missingFiles: 0, duplicates: 0 }, bootstrap: defaultBootstrap, keepFrames: false,
  });
  // The clips themselves lie in oof.json, beside this file.
  return { ...report, clips: [] };
}

/** The fused score and each branch's on the same clips. */
function comparisons(task: CardTask, clips: readonly Labelled[]): ScoreComparison[] {
  const cases = (score: (clip: OutOfFoldClip) => number): Case[] => clips.map(({ clip, positive }) => ({ group: clip.group, positive, score: score(clip) }));
  const fused = cases((clip) => clip.probability);
  const branches = [...new Set(clips.flatMap(({ clip }) => Object.keys(clip.branches)))].filter((name) => clips.every(({ clip }) => name in clip.branches));
  const rows = branches.map((name): ScoreComparison => {
    const alone = cases((clip) => clip.branches[name] ?? 0);
    const paired = pairedBootstrap(fused, alone, auc);
    return { task: task.id, score: name, auc: groupBootstrap(alone, auc), fusedMinus: paired?.difference ?? null, p: paired?.p ?? null };
  });
  return [{ task: task.id, score: 'fused', auc: groupBootstrap(fused, auc), fusedMinus: null, p: null }, ...rows];
}

/** Every task for which there are clips of both kinds. */
export function bundleMetrics({ clips: outOfFold, ...about }: Omit<OutOfFold, 'format'>, manifest: Manifest): BundleMetrics {
  const asked = tasksOf(about).flatMap((task) => {
    const clips = outOfFold.flatMap((clip): Labelled[] => {
      const positive = task.label(clip);
      return positive === null ? [] : [{ clip, positive }];
    });
    const both = clips.some((item) => item.positive) && clips.some((item) => !item.positive);
    return both ? [{ task, clips }] : [];
  });
  return {
    format: 'pleura-metrics/1', splitLevel: 'patient',
    tasks: asked.map(({ task, clips }) => taskReport(task, clips, outOfFold.length, manifest, about.statement ?? statement)),
    comparisons: asked.flatMap(({ task, clips }) => comparisons(task, clips)),
  };
}

/** As metrics.json holds it: six decimals, which is more than the data carry. */
export function metricsText(metrics: BundleMetrics): string {
  const rounded = (_: string, value: unknown): unknown => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(6)) : value);
  return `${JSON.stringify(metrics, rounded)}\n`;
}

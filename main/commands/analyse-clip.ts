/** One picked file on the command line: imported into a store of its own, analysed, and the store removed. */
import { rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { AppError, ClipMedia, ClipVerdict, ModelRef, Precision, Provider, Rejection } from '../../preload/domain.ts';
import { clipProbability, clipVerdict } from '../analysis/clip-score.ts';
import { grayPath } from '../media/layout.ts';
import type { Workplace } from './workplace.ts';

/** What `analyse --json` prints for a clip that was analysed. */
export interface ClipRecord {
  /** As the user gave it; for a folder, the file inside. */
  readonly path: string;
  readonly frames: number;
  readonly scored: number;
  /** Null where the guard rejected the clip: the reason is the first warning, and only the first frames are scored. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict;
  /** By frame index; null where `--frames N` left it out. */
  readonly frameProbabilities: readonly (number | null)[];
  readonly model: ModelRef;
  readonly provider: Provider;
  /** Variant of the model's extractor that computed. */
  readonly precision: Precision;
  /** Milliseconds. decode = import; preprocess = frames to input; infer = session, head and Grad-CAM. */
  readonly timings: { readonly decodeMs: number; readonly preprocessMs: number; readonly inferMs: number; readonly totalMs: number };
  readonly warnings: readonly string[];
}

export interface FailedRecord {
  readonly path: string;
  readonly error: { readonly code: AppError['code']; readonly message: string };
}

export type AnalysisRecord = ClipRecord | FailedRecord;

/** A picked file: where it lies, and how the user named it. */
export interface ClipInput {
  readonly file: string;
  readonly path: string;
}

export function failedRecord(path: string, error: AppError): FailedRecord {
  return { path, error: { code: error.code, message: error.message } };
}

export interface ClipTask {
  /** Names the clip's store and its analysis. */
  readonly key: string;
  readonly input: ClipInput;
  readonly limit: number | null;
  /** Whether a clip that is no readable lung ultrasound is rejected, or analysed all the same with a warning. */
  readonly guard: 'stop' | 'warn';
  /** Share of the work done, 0..1. */
  readonly onProgress: (share: number) => void;
}

function warningsOf(media: ClipMedia, restarts: number, rejection: Rejection | null): string[] {
  const more: string[] = [];
  if (media.simulated) more.push('Simulated clip.');
  if (restarts > 0) more.push(`The engine stopped ${restarts === 1 ? 'once' : `${restarts} times`} while this was analysed and was started again; nothing was lost.`);
  return [...(rejection === null ? [] : [rejection.message]), ...media.warnings, ...more];
}

interface Analysed {
  readonly probabilities: readonly (number | null)[];
  readonly timings: ClipRecord['timings'];
  readonly rejection: Rejection | null;
}

async function analyse(workplace: Workplace, task: ClipTask, media: ClipMedia, storeRoot: string, from: number): Promise<Analysed | AppError> {
  const decodeMs = performance.now() - from;
  const { state, error } = workplace.engine.status();
  // Without model or provider each clip would only start the engine once more, for the same answer.
  if (state === 'failed' && error !== null && error.code !== 'engine-crashed') return error;
  const probabilities: (number | null)[] = Array.from({ length: media.frames }, () => null);
  const toScore = Math.min(task.limit ?? media.frames, media.frames);
  let scored = 0;
  const request = { key: task.key, grayPath: grayPath(storeRoot, media.sha256), sector: media.sector, gain: media.gain, frames: media.frames, done: [], limit: task.limit, guard: task.guard };
  const result = await workplace.engine.analyse(request, {
    signal: new AbortController().signal,
    onScores: (scores) => {
      for (const { frame, probability } of scores) probabilities[frame] = probability;
      scored += scores.length;
      task.onProgress(0.1 + (0.9 * scored) / toScore);
    },
  });
  if (!result.ok) return result.error;
  const { readMs, preprocessMs, inferMs, explainMs, rejection } = result.value;
  const timings = { decodeMs, preprocessMs: readMs + preprocessMs, inferMs: inferMs + explainMs, totalMs: performance.now() - from };
  return { probabilities, timings, rejection };
}

async function importAndAnalyse(workplace: Workplace, task: ClipTask, storeRoot: string): Promise<AnalysisRecord> {
  const from = performance.now();
  const { bundle, engine, media, ffmpeg } = workplace;
  const control = { signal: new AbortController().signal, onProgress: (share: number) => task.onProgress(0.1 * share) };
  const imported = await media.importClip({ source: task.input.file, storeRoot, ffmpeg }, control);
  if (!imported.ok) return failedRecord(task.input.path, imported.error);
  const restarts = engine.status().restarts;
  const analysed = await analyse(workplace, task, imported.value.media, storeRoot, from);
  if ('code' in analysed) return failedRecord(task.input.path, analysed);
  const scored = analysed.probabilities.filter((probability) => probability !== null);
  const { rejection } = analysed;
  const rejected = rejection !== null && task.guard === 'stop';
  const probability = clipProbability(bundle.manifest.clipRule, scored);
  const { provider, precision } = engine.status();
  if (probability === null || provider === null || precision === null) throw new Error('A finished analysis has neither scores nor provider.');
  return {
    path: task.input.path,
    frames: imported.value.media.frames,
    scored: scored.length,
    probability: rejected ? null : probability,
    verdict: rejected ? 'rejected' : clipVerdict(probability, bundle.manifest.operatingPoints),
    frameProbabilities: analysed.probabilities,
    model: bundle.ref,
    provider,
    precision,
    timings: analysed.timings,
    warnings: warningsOf(imported.value.media, engine.status().restarts - restarts, rejection),
  };
}

/** Imports and analyses one file; every expected failure is a record of its own. */
export async function analyseClip(workplace: Workplace, task: ClipTask): Promise<AnalysisRecord> {
  const storeRoot = workplace.folder(task.key);
  try {
    return await importAndAnalyse(workplace, task, storeRoot);
  } finally {
    task.onProgress(1);
    await rm(storeRoot, { recursive: true, force: true }).catch(() => {});
  }
}

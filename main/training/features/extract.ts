/** Features of labelled clips by a bundle's extractor: from the cache where they are, else computed frame by frame. A clip that fails is skipped and told of. */
import { setImmediate as letMessagesIn } from 'node:timers/promises';
import type { AppError, Result } from '../../../preload/domain.ts';
import type { SkippedClip } from '../../../preload/training.ts';
import { frameOrder } from '../../analysis/frame-order.ts';
import { openClip } from '../../inference/clip-source.ts';
import type { StoredClip } from '../../inference/engine-protocol.ts';
import { framesPerRun } from '../../inference/engine-protocol.ts';
import { inputTensor, PREPROCESSING_VERSION } from '../../inference/preprocess.ts';
import type { Extractor } from '../../inference/session.ts';
import { featureKey } from './feature-cache.ts';
import type { ClipFeatures, FeatureCache } from './feature-cache.ts';

/** Frames of a clip that may be used, as spans of decoded indices. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

export interface SourceClip {
  /** As labels and reports name it. */
  readonly file: string;
  /** SHA-256 of the original. */
  readonly sha256: string;
  /** Null: all frames. */
  readonly kept: readonly Span[] | null;
  /** The decoded clip; asked for only where the cache has nothing. */
  open(): Promise<Result<StoredClip>>;
  /** Called when its frames are no longer needed. */
  close(): Promise<void>;
}

export interface ExtractOptions {
  readonly extractor: Extractor;
  /** Names the graph: SHA-256 of its file. */
  readonly graph: string;
  readonly width: number;
  readonly framesPerClip: number;
  readonly cache: FeatureCache;
  /** Share done, and clips. */
  readonly onProgress: (share: number, clips: number) => void;
}

export interface Extracted {
  /** By clip; null where it was skipped. */
  readonly features: readonly (ClipFeatures | null)[];
  readonly skipped: readonly SkippedClip[];
}

/** Evenly spread frames among those kept, rising. */
export function chosenFrames(count: number, kept: readonly Span[] | null, most: number): number[] {
  const usable = kept === null ? Array.from({ length: count }, (_, frame) => frame) : kept.flatMap(({ first, last }) => Array.from({ length: Math.max(0, Math.min(last, count - 1) - first + 1) }, (_, at) => first + at));
  return [...frameOrder(usable.length)].slice(0, most).map((at) => usable[at] ?? 0).sort((a, b) => a - b);
}

const noFrames: AppError = { code: 'no-frames', message: 'No frame of it may be used.', hint: 'Look at its frame ranges.' };
const notComputed: AppError = { code: 'inference-failed', message: 'The networks could not be computed on it.', hint: 'Try another provider.' };

async function compute(clip: SourceClip, { extractor, width, framesPerClip }: ExtractOptions): Promise<Result<ClipFeatures>> {
  const stored = await clip.open();
  if (!stored.ok) return stored;
  const frames = chosenFrames(stored.value.frames, clip.kept, framesPerClip);
  if (frames.length === 0) return { ok: false, error: noFrames };
  const source = openClip({ ...stored.value, key: clip.sha256 });
  if (!source.ok) return source;
  const values = new Float32Array(frames.length * width);
  const most = framesPerRun(extractor.provider);
  try {
    for (let from = 0; from < frames.length; from += most) {
      const some = frames.slice(from, from + most);
      const images = source.value.images(await source.value.read(some));
      values.set((await extractor.run(inputTensor(images), some.length)).features, from * width);
      await letMessagesIn();
    }
    return values.every((value) => Number.isFinite(value)) ? { ok: true, value: { frames, values } } : { ok: false, error: notComputed };
  } catch {
    return { ok: false, error: notComputed };
  } finally {
    source.value.close();
  }
}

async function ofClip(clip: SourceClip, options: ExtractOptions): Promise<Result<ClipFeatures>> {
  const { extractor, graph, width, framesPerClip, cache } = options;
  const key = featureKey([clip.sha256, graph, extractor.precision, extractor.provider, PREPROCESSING_VERSION, framesPerClip, JSON.stringify(clip.kept)]);
  const known = await cache.get(key, width);
  if (known !== null) return { ok: true, value: known };
  try {
    const computed = await compute(clip, options);
    if (computed.ok) await cache.put(key, computed.value);
    return computed;
  } finally {
    await clip.close();
  }
}

/** One after the other: the extractor keeps the cores busy by itself. */
export async function extractFeatures(clips: readonly SourceClip[], options: ExtractOptions): Promise<Extracted> {
  const features: (ClipFeatures | null)[] = [];
  const skipped: SkippedClip[] = [];
  for (const clip of clips) {
    const found = await ofClip(clip, options);
    features.push(found.ok ? found.value : null);
    if (!found.ok) skipped.push({ file: clip.file, code: found.error.code, message: found.error.message });
    options.onProgress(features.length / clips.length, features.length);
  }
  return { features, skipped };
}

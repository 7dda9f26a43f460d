import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { decimals, tagValues } from './values.ts';

/** Frame times as a DICOM image says them. */
export interface FrameTiming {
  /** Milliseconds from the first frame, one for each frame. */
  readonly timesMs: readonly number[];
  readonly durationMs: number;
  /** What was missing, in a plain sentence; null where the standard's own attributes said it. */
  readonly warning: string | null;
}

/** Where nothing at all is said. */
const usualStep = 40;
const longestStep = 60_000;
const usable = (step: number | undefined): step is number => step !== undefined && step > 0 && step <= longestStep;

function even(step: number, frames: number, warning: string | null): FrameTiming {
  return { timesMs: Array.from({ length: frames }, (_, i) => Math.round(i * step * 1000) / 1000), durationMs: Math.round(frames * step * 1000) / 1000, warning };
}

/** Increments before each frame, the first one's meaningless (PS3.3 C.7.6.5.1.2). */
function byVector(vector: readonly number[], frames: number): FrameTiming | null {
  const steps = vector.slice(1, frames);
  if (steps.length < frames - 1 || steps.some((step) => step < 0 || step > longestStep)) return null;
  const sum = steps.reduce((all, step) => all + step, 0);
  if (frames > 1 && sum === 0) return null;
  let time = 0;
  const timesMs = [0, ...steps.map((step) => (time += step))].map((at) => Math.round(at * 1000) / 1000);
  const mean = frames > 1 ? sum / (frames - 1) : usualStep;
  return { timesMs, durationMs: Math.round((sum + mean) * 1000) / 1000, warning: null };
}

/**
 * Times by Frame Increment Pointer (0028,0009): Frame Time (0018,1063) or Frame Time Vector (0018,1065). Without a pointer the one that is there counts;
 * then Cine Rate (0018,0040), Recommended Display Frame Rate (0008,2144), Effective Duration (0018,0072), at last 25 frames a second, each with a warning.
 */
export function frameTiming(set: DataSet, frames: number): FrameTiming {
  const pointed = tagValues(set, tags.FrameIncrementPointer);
  const vector = decimals(set, tags.FrameTimeVector);
  const [step] = decimals(set, tags.FrameTime);
  const first = pointed.find((tag) => tag === tags.FrameTime || tag === tags.FrameTimeVector);
  const order = first === tags.FrameTime ? [tags.FrameTime, tags.FrameTimeVector] : first === tags.FrameTimeVector || vector.length > 1 ? [tags.FrameTimeVector, tags.FrameTime] : [tags.FrameTime];
  for (const tag of order) {
    const timing = tag === tags.FrameTime ? (usable(step) ? even(step, frames, null) : null) : byVector(vector, frames);
    if (timing !== null) return timing;
  }
  if (frames === 1) return even(usualStep, 1, null);
  const [rate] = [...decimals(set, tags.CineRate), ...decimals(set, tags.RecommendedDisplayFrameRate)].filter((one) => one > 0 && usable(1000 / one));
  if (rate !== undefined) return even(1000 / rate, frames, 'The file does not say when each frame was taken; the speed is the one it recommends for display.');
  const [seconds] = decimals(set, tags.EffectiveDuration);
  if (seconds !== undefined && usable((seconds * 1000) / frames)) return even((seconds * 1000) / frames, frames, 'The file says only how long the clip took; its frames are spread evenly over that.');
  return even(usualStep, frames, 'The file does not say how fast its frames follow one another; 25 a second are assumed.');
}

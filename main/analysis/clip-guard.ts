/**
 * Whether a clip is believed to be readable lung ultrasound, from what the guard found in the frames scored first. Pure.
 * A clip may begin or end black, or hold single odd frames: what counts is its visible frames together.
 */
import type { Rejection, RejectionReason } from '../../preload/domain.ts';
import { openingFrames } from './frame-order.ts';

/** What the guard found in one frame's input image and features. */
export interface FrameGuard {
  /** Above 0 speaks for lung ultrasound, below against it. */
  readonly score: number;
  /** Nothing to be seen: (almost) black. */
  readonly dark: boolean;
  /** Lit, but without structure. */
  readonly flat: boolean;
  /** Small picture of the frame: block means of the input image, 0..255. */
  readonly sketch: Float32Array;
}

/** A clip counts as black only when this many frames, spread over it, are; a few visible seconds in a long black recording are found. */
const darkFrames = 32;
/** Two or three equal frames may be a short loop or a doubled still; from this many on a clip is called frozen. */
const frozenFrames = 4;
/**
 * Frames show the same picture when no part of their sketches differs by more than this many gray levels. Compression makes copies of one picture
 * differ by less; in recordings of lungs, the stillest among 314, some part differs by 11.
 */
const samePicture = 3;

const messages: Readonly<Record<RejectionReason, string>> = {
  'not-lung': 'This does not look like lung ultrasound.',
  dark: 'The picture is too dark to read.',
  flat: 'The picture shows no structure to read.',
  frozen: 'All frames show the same picture: the clip is frozen.',
};

function rejection(reason: RejectionReason): Rejection {
  return { reason, message: messages[reason] };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function differ(a: Float32Array, b: Float32Array): boolean {
  return a.some((level, index) => Math.abs(level - (b[index] ?? 0)) > samePicture);
}

function frozen(frames: readonly FrameGuard[]): boolean {
  const [first, ...rest] = frames;
  return first !== undefined && frames.length >= frozenFrames && !rest.some((frame) => differ(first.sketch, frame.sketch));
}

/** `undecided`: more frames are needed. */
export type Judgement = 'undecided' | 'passed' | Rejection;

/**
 * Judges a clip by its frames scored so far, in any order; `expected` is how many will be scored in all. Decided from the first 8 frames (or all of a
 * shorter clip) on, and for a clip that is black there from the first 32.
 */
export function judgeClip(frames: readonly FrameGuard[], expected: number): Judgement {
  if (frames.length < Math.min(openingFrames, expected) || frames.length === 0) return 'undecided';
  const visible = frames.filter((frame) => !frame.dark);
  if (visible.length === 0) return frames.length < Math.min(darkFrames, expected) ? 'undecided' : rejection('dark');
  const structured = visible.filter((frame) => !frame.flat);
  if (structured.length === 0) return rejection('flat');
  if (median(structured.map((frame) => frame.score)) < 0) return rejection('not-lung');
  return frozen(frames) ? rejection('frozen') : 'passed';
}

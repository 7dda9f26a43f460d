/** LIME's strongest superpixels as shapes in unwrapped sector coordinates, ready to be laid over the image. */
import type { Lime } from '../../preload/domain.ts';
import { outlines } from './outline.ts';
import type { Loop } from './outline.ts';

export interface Patch {
  readonly superpixel: number;
  /** Share of the frame's logit: above 0 speaks for IS, below 0 against it. */
  readonly weight: number;
  /** |weight| relative to the frame's strongest superpixel, 0..1. */
  readonly strength: number;
  /** Closed lines, u0, v0, u1, v1, ... each 0..1; holes are lines of their own. */
  readonly loops: readonly Loop[];
}

/** Below this weighted R^2 the linear explanation says next to nothing of what the model does in the frame. */
export const MEANINGFUL_FIT = 0.1;

/** Fewest and most superpixels that can be asked for. */
export const SUPERPIXELS = { min: 1, max: 20 } as const;

/** True where the map explains nothing: no superpixel changes the answer, or the linear explanation does not hold. */
export function isEmpty({ weights, fit }: Pick<Lime, 'weights' | 'fit'>): boolean {
  return !(fit >= MEANINGFUL_FIT) || weights.every((weight) => !(Math.abs(weight) > 0));
}

/** The `count` superpixels of largest |weight|, strongest first, whichever way they speak. Those without weight are never among them. */
export function strongest(weights: Float32Array, count: number): number[] {
  const size = (superpixel: number): number => Math.abs(weights[superpixel] ?? 0);
  return Array.from(weights.keys())
    .filter((superpixel) => size(superpixel) > 0)
    .toSorted((one, other) => size(other) - size(one))
    .slice(0, count);
}

/** Shapes of the `count` strongest superpixels; none where the map is empty. */
export function limePatches(lime: Lime, count: number): readonly Patch[] {
  if (isEmpty(lime)) return [];
  const chosen = strongest(lime.weights, count);
  const largest = Math.abs(lime.weights[chosen[0] ?? 0] ?? 0);
  return chosen.map((superpixel) => {
    const weight = lime.weights[superpixel] ?? 0;
    const loops = outlines(lime.labels, lime.size, superpixel).map((loop) => loop.map((value) => value / lime.size));
    return { superpixel, weight, strength: Math.abs(weight) / largest, loops };
  });
}

/**
 * Perturbed versions of an image: superpixels switched off at random, in pairs of opposites. What one switches off its partner keeps, so that each
 * superpixel is off in half of the images and even-order interactions cancel between the partners.
 */
import { noSuperpixel } from './connect.ts';

export type Random = () => number;

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32): the same everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** 1 where a superpixel stays on: one random mask and its opposite. */
export function maskPair(count: number, random: Random): readonly [Uint8Array, Uint8Array] {
  const mask = Uint8Array.from({ length: count }, () => (random() < 0.5 ? 1 : 0));
  return [mask, mask.map((on) => 1 - on)];
}

/**
 * Weight of a mask by its likeness to the whole image, as in the reference implementation (lime_image): sqrt(exp(-d^2 / 0.25^2)) with the
 * cosine distance d = 1 - sqrt(on / count) between the mask and all ones.
 */
export function kernelWeight(mask: Uint8Array): number {
  const on = mask.reduce((sum, value) => sum + value, 0);
  const distance = 1 - Math.sqrt(on / mask.length);
  return Math.sqrt(Math.exp(-(distance ** 2) / 0.25 ** 2));
}

/** `image` with the pixels of superpixels that are off taken from `off`. */
export function perturbed(image: Uint8Array, off: Uint8Array, labels: Uint16Array, mask: Uint8Array): Uint8Array {
  const result = Uint8Array.from(image);
  for (let pixel = 0; pixel < result.length; pixel += 1) {
    const label = labels[pixel] ?? noSuperpixel;
    if (label !== noSuperpixel && mask[label] === 0) result[pixel] = off[pixel] ?? 0;
  }
  return result;
}

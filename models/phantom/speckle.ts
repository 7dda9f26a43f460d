/** Speckle: magnitude of a correlated complex normal field, which is Rayleigh distributed, as fully developed speckle is. */
import { createRandom } from './random.ts';

/** Beams (columns) by depth samples (rows) of a texture and of the image before scan conversion. */
export const BEAMS = 192;
export const DEPTHS = 320;
const SECOND_LOOK = BEAMS * 131 + 71;

/** Box filter of three passes (two along depth, where the pulse is short) along one axis, wrapping around: close to a Gaussian, cheap, and the texture tiles. */
function blur(field: Float32Array, radius: number, along: 'beams' | 'depths'): void {
  const [count, length, step, jump] = along === 'beams' ? [DEPTHS, BEAMS, 1, BEAMS] : [BEAMS, DEPTHS, BEAMS, 1];
  const line = new Float32Array(length);
  for (let pass = 0; pass < (along === 'beams' ? 3 : 2); pass++) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < length; j++) {
        let sum = 0;
        for (let k = -radius; k <= radius; k++) sum += field[i * jump + ((j + k + length) % length) * step] ?? 0;
        line[j] = sum;
      }
      for (let j = 0; j < length; j++) field[i * jump + j * step] = line[j] ?? 0;
    }
  }
}

/** Zero mean, unit variance, BEAMS x DEPTHS row by row in depth. */
export function normalField(seed: number, beamRadius: number, depthRadius: number): Float32Array {
  const random = createRandom(seed);
  const field = Float32Array.from({ length: BEAMS * DEPTHS }, () => random.normal());
  if (beamRadius > 0) blur(field, beamRadius, 'beams');
  if (depthRadius > 0) blur(field, depthRadius, 'depths');
  let sum = 0;
  for (const value of field) sum += value * value;
  const scale = 1 / Math.sqrt(sum / field.length);
  return field.map((value) => value * scale);
}

export interface Speckle {
  /** Intensity (squared magnitude, mean 1) at a phase; a quarter turn apart two textures are unrelated. */
  intensity(phase: number, into: Float32Array): void;
}

/** A speckle texture that boils slowly with its phase, as tissue does when it moves out of plane. */
export function createSpeckle(seed: number, beamRadius: number, depthRadius: number): Speckle {
  const fields = [0, 1, 2, 3].map((part) => normalField(seed * 4 + part, beamRadius, depthRadius));
  const [realA, imaginaryA, realB, imaginaryB] = fields as [Float32Array, Float32Array, Float32Array, Float32Array];
  const single = new Float32Array(BEAMS * DEPTHS);
  return {
    intensity(phase, into) {
      const a = Math.cos(phase) * Math.SQRT1_2;
      const b = Math.sin(phase) * Math.SQRT1_2;
      for (let i = 0; i < single.length; i++) {
        const real = a * (realA[i] as number) + b * (realB[i] as number);
        const imaginary = a * (imaginaryA[i] as number) + b * (imaginaryB[i] as number);
        single[i] = real * real + imaginary * imaginary;
      }
      // Spatial compounding as on current scanners: the mean of two looks, here one texture and itself from far away.
      const far = single.length - SECOND_LOOK;
      for (let i = 0; i < far; i++) into[i] = 0.5 * ((single[i] as number) + (single[i + SECOND_LOOK] as number));
      for (let i = far; i < into.length; i++) into[i] = 0.5 * ((single[i] as number) + (single[i - far] as number));
    },
  };
}

/** Smooth random fields of the plane: value noise on an unbounded lattice, and sums of its octaves as in clouds, rock and wood. */

/** A random number 0..1 for a lattice point; 32-bit mixing, the same on every machine. */
function lattice(seed: number, x: number, y: number): number {
  let mixed = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

export type Field = (x: number, y: number) => number;

/** Value noise, 0..1, of lattice width 1. */
export function valueNoise(seed: number): Field {
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const across = x - column;
    const down = y - row;
    const easeX = across * across * (3 - 2 * across);
    const easeY = down * down * (3 - 2 * down);
    const top = lattice(seed, column, row) * (1 - easeX) + lattice(seed, column + 1, row) * easeX;
    const bottom = lattice(seed, column, row + 1) * (1 - easeX) + lattice(seed, column + 1, row + 1) * easeX;
    return top * (1 - easeY) + bottom * easeY;
  };
}

/** `octaves` of value noise, each of half the width and `persistence` times the height of the one before; about 0..1. */
export function fractalNoise(seed: number, octaves: number, persistence: number): Field {
  const fields = Array.from({ length: octaves }, (_, octave) => valueNoise(seed * 131 + octave));
  const whole = fields.reduce((sum, _, octave) => sum + persistence ** octave, 0);
  return (x, y) => fields.reduce((sum, field, octave) => sum + persistence ** octave * field(x * 2 ** octave, y * 2 ** octave), 0) / whole;
}

/** 0..1 for each pixel of each frame, without any order: static. */
export function staticNoise(seed: number): Field {
  return (x, y) => lattice(seed, x, y);
}

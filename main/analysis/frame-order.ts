/** Frames scored before anything else in a clip: enough for a first verdict. */
export const openingFrames = 8;

/** `value` with its lowest `bits` bits in reverse: visits 0..2^bits-1 so that every beginning is spread over the range (van der Corput). */
function reversedBits(value: number, bits: number): number {
  let reversed = 0;
  for (let bit = 0; bit < bits; bit += 1) reversed |= ((value >> bit) & 1) << (bits - 1 - bit);
  return reversed;
}

/**
 * The order in which a clip of `count` frames is scored: 8 frames evenly over the clip, then 16, 32, ... evenly, each without those before, to the last.
 * Within a level the frames come spread as well, so that wherever it stops, the scored frames cover the clip.
 * Points lie in the middle of equal parts, so that frame 0, often black, does not open the clip. A permutation of 0..count-1.
 */
export function frameOrder(count: number): Uint32Array {
  const order = new Uint32Array(count);
  const taken = new Uint8Array(count);
  let filled = 0;
  for (let parts = openingFrames; filled < count; parts *= 2) {
    const bits = Math.log2(parts);
    for (let step = 0; step < parts; step += 1) {
      const frame = Math.floor(((reversedBits(step, bits) + 0.5) * count) / parts);
      if (taken[frame] === 1) continue;
      taken[frame] = 1;
      order[filled] = frame;
      filled += 1;
    }
  }
  return order;
}

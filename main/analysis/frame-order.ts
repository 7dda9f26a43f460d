/** Frames scored before anything else in a clip: enough for a first verdict. */
export const openingFrames = 8;

/**
 * The order in which a clip of `count` frames is scored: 8 frames evenly over the clip, then 16, 32, ... evenly, each without those before, to the last.
 * Points lie in the middle of equal parts, so that frame 0, often black, does not open the clip. A permutation of 0..count-1.
 */
export function frameOrder(count: number): Uint32Array {
  const order = new Uint32Array(count);
  const taken = new Uint8Array(count);
  let filled = 0;
  for (let parts = openingFrames; filled < count; parts *= 2) {
    for (let part = 0; part < parts; part += 1) {
      const frame = Math.floor(((part + 0.5) * count) / parts);
      if (taken[frame] === 1) continue;
      taken[frame] = 1;
      order[filled] = frame;
      filled += 1;
    }
  }
  return order;
}

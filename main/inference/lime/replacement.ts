/**
 * What a switched-off superpixel shows: every depth row's median gray. It has the brightness that the image has at that depth and no lateral structure,
 * so B-lines, ribs and spots are gone while the picture stays one of tissue. On simulated clips this took the model's logit down most where B-lines
 * were covered and moved it least where they were not; blurs keep B-lines visible, and black or one gray for all depths is a structure of its own.
 */

/** Median gray of each row's image pixels (of the whole row, where `background` is null), as an image of `width` x `height`. */
export function structureless(image: Uint8Array, width: number, height: number, background: Uint8Array | null): Uint8Array {
  const result = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const levels = image.subarray(row * width, (row + 1) * width).filter((_, column) => background?.[row * width + column] !== 1).sort();
    result.fill(levels[levels.length >> 1] ?? 0, row * width, (row + 1) * width);
  }
  return result;
}

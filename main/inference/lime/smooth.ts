/** Gaussian smoothing of a gray image, edges held. */

/** `sigma` in pixels; `values` row major. */
export function smooth(values: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(3 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, tap) => Math.exp(-((tap - reach) ** 2) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const along = (from: Float32Array, length: number, step: number, lines: number, lineStep: number): Float32Array => {
    const to = new Float32Array(from.length);
    for (let line = 0; line < lines; line += 1) {
      for (let place = 0; place < length; place += 1) {
        let sum = 0;
        for (let tap = -reach; tap <= reach; tap += 1) {
          const other = Math.min(length - 1, Math.max(0, place + tap));
          sum += (from[line * lineStep + other * step] ?? 0) * (kernel[tap + reach] ?? 0);
        }
        to[line * lineStep + place * step] = sum / total;
      }
    }
    return to;
  };
  return along(along(values, width, 1, height, width), height, width, width, 1);
}

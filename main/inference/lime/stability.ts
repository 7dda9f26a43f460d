/** Does the explanation hold? Independent halves of the samples must name the same superpixels. */

/** The `most` superpixels of the largest absolute weight. */
export function strongest(weights: Float64Array, most: number): ReadonlySet<number> {
  const order = [...weights.keys()].toSorted((a, b) => Math.abs(weights[b] ?? 0) - Math.abs(weights[a] ?? 0) || a - b);
  return new Set(order.slice(0, most));
}

/** Size of the intersection over size of the union; 1 for two empty sets. */
export function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((item) => b.has(item)).length;
  const either = a.size + b.size - both;
  return either === 0 ? 1 : both / either;
}

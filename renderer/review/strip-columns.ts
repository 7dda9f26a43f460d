/** The probability strip's geometry: frames in order from left to right, pure. */

export interface StripColumn {
  /** Share of the strip's width, 0..1. */
  readonly from: number;
  readonly to: number;
  /** Highest probability of the column's scored frames, so that no peak is lost when frames share a pixel; null when none is scored. */
  readonly probability: number | null;
}

/** One column a frame; where there are more frames than pixels, one column a pixel. */
export function stripColumns(probabilities: readonly (number | null)[], pixels: number): StripColumn[] {
  const count = probabilities.length;
  const columns = Math.min(count, Math.max(1, Math.floor(pixels)));
  return Array.from({ length: columns }, (_, column) => {
    const first = Math.floor((column * count) / columns);
    const next = Math.max(first + 1, Math.floor(((column + 1) * count) / columns));
    let highest: number | null = null;
    for (let frame = first; frame < next; frame += 1) {
      const value = probabilities[frame] ?? null;
      if (value !== null && (highest === null || value > highest)) highest = value;
    }
    return { from: first / count, to: next / count, probability: highest };
  });
}

/** Middle of the frame's column, as a share of the width. */
export function placeOfFrame(frame: number, count: number): number {
  return (frame + 0.5) / Math.max(1, count);
}

/** The frame under a place, held at the ends. */
export function frameAtPlace(place: number, count: number): number {
  return Math.min(Math.max(0, count - 1), Math.max(0, Math.floor(place * count)));
}

/** k nearest neighbours, their votes weighted by inverse distance (Dudani 1976). */
import { z } from 'zod';
import { addDifference, commonSchema, shareLogit, shareLogitSlope, squaredDistance, tensorSchema } from './parts.ts';
import type { HeadCore } from './parts.ts';

export const nearestNeighboursSchema = z.object({
  kind: z.literal('k-nearest-neighbours'),
  ...commonSchema,
  k: z.int().min(1),
  samples: tensorSchema,
  /** 1 where the finding is present. */
  labels: z.array(z.union([z.literal(0), z.literal(1)])),
  weights: z.array(z.number().positive()),
});

export type NearestNeighboursParameters = z.output<typeof nearestNeighboursSchema>;

/** Nearer than this a sample is the same point. */
const nearest = 1e-9;

/** What does not fit a head's input of `dimensions` values, or null. */
export function checkNearestNeighbours({ k, samples, labels, weights }: NearestNeighboursParameters, dimensions: number): string | null {
  if (labels.length !== samples.rows || weights.length !== samples.rows) return `it has ${labels.length} labels and ${weights.length} weights for ${samples.rows} samples`;
  if (k > samples.rows) return `it asks for ${k} neighbours among ${samples.rows} samples`;
  return samples.columns === dimensions ? null : `its samples have ${samples.columns} values for ${dimensions} inputs`;
}

interface Neighbour {
  readonly row: number;
  readonly distance: number;
  readonly vote: number;
}

/** Rows of the k smallest distances; of equal ones the earlier row. */
function smallest(distances: Float64Array, k: number): number[] {
  const rows: number[] = [];
  const at = (row: number | undefined): number => distances[row ?? -1] ?? Number.POSITIVE_INFINITY;
  distances.forEach((distance, row) => {
    if (rows.length === k && distance >= at(rows.at(-1))) return;
    let place = rows.length;
    while (place > 0 && at(rows[place - 1]) > distance) place -= 1;
    rows.splice(place, 0, row);
    if (rows.length > k) rows.pop();
  });
  return rows;
}

/**
 * logit of the share of the votes for the finding; a neighbour's vote is weight / distance. The slope is that of the votes of the neighbours
 * in force: it vanishes where all of them agree, and leaves out that others may take their place.
 */
export function nearestNeighboursCore({ k, samples, labels, weights }: NearestNeighboursParameters): HeadCore {
  const neighbours = (x: Float64Array): Neighbour[] => {
    const squares = Float64Array.from({ length: samples.rows }, (_, row) => squaredDistance(x, samples, row));
    return smallest(squares, k).map((row) => {
      const distance = Math.max(nearest, Math.sqrt(squares[row] ?? 0));
      return { row, distance, vote: (weights[row] ?? 0) / distance };
    });
  };
  const tally = (voters: readonly Neighbour[]): { readonly share: number; readonly all: number } => {
    const all = voters.reduce((sum, { vote }) => sum + vote, 0);
    return { share: voters.reduce((sum, { row, vote }) => sum + vote * (labels[row] ?? 0), 0) / all, all };
  };
  return {
    logit: (x) => shareLogit(tally(neighbours(x)).share),
    slope: (x) => {
      const voters = neighbours(x);
      const { share, all } = tally(voters);
      const slope = new Float64Array(samples.columns);
      // d vote / d x = -vote (x - sample) / distance^2
      for (const { row, distance, vote } of voters) {
        if (distance === nearest) continue;
        const factor = (shareLogitSlope(share) * ((labels[row] ?? 0) - share)) / all;
        if (factor !== 0) addDifference(slope, (-factor * vote) / distance ** 2, x, samples, row);
      }
      return slope;
    },
  };
}

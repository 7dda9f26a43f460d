/** Means over frames with intervals by drawing clips. */
import type { Interval } from '../../../preload/domain.ts';
import { groupBootstrap } from '../../analysis/bootstrap.ts';
import { ofSums } from '../../analysis/metrics.ts';

export interface OfClip {
  readonly clip: string;
  /** Null: not defined on this frame, and left out. */
  readonly value: number | null;
}

const mean = ofSums(
  2,
  (score, _, into) => {
    into[0] = score;
    into[1] = 1;
  },
  ([sum = 0, count = 0]) => (count === 0 ? null : sum / count),
);

/** Null without any value. */
export function meanOf(values: readonly OfClip[]): Interval | null {
  return groupBootstrap(values.flatMap(({ clip, value }) => (value === null ? [] : [{ group: clip, positive: true, score: value }])), mean);
}

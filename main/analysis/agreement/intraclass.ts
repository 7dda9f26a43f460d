/**
 * Intraclass correlation of scores, two-way: every reader scored every clip. Shrout and Fleiss 1979; named A and C (absolute agreement, consistency)
 * in McGraw and Wong 1996. ICC(2,.) takes the readers as drawn from many and counts their differences in level as disagreement; ICC(3,.) takes them as
 * the only ones and does not. (.,1): the reliability of one reader's score; (.,k): of the mean of all k.
 */
import type { IccForm } from '../../../preload/agreement.ts';
import { groupSums } from './group-sums.ts';
import type { GroupSums, Outcome, RatedClip } from './group-sums.ts';

export const iccForms: readonly IccForm[] = ['ICC(2,1)', 'ICC(2,k)', 'ICC(3,1)', 'ICC(3,k)'];

export interface IccSums extends GroupSums {
  readonly clips: number;
  readonly readers: number;
}

/** Sums: clips, squared scores, squared clip means, then each reader's scores; of the clips that all readers scored. Scores count from `origin`, near their mean, so that squares lose no digits. */
export function iccSums(clips: readonly RatedClip[], readers: number): IccSums {
  const complete = (clip: RatedClip): readonly number[] | null => {
    const scores = clip.answers.flatMap((score) => score ?? []);
    return scores.length === readers ? scores : null;
  };
  const all = clips.flatMap((clip) => complete(clip) ?? []);
  const origin = all.reduce((sum, score) => sum + score, 0) / Math.max(1, all.length);
  const sums = groupSums(clips, 3 + readers, (clip, into) => {
    const scores = complete(clip)?.map((score) => score - origin) ?? null;
    if (scores === null || readers === 0) return false;
    const mean = scores.reduce((sum, score) => sum + score, 0) / readers;
    into[0] = (into[0] ?? 0) + 1;
    into[1] = (into[1] ?? 0) + scores.reduce((sum, score) => sum + score * score, 0);
    into[2] = (into[2] ?? 0) + mean * mean;
    scores.forEach((score, reader) => (into[3 + reader] = (into[3 + reader] ?? 0) + score));
    return true;
  });
  return { ...sums, readers };
}

interface MeanSquares {
  readonly clips: number;
  readonly readers: number;
  readonly betweenClips: number;
  readonly betweenReaders: number;
  readonly error: number;
}

function meanSquares(sums: Float64Array): MeanSquares {
  const clips = sums[0] ?? 0;
  const byReader = sums.subarray(3);
  const readers = byReader.length;
  const total = byReader.reduce((sum, scores) => sum + scores, 0);
  const correction = (total * total) / (clips * readers);
  const ofClips = Math.max(0, readers * (sums[2] ?? 0) - correction);
  const ofReaders = Math.max(0, byReader.reduce((sum, scores) => sum + scores * scores, 0) / clips - correction);
  const rest = Math.max(0, (sums[1] ?? 0) - correction - ofClips - ofReaders);
  return { clips, readers, betweenClips: ofClips / (clips - 1), betweenReaders: ofReaders / (readers - 1), error: rest / ((clips - 1) * (readers - 1)) };
}

/** One form of ICC of `iccSums`. Needs two clips and two readers, and clips that differ. */
export function icc(sums: Float64Array, form: IccForm): Outcome {
  if (sums.length < 5) return 'one-reader';
  if ((sums[0] ?? 0) === 0) return 'no-clips';
  if ((sums[0] ?? 0) < 2) return 'one-clip';
  const { clips, readers, betweenClips, betweenReaders, error } = meanSquares(sums);
  const levels = (readers * (betweenReaders - error)) / clips;
  const over: Readonly<Record<IccForm, number>> = {
    'ICC(2,1)': betweenClips + (readers - 1) * error + levels,
    'ICC(2,k)': betweenClips + levels / readers,
    'ICC(3,1)': betweenClips + (readers - 1) * error,
    'ICC(3,k)': betweenClips,
  };
  // Scores are of the size of 1: what is left of equal ones after subtraction is rounding.
  return over[form] < 1e-9 ? 'no-spread' : (betweenClips - error) / over[form];
}

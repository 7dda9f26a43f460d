/** Ranges that the readers of a clip agree on, for filtering its frames. */
import type { FrameRange } from '../../../preload/readings.ts';
import { notReadableTrack } from './frame-rules.ts';

/** What one reader marked. */
export interface ReadersRanges {
  readonly ranges: readonly FrameRange[];
}

/**
 * A frame counts for a track where more than half of the readers who marked that track in this clip marked the frame. For "not readable" one reader is enough:
 * a frame that somebody could not read teaches nothing.
 */
export function agreedRanges(readers: readonly ReadersRanges[], frameCount: number): readonly FrameRange[] {
  const tracks = [...new Set(readers.flatMap(({ ranges }) => ranges.map(({ track }) => track)))].toSorted();
  return tracks.flatMap((track) => {
    const marking = readers.filter(({ ranges }) => ranges.some((range) => range.track === track));
    const votes = new Uint16Array(frameCount);
    for (const { ranges } of marking) {
      for (const range of ranges) if (range.track === track) for (let frame = Math.max(0, range.first); frame <= Math.min(frameCount - 1, range.last); frame++) votes[frame] = (votes[frame] ?? 0) + 1;
    }
    const needed = track === notReadableTrack ? 1 : Math.floor(marking.length / 2) + 1;
    const agreed: { track: string; first: number; last: number }[] = [];
    votes.forEach((count, frame) => {
      const open = agreed.at(-1);
      if (count < needed) return;
      if (open !== undefined && open.last === frame - 1) open.last = frame;
      else agreed.push({ track, first: frame, last: frame });
    });
    return agreed;
  });
}

/** Two clips on one clock: which frame of the other clip belongs beside a frame of the leading one. */
import { frameAtTime, startOf } from './cine.ts';
import type { Timeline } from './cine.ts';

/** By time since each clip's start, or by frame number. */
export type StepMode = 'time' | 'frame';

/** Index of the clip that leads: the longer one, so that nothing of either is out of reach; the first of equals. */
export function leaderOf(timelines: readonly Timeline[], mode: StepMode): number {
  const length = (timeline: Timeline): number => (mode === 'time' ? timeline.endMs : timeline.starts.length);
  return timelines.reduce((best, timeline, i) => {
    const leader = timelines[best];
    return leader !== undefined && length(timeline) > length(leader) ? i : best;
  }, 0);
}

/** The follower's frame at the leader's frame; its last one once it has ended. */
export function follow(mode: StepMode, leader: Timeline, follower: Timeline, frame: number): number {
  if (mode === 'time') return frameAtTime(follower, startOf(leader, frame));
  return Math.min(frame, follower.starts.length - 1);
}

/** The leader's frame at which the follower first shows `frame`, for a scrub on the follower's own strip. */
export function leadTo(mode: StepMode, leader: Timeline, follower: Timeline, frame: number): number {
  if (mode === 'frame') return Math.min(frame, leader.starts.length - 1);
  const wanted = startOf(follower, frame);
  const at = frameAtTime(leader, wanted);
  return startOf(leader, at) < wanted ? Math.min(at + 1, leader.starts.length - 1) : at;
}

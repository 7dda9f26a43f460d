/** Second reads by share: a seeded choice that does not change when clips come in. */
import { createHash } from 'node:crypto';
import type { ClipId } from '../../../preload/domain.ts';

/** Place of a clip in the seeded order: 0 to 1. */
function place(clipId: ClipId, seed: number): number {
  return createHash('sha256').update(`${seed}/${clipId}`).digest().readUInt32BE(0) / 2 ** 32;
}

/** `share` (0 to 1) of the clips, rounded to the nearest whole number and at least one, by their place in an order that only seed and ids decide. */
export function chooseShare(clips: readonly ClipId[], share: number, seed: number): readonly ClipId[] {
  if (clips.length === 0 || share <= 0) return [];
  const count = Math.min(clips.length, Math.max(1, Math.round(share * clips.length)));
  const places = new Map(clips.map((clipId) => [clipId, place(clipId, seed)]));
  return [...places.keys()].toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || (a < b ? -1 : 1)).slice(0, count);
}

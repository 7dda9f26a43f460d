/** Clips that show the same recording: by bytes, by decoded frames, or by the perceptual hashes of some of their frames. */
import type { DuplicatePair, SplitSide } from '../../../preload/datasets.ts';
import { hashDistance } from './picture-hash.ts';
import type { PictureHash } from './picture-hash.ts';

/** What is known of a clip's pictures. */
export interface FingerprintedClip {
  readonly clipId: string;
  readonly sha256: string;
  readonly patient: string;
  readonly side: SplitSide;
  /** SHA-256 of the decoded frames: equal for the same recording in another container. */
  readonly framesSha256: string;
  /** Of evenly spaced frames that show something. */
  readonly hashes: readonly PictureHash[];
}

/** Whether the hash of a frame says anything: an empty or even frame is like every other. */
export const fewestBits = 24;

/** Smallest distance of any frame of one clip to any frame of the other, and how many frames lie within the threshold. */
function nearest(a: readonly PictureHash[], b: readonly PictureHash[], threshold: number): number {
  let best = threshold + 1;
  for (const one of a) for (const other of b) best = Math.min(best, hashDistance(one, other, best));
  return best;
}

function kindOf(a: FingerprintedClip, b: FingerprintedClip): 'same-file' | 'same-pictures' | null {
  if (a.sha256 === b.sha256) return 'same-file';
  return a.framesSha256 === b.framesSha256 ? 'same-pictures' : null;
}

/** Every pair of clips that are alike, up to `threshold` bits; the closest first. `progress` hears 0..1 now and then. */
export function findDuplicates(clips: readonly FingerprintedClip[], threshold: number, progress: (share: number) => void = () => undefined): readonly DuplicatePair[] {
  const pairs: DuplicatePair[] = [];
  clips.forEach((first, index) => {
    for (const second of clips.slice(index + 1)) {
      const exact = kindOf(first, second);
      const distance = exact === null ? nearest(first.hashes, second.hashes, threshold) : 0;
      if (distance > threshold) continue;
      pairs.push({ first: first.clipId, second: second.clipId, kind: exact ?? 'near', distance, samePatient: first.patient === second.patient, sameSide: first.side === second.side });
    }
    if (index % 32 === 0) progress(index / clips.length);
  });
  return pairs.toSorted((a, b) => a.distance - b.distance);
}

/** Pairs that make a leak: one recording under two patients, or on two sides. */
export function leaks(pairs: readonly DuplicatePair[]): readonly DuplicatePair[] {
  return pairs.filter(({ samePatient, sameSide }) => !samePatient || !sameSide);
}

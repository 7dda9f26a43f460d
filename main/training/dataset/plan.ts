/** From candidates to a dataset's clips: selection, split, counts. Everything but the pictures, so quick enough to follow every change of a filter. */
import type { DatasetClip, DatasetCounts, DatasetRules, SideCounts, SplitSide } from '../../../preload/datasets.ts';
import { selectClips } from './candidates.ts';
import type { CandidateClip, Selection } from './candidates.ts';
import { evenly, frameTotal, framesIn } from './frame-rules.ts';
import { sidesOf, splitPatients } from './split.ts';

export interface PlanRequest {
  readonly candidates: readonly CandidateClip[];
  readonly rules: DatasetRules;
  /** Sides of the lineage's patients so far. */
  readonly previous: ReadonlyMap<string, SplitSide>;
  /** Patients of locked test sets of other lineages. */
  readonly locked: ReadonlySet<string>;
  /** Patients who must be on one side. */
  readonly together: readonly (readonly string[])[];
}

export type Plan =
  | { readonly ok: true; readonly clips: readonly DatasetClip[]; readonly counts: DatasetCounts }
  | { readonly ok: false; readonly reason: 'torn'; readonly torn: readonly (readonly string[])[] }
  | { readonly ok: false; readonly reason: 'empty'; readonly counts: Pick<DatasetCounts, 'leftOut'> };

/** Frames that go into the dataset: of those kept, at most `perClip`. */
export function framesOf(clip: Pick<DatasetClip, 'kept'>, perClip: number | null): number {
  const total = frameTotal(clip.kept);
  return perClip === null ? total : Math.min(perClip, total);
}

/** Decoded indices of those frames, as far as rules tell; black ones are left out when pictures are read. */
export function wantedFrames(clip: Pick<DatasetClip, 'kept'>, perClip: number | null): number[] {
  return evenly(framesIn(clip.kept), perClip);
}

function sideCounts(clips: readonly DatasetClip[], side: SplitSide, perClip: number | null): SideCounts {
  const mine = clips.filter((clip) => clip.side === side);
  return {
    side, clips: mine.length, positives: mine.filter(({ positive }) => positive).length, patients: new Set(mine.map(({ patient }) => patient)).size,
    frames: mine.reduce((sum, clip) => sum + framesOf(clip, perClip), 0),
  };
}

export function countsOf(clips: readonly DatasetClip[], rules: Pick<DatasetRules, 'split' | 'frames'>, leftOut: Selection['leftOut']): DatasetCounts {
  const sides = sidesOf(rules.split).map(({ side }) => sideCounts(clips, side, rules.frames.perClip));
  const sources = [...Map.groupBy(clips, ({ source }) => source)].map(([source, mine]) => ({ source, clips: mine.length, positives: mine.filter(({ positive }) => positive).length }));
  return {
    clips: clips.length, patients: new Set(clips.map(({ patient }) => patient)).size, positives: clips.filter(({ positive }) => positive).length,
    frames: sides.reduce((sum, side) => sum + side.frames, 0), sides, sources: sources.toSorted((a, b) => b.clips - a.clips || (a.source < b.source ? -1 : 1)), leftOut,
  };
}

export function planDataset({ candidates, rules, previous, locked, together }: PlanRequest): Plan {
  // Whoever has the test side of this very lineage stays there; in any other a locked patient has no place.
  const shut = new Set([...locked].filter((patient) => previous.get(patient) !== 'test'));
  const { taken, leftOut } = selectClips(candidates, rules, shut);
  if (taken.length === 0) return { ok: false, reason: 'empty', counts: { leftOut } };
  const split = splitPatients({ clips: taken, rule: rules.split, seed: rules.seed, previous, together });
  if (!split.ok) return { ok: false, reason: 'torn', torn: split.torn };
  const clips = taken.map(({ clipId, sha256, patient, source, licence, zone, frameCount, positive, labels, ranges, kept }): DatasetClip => ({
    clipId, sha256, patient, source, licence, zone, frameCount, positive, labels, ranges, kept, side: split.sides.get(patient) ?? 'train',
  }));
  return { ok: true, clips, counts: countsOf(clips, rules, leftOut) };
}

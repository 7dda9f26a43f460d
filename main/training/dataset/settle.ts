/** From candidates to a dataset that is safe to keep: planned, compared picture by picture, and refused or planned again where two patients share pictures. */
import type { DatasetClip, DatasetCounts, DuplicatePair, LeakReport, SplitSide } from '../../../preload/datasets.ts';
import type { Fingerprint } from './fingerprint.ts';
import { findDuplicates, leaks, nearThreshold, ofTwoPatients } from './near-duplicates.ts';
import { planDataset } from './plan.ts';
import type { Plan, PlanRequest } from './plan.ts';

export type Settled =
  | { readonly ok: true; readonly clips: readonly DatasetClip[]; readonly counts: DatasetCounts; readonly leaks: LeakReport }
  /** One recording under two patients, and the rules say to refuse that; or one that a locked test set holds. */
  | { readonly ok: false; readonly reason: 'duplicates'; readonly pairs: readonly DuplicatePair[] }
  | Extract<Plan, { readonly ok: false }>;

function compare(clips: readonly Pick<DatasetClip, 'clipId' | 'sha256' | 'patient' | 'side'>[], fingerprints: ReadonlyMap<string, Fingerprint>, progress: (share: number) => void): readonly DuplicatePair[] {
  return findDuplicates(clips.map(({ clipId, sha256, patient, side }) => {
    const found = fingerprints.get(sha256);
    return { clipId, sha256, patient, side, framesSha256: found?.framesSha256 ?? sha256, hashes: found?.hashes ?? [] };
  }), nearThreshold, progress);
}

function report(clips: readonly DatasetClip[], pairs: readonly DuplicatePair[], fingerprints: ReadonlyMap<string, Fingerprint>): LeakReport {
  const sides = new Map<string, Set<SplitSide>>();
  for (const { patient, side } of clips) sides.set(patient, (sides.get(patient) ?? new Set()).add(side));
  const patientsOnTwoSides = [...sides.values()].filter((held) => held.size > 1).length;
  const frames = clips.reduce((sum, { sha256 }) => sum + (fingerprints.get(sha256)?.hashes.length ?? 0), 0);
  return { clean: patientsOnTwoSides === 0 && leaks(pairs).length === 0, patientsOnTwoSides, pairs, compared: { clips: clips.length, frames, threshold: nearThreshold } };
}

export interface LockedClip {
  readonly clipId: string;
  readonly sha256: string;
  readonly patient: string;
}

export interface SettleRequest extends Omit<PlanRequest, 'together'> {
  /** Clips of locked test sets: what looks like one of them, under whatever name, may not come in. */
  readonly lockedClips: readonly LockedClip[];
}

/** Clips that would be learnt from and show what a locked test set shows. */
function likeLocked(clips: readonly DatasetClip[], { lockedClips }: SettleRequest, fingerprints: ReadonlyMap<string, Fingerprint>): readonly DuplicatePair[] {
  const learnt = clips.filter(({ side }) => side !== 'test');
  const own = new Set(learnt.map(({ clipId }) => clipId));
  const held = lockedClips.filter(({ clipId }) => !own.has(clipId)).map((clip) => ({ ...clip, side: 'test' as const }));
  const locked = new Set(held.map(({ clipId }) => clipId));
  const pairs = held.length === 0 ? [] : compare([...learnt, ...held], fingerprints, () => undefined);
  return pairs.filter(({ first, second }) => locked.has(first) !== locked.has(second));
}

/** `fingerprints` by SHA-256 of the original. A clip without one (its frames are damaged) is compared by its bytes alone. */
export function settleDataset(request: SettleRequest, fingerprints: ReadonlyMap<string, Fingerprint>, progress: (share: number) => void = () => undefined): Settled {
  const plan = planDataset({ ...request, together: [] });
  if (!plan.ok) return plan;
  const forbidden = likeLocked(plan.clips, request, fingerprints);
  if (forbidden.length > 0) return { ok: false, reason: 'duplicates', pairs: forbidden };
  const pairs = compare(plan.clips, fingerprints, progress);
  const strangers = ofTwoPatients(pairs);
  if (strangers.length === 0) return { ...plan, leaks: report(plan.clips, pairs, fingerprints) };
  if (request.rules.duplicates === 'refuse') return { ok: false, reason: 'duplicates', pairs: strangers };
  const patientOf = new Map(plan.clips.map(({ clipId, patient }) => [clipId, patient]));
  const joined = planDataset({ ...request, together: strangers.map(({ first, second }) => [patientOf.get(first) ?? '', patientOf.get(second) ?? '']) });
  if (!joined.ok) return joined;
  const sideOf = new Map(joined.clips.map(({ clipId, side }) => [clipId, side]));
  const moved = pairs.map((pair) => ({ ...pair, sameSide: sideOf.get(pair.first) === sideOf.get(pair.second) }));
  return { ...joined, leaks: report(joined.clips, moved, fingerprints) };
}

/** Candidates for this room's tests. */
import type { DatasetFilters, DatasetRules } from '../../../preload/datasets.ts';
import type { CandidateClip } from './candidates.ts';
import { sha256Of } from './content.ts';

export const allFilters: DatasetFilters = {
  readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 0, damaged: false, rejected: false, simulated: false, withoutFan: false, scheme: null,
};

export const plainRules: DatasetRules = {
  question: 'b-lines', filters: allFilters, frames: { positivesByRange: true, withoutNotReadable: true, perClip: null },
  split: { kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 }, seed: 1, duplicates: 'refuse',
};

export function candidate(clipId: string, patient: string, positive: boolean | null, more: Partial<CandidateClip> = {}): CandidateClip {
  return {
    clipId, sha256: sha256Of(clipId), patient, source: 'ward', licence: '', zone: 'R1', device: '', day: '2026-01-02', frameCount: 20, damaged: false, rejected: false, simulated: false, hasBorder: true, readers: ['a'],
    labels: { is: positive, bLines: positive, bLines3: positive, aLines: null, healthy: positive === null ? null : !positive, severity: null }, answer: null, ranges: [], ...more,
  };
}

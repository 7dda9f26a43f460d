/** Candidates for a dataset out of the case log: what each clip's readers agree on by the chosen policy. */
import type { CaseLog } from '../../db/case-log.ts';
import type { Adjudication, ConsensusLabel, ConsensusPolicy } from '../../preload/agreement.ts';
import type { DatasetFilters } from '../../preload/datasets.ts';
import type { Reading, SeverityScheme } from '../../preload/readings.ts';
import { consensusLabel } from '../analysis/agreement/consensus.ts';
import { standingReadings } from '../analysis/agreement/standing.ts';
import { agreedRanges } from '../training/dataset/agreed-ranges.ts';
import type { CandidateClip } from '../training/dataset/candidates.ts';
import type { MarkedClip } from '../training/dataset/export-tables.ts';
import { labelsOf } from '../training/dataset/questions.ts';

export interface Gathered {
  readonly candidates: readonly CandidateClip[];
  /** Patients of locked test sets, by name or by a recording of theirs. */
  readonly locked: ReadonlySet<string>;
}

/** Where clips of the case log come from, as far as a split should balance it. */
export const caseLogSource = 'case log';
export const simulatedSource = 'simulated';

function severityOf({ severity }: ConsensusLabel, scheme: SeverityScheme | null) {
  for (const one of scheme === null ? (['lus', 'soldati'] as const) : [scheme]) {
    const score = severity[one].value;
    if (score !== null) return { scheme: one, score };
  }
  return null;
}

/** Readings of the chosen readers alone count, where readers are chosen. */
function counted(readings: readonly Reading[], { readers }: Pick<DatasetFilters, 'readers'>): readonly Reading[] {
  return readers === null || readers.length === 0 ? readings : readings.filter(({ reader }) => readers.includes(reader));
}

export function gatherCandidates(log: CaseLog, policy: ConsensusPolicy, filters: Pick<DatasetFilters, 'readers' | 'scheme'>): Gathered {
  const readings = Map.groupBy(standingReadings(log.readings.all({})), ({ clipId }) => clipId);
  const decided = new Map<string, Adjudication>(log.adjudications.standing().map((adjudication) => [adjudication.clipId, adjudication]));
  const lockedSets = log.datasets.locked();
  const locked = new Set(lockedSets.patients);
  const candidates = log.candidates.read().map((clip): CandidateClip => {
    if (lockedSets.contents.has(clip.sha256)) locked.add(clip.patient);
    const mine = counted(readings.get(clip.clipId) ?? [], filters);
    const label = consensusLabel(clip.clipId, mine, decided.get(clip.clipId) ?? null, policy);
    return {
      clipId: clip.clipId, sha256: clip.sha256, patient: clip.patient, source: clip.simulated ? simulatedSource : caseLogSource, licence: '', zone: clip.zone, device: clip.device, day: clip.examinedAt.slice(0, 10), frameCount: clip.frames,
      damaged: clip.damaged, rejected: clip.rejected, simulated: clip.simulated, hasBorder: clip.hasBorder, readers: [...new Set(mine.map(({ reader }) => reader))],
      labels: labelsOf({ verdict: label.verdict.value, bLines: label.bLines.value, aLines: label.aLines.value, severity: severityOf(label, filters.scheme) }),
      answer: null, ranges: agreedRanges(policy.rule.kind === 'single' ? mine.filter(({ reader }) => policy.rule.kind === 'single' && reader === policy.rule.reader) : mine, clip.frames),
    };
  });
  return { candidates, locked };
}

/** What readers marked in these clips, for an export. */
export function marksOf(log: CaseLog, clipIds: readonly string[], readers: DatasetFilters['readers']): readonly MarkedClip[] {
  return counted(standingReadings(log.readings.all({ clipIds })), { readers }).map(({ clipId, reader, ranges, strokes }) => ({ clipId, reader, ranges, strokes }));
}

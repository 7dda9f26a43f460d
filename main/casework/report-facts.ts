/** What the case log knows for an exam's report: clips, the model's results, the acting reader's readings, the patient's last report. */
import type { CaseLog } from '../../db/case-log.ts';
import type { ExamRecord } from '../../db/exams.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { ConsensusAnswer, ConsensusPolicy } from '../../preload/agreement.ts';
import { coverageByFrame } from '../../preload/pure/line-geometry.ts';
import type { Reader, Reading } from '../../preload/readings.ts';
import type { ReportAiClip, ReportClip, ZoneSuggestion } from '../../preload/report.ts';
import { consensusLabel } from '../analysis/agreement/consensus.ts';
import { standingReadings } from '../analysis/agreement/standing.ts';
import { zonesOf } from '../analysis/zones.ts';
import type { ReportFacts } from '../report/content.ts';
import { prefill } from '../report/prefill.ts';
import { agreementChoices } from './agreement.ts';
import type { ClipStatement, PrefillFacts } from '../report/prefill.ts';

/** Clips by zone in scanning order, without their file names: those may say who the patient is. */
function reportClips(log: CaseLog, { id, protocol }: ExamRecord): readonly ReportClip[] {
  const order = zonesOf(protocol).map((zone) => zone.id);
  const all = log.clips.ofExam(id).toSorted((a, b) => (order.indexOf(a.zone ?? '') + 1 || 99) - (order.indexOf(b.zone ?? '') + 1 || 99));
  const known = (zone: string | null): zone is string => zone !== null && order.includes(zone);
  return all.map((clip): ReportClip => {
    const own = all.filter((other) => (known(clip.zone) ? other.zone === clip.zone : !known(other.zone)));
    const place = own.length === 1 ? '' : ` clip ${own.indexOf(clip) + 1}`;
    const label = known(clip.zone) ? `${clip.zone}${place}` : `no zone${place}`;
    return { clipId: clip.id, zone: known(clip.zone) ? clip.zone : null, label, frames: clip.frames, damaged: clip.damaged, simulated: clip.simulated, sha256: clip.sha256 };
  });
}

function aiClip(log: CaseLog, clipId: string): ReportAiClip | null {
  const analysis = log.analyses.latest(clipId);
  if (analysis === null) return null;
  const { id, model, preprocessing, provider, probability, verdict, rejection, state } = analysis;
  const top = log.analyses.probabilities(id).reduce<{ frame: number; probability: number } | null>((best, score) => (best === null || score.probability > best.probability ? score : best), null);
  return { clipId, analysisId: id, model, preprocessing, provider, probability, verdict, rejection: rejection?.reason ?? null, complete: state === 'done', topFrame: verdict === 'rejected' ? null : (top?.frame ?? null) };
}

/** Facts for `reportContent`; null where there is no such exam. */
export function reportFacts(log: CaseLog, examId: ExamId, given: { readonly institution: string; readonly program: string }): ReportFacts | null {
  const exam = log.exams.get(examId);
  if (exam === null) return null;
  const clips = reportClips(log, exam);
  const ai = clips.flatMap(({ clipId }) => aiClip(log, clipId) ?? []);
  const { id, pseudonym, examinedAt, protocol, simulated } = exam;
  return { exam: { id, pseudonym, examinedAt, protocol, simulated }, clips, ai, prior: log.reports.priorOf(examId), ...given };
}

/** An adjudicator's decision on a clip; marked frames are those of the reading that it followed. */
function adjudicated(log: CaseLog, clipId: string): ClipStatement | null {
  const [decision] = log.adjudications.ofClip(clipId);
  if (decision === undefined) return null;
  const followed = decision.followed === null ? null : log.readings.get(decision.followed);
  const reader = log.readers.get(decision.adjudicator)?.name ?? 'an adjudicator';
  const { id, verdict, findings } = decision;
  const reading = { clipId, verdict, findings, ranges: followed?.ranges ?? [], strokes: followed?.strokes ?? [] };
  return { kind: 'adjudicated', reader, reading, ids: [id], covered: covered(log, clipId, reading.strokes) };
}

/** The largest share of the pleura under drawn B-lines. */
function covered(log: CaseLog, clipId: string, strokes: Reading['strokes']): number | null {
  const sha256 = strokes.length === 0 ? undefined : log.clips.get(clipId)?.sha256;
  const sector = sha256 === undefined ? undefined : log.clips.media(sha256)?.sector;
  const shares = sector === undefined ? [] : coverageByFrame(sector, strokes).flatMap(({ share, bLines }) => (share === null || bLines === 0 ? [] : [share]));
  return shares.length === 0 ? null : Math.max(...shares);
}

/**
 * What other readers agree on by the chosen policy, where the reader of the report has not read the clip and is not to read it: a second reader stays blind.
 * Two readers at least; marks are those of the first who says the same.
 */
function agreed(log: CaseLog, clipId: string, readings: readonly Reading[], policy: ConsensusPolicy): ClipStatement | null {
  if (readings.length < 2) return null;
  const label = consensusLabel(clipId, readings, null, policy);
  // A question that one reader alone answered is settled by that reader, not agreed on.
  const shared = <T>({ value, answers }: ConsensusAnswer<T>): T | null => (answers < 2 ? null : value);
  const [verdict, bLines, lus, soldati] = [shared(label.verdict), shared(label.bLines), shared(label.severity.lus), shared(label.severity.soldati)];
  const findings = {
    bLines, aLines: shared(label.aLines), pleura: shared(label.pleura), consolidation: shared(label.consolidation), effusion: shared(label.effusion), sliding: shared(label.sliding),
    severity: lus !== null ? { scheme: 'lus', score: lus } as const : soldati !== null ? { scheme: 'soldati', score: soldati } as const : null,
  };
  if (verdict === null && Object.values(findings).every((finding) => finding === null)) return null;
  const same = readings.find((reading) => reading.verdict === verdict && reading.findings.bLines === bLines);
  const names = [...new Set(readings.map(({ reader }) => log.readers.get(reader)?.name ?? 'another reader'))];
  return {
    kind: 'consensus', reader: `${names.join(', ')} (${policy.name})`, ids: readings.map(({ id }) => id), covered: covered(log, clipId, same?.strokes ?? []),
    reading: { clipId, verdict, findings, ranges: same?.ranges ?? [], strokes: same?.strokes ?? [] },
  };
}

/** Clips that the reader is asked to read, or has in the open labelling session. */
function toRead(log: CaseLog, { id }: Pick<Reader, 'id'>): ReadonlySet<string> {
  const session = log.labelling.openOf(id);
  const places = [...log.assignments.open(id), ...(session === null ? [] : log.labelling.queue(session.id))];
  return new Set(places.map(({ clipId }) => clipId));
}

/** What stands for each clip: the adjudicator's decision where there is one, else the reader's own newest reading, else what the others agree on. A single other reader's stays out. */
function statements(log: CaseLog, examId: ExamId, reader: Pick<Reader, 'id' | 'name'>): readonly ClipStatement[] {
  const all = standingReadings(log.readings.all({ examIds: [examId] }));
  const own = new Map(log.readings.standing({ examIds: [examId], readers: [reader.id] }).map((reading) => [reading.clipId, reading]));
  const waiting = toRead(log, reader);
  const { policy } = agreementChoices(log);
  return log.clips.ofExam(examId).flatMap(({ id }): readonly ClipStatement[] => {
    const decided = adjudicated(log, id);
    if (decided !== null) return [decided];
    const reading = own.get(id);
    if (reading !== undefined) return [{ kind: 'reading', reader: reader.name, reading, ids: [reading.id], covered: covered(log, id, reading.strokes) }];
    const others = waiting.has(id) ? null : agreed(log, id, all.filter(({ clipId }) => clipId === id), policy);
    return others === null ? [] : [others];
  });
}

function ownDecisions(log: CaseLog, examId: ExamId, reader: Pick<Reader, 'id' | 'name'>): PrefillFacts['decisions'] {
  return log.clips.ofExam(examId).flatMap(({ id }) => {
    const latest = log.decisions.ofClip(id).find((decision) => (decision.readerId === null ? decision.reader === reader.name : decision.readerId === reader.id));
    return latest === undefined ? [] : [latest];
  });
}

/** What the acting reader has said of this exam so far, as the beginning of a report. */
export function prefilledEntries(log: CaseLog, exam: ReportFacts['exam'], reader: Pick<Reader, 'id' | 'name'>) {
  const clips = log.clips.ofExam(exam.id).map(({ id, zone }) => ({ id, zone }));
  return prefill({ protocol: exam.protocol, clips, statements: statements(log, exam.id, reader), decisions: ownDecisions(log, exam.id, reader) });
}

/** The model's word a zone: pathological where any clip shows IS, normal where all are healthy; none where it is unsure. */
export function zoneSuggestions({ clips, ai }: Pick<ReportFacts, 'clips' | 'ai'>): readonly ZoneSuggestion[] {
  const byZone = Map.groupBy(clips.filter(({ zone }) => zone !== null), ({ zone }) => zone ?? '');
  return [...byZone].flatMap(([zone, own]): readonly ZoneSuggestion[] => {
    const results = own.flatMap(({ clipId }) => ai.find((result) => result.clipId === clipId && result.complete && result.verdict !== 'rejected') ?? []);
    const strongest = results.toSorted((a, b) => (b.probability ?? 0) - (a.probability ?? 0))[0];
    if (strongest === undefined || strongest.probability === null || results.length < own.filter(({ clipId }) => ai.find((one) => one.clipId === clipId)?.verdict !== 'rejected').length) return [];
    const state = strongest.verdict === 'IS' ? 'pathological' : results.every(({ verdict }) => verdict === 'healthy') ? 'normal' : null;
    return state === null ? [] : [{ zone, state, probability: strongest.probability, clipId: strongest.clipId, frame: strongest.topFrame, model: strongest.model }];
  });
}

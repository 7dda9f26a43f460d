/** Zone marks and the exam's result, derived from its clips whenever asked; the columns for filters follow every change. */
import type { CaseLog } from '../../db/case-log.ts';
import { clipFindings } from '../../db/clip-findings.ts';
import type { ClipFinding } from '../../db/clip-findings.ts';
import type { ExamSelection } from '../../db/exam-pages.ts';
import type { ExamFacets, ExamRecord } from '../../db/exams.ts';
import type { ExamId, ExamPage, ExamRow, ProtocolId, ReadState, ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import { examResult, zoneFinding, zonesOf } from '../analysis/zones.ts';
import { examWords } from './exam-search.ts';

/** What stands for a zone with several clips: the first of these that any clip shows. */
const weight: readonly ZoneFinding[] = ['IS', 'indeterminate', 'healthy', 'not-readable', 'rejected', 'not-analysed', 'not-examined'];

function foremost(findings: readonly ZoneFinding[]): ZoneFinding {
  return weight.find((finding) => findings.includes(finding)) ?? 'not-examined';
}

function aiFinding(clips: readonly ClipFinding[]): ZoneFinding {
  // A stray picture must not keep a zone open: rejected clips are left aside where there are others.
  const believed = clips.filter((clip) => clip.verdict !== 'rejected');
  if (believed.length === 0) return 'rejected';
  const findings = believed.map((clip): ZoneFinding => clip.verdict ?? 'not-analysed');
  // A positive clip decides; short of that, a clip without a result leaves the zone open.
  return findings.includes('not-analysed') && !findings.includes('IS') ? 'not-analysed' : foremost(findings);
}

/** A positive reading decides; otherwise the zone counts as read once every clip of it is that the guard let through. Unsure stands as indeterminate. */
function readFinding(all: readonly ClipFinding[]): ZoneFinding | null {
  const clips = all.filter((clip) => clip.decided || clip.verdict !== 'rejected');
  const read = clips.filter((clip) => clip.decided).map((clip): ZoneFinding => clip.decision ?? 'indeterminate');
  if (read.includes('IS')) return 'IS';
  return read.length > 0 && read.length === clips.length ? foremost(read) : null;
}

/** One summary a zone of the protocol, in its order. Clips without a zone or in a zone of another protocol are left aside. */
export function zoneSummaries(protocol: ProtocolId, clips: readonly ClipFinding[]): readonly ZoneSummary[] {
  return zonesOf(protocol).map(({ id }) => {
    const own = clips.filter((clip) => clip.zone === id);
    return { zone: id, clips: own.length, ai: own.length === 0 ? 'not-examined' : aiFinding(own), read: readFinding(own) };
  });
}

/** Of the clips that no zone of the protocol shows: how many AI calls IS, has a verdict on, has rejected. */
export function zonelessSummary(protocol: ProtocolId, clips: readonly ClipFinding[]): ExamRow['zoneless'] {
  const shown = new Set(zonesOf(protocol).map(({ id }) => id));
  const verdicts = clips.filter(({ zone }) => zone === null || !shown.has(zone)).flatMap(({ verdict }) => verdict ?? []);
  const rejected = verdicts.filter((verdict) => verdict === 'rejected').length;
  return { IS: verdicts.filter((verdict) => verdict === 'IS').length, analysed: verdicts.length - rejected, rejected };
}

function readStateOf(clips: readonly ClipFinding[]): ReadState {
  const read = clips.filter((clip) => clip.decided).length;
  if (read === 0) return 'unread';
  return read === clips.length ? 'read' : 'partial';
}

/** Columns for filters and the words for search, from the exam and its clips. */
export function facetsOf(exam: Pick<ExamRecord, 'protocol' | 'pseudonym'>, clips: readonly ClipFinding[]): ExamFacets {
  const zones = zoneSummaries(exam.protocol, clips);
  const findings = [...zones.map(zoneFinding), ...clips.map((clip): ZoneFinding => clip.decision ?? clip.verdict ?? 'not-analysed')];
  const names = clips.map((clip) => clip.name);
  return {
    simulated: clips.length > 0 && clips.every((clip) => clip.simulated),
    clips: clips.length,
    sizeBytes: clips.reduce((sum, clip) => sum + clip.sizeBytes, 0),
    readState: readStateOf(clips),
    verdict: examResult(exam.protocol, zones).verdict,
    words: examWords(exam.pseudonym, names, clips.flatMap((clip) => clip.zone ?? []), findings),
  };
}

/** Brings an exam's derived columns up to date; call it in the transaction of the change. */
export function refreshExam(log: CaseLog, examId: ExamId): void {
  const exam = log.exams.get(examId);
  if (exam !== null) log.exams.setFacets(examId, facetsOf(exam, clipFindings(log.db, [examId])));
}

function rowOf(exam: ExamRecord, clips: readonly ClipFinding[]): ExamRow {
  const { id, pseudonym, examinedAt, protocol, sizeBytes, readState, simulated } = exam;
  const zones = zoneSummaries(protocol, clips);
  return { id, pseudonym, examinedAt, protocol, zones, zoneless: zonelessSummary(protocol, clips), clips: exam.clips, sizeBytes, readState, result: examResult(protocol, zones), simulated };
}

export function examRow(log: CaseLog, exam: ExamRecord): ExamRow {
  return rowOf(exam, clipFindings(log.db, [exam.id]));
}

/** One page of the case log; null for a cursor of another order. */
export function listExams(log: CaseLog, selection: ExamSelection): ExamPage | null {
  const page = log.pages.list(selection);
  if (page === null) return null;
  const byExam = Map.groupBy(clipFindings(log.db, page.rows.map((exam) => exam.id)), (clip) => clip.examId);
  return { ...page, rows: page.rows.map((exam) => rowOf(exam, byExam.get(exam.id) ?? [])) };
}

/** Exam reports in the case log: drafts that are saved as they are typed, signatures, amendments. One transaction a gesture, each in the audit. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { StoredDraft } from '../../db/reports.ts';
import type { ExamId, Result, ZoneId } from '../../preload/domain.ts';
import type { Reader } from '../../preload/readings.ts';
import type { KeyImage, ReportContent, ReportEntries, ReportSettings, ReportState, ReportVersion } from '../../preload/report.ts';
import { conclusionSuggestions } from '../report/conclusion.ts';
import { reportContent } from '../report/content.ts';
import type { ReportFacts } from '../report/content.ts';
import { alignZones, applyEdit, entriesOf, refill, takeSuggestion } from '../report/edits.ts';
import type { ReportEdit } from '../report/edits.ts';
import { openPoints } from '../report/open-points.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import { prefilledEntries, reportFacts, zoneSuggestions } from './report-facts.ts';

export interface ReportsContext {
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
  readonly emit: Emit;
  readonly settings: () => ReportSettings;
  /** "Pleura 0.1.0". */
  readonly program: string;
}

export interface Reports {
  state(examId: ExamId): Result<ReportState>;
  save(examId: ExamId, revision: number, edit: ReportEdit): Result<ReportState>;
  refill(examId: ExamId, revision: number): Result<ReportState>;
  takeAi(examId: ExamId, revision: number, zone: ZoneId): Result<ReportState>;
  addImage(examId: ExamId, image: Omit<KeyImage, 'sha256' | 'caption' | 'zone'>, png: Uint8Array): Result<number>;
  sign(examId: ExamId, revision: number, pin: string | null): Promise<Result<ReportState>>;
  amend(examId: ExamId, reason: string): Result<ReportState>;
  discard(examId: ExamId, revision: number): Result<ReportState>;
}

/** A key image more than fits a two-page report is refused. */
export const imagesAtMost = 12;

const changedElsewhere = () => failure('conflict', 'The report was saved elsewhere meanwhile.', 'It is shown anew; type the last change again.');
const signedAlready = () => failure('conflict', 'This report is signed.', 'Amend it: a new version names this one and the reason.');

interface Present {
  readonly facts: ReportFacts;
  readonly draft: StoredDraft | null;
  readonly newest: ReportVersion | null;
  readonly fresh: ReportEntries;
  readonly entries: ReportEntries;
}

function present({ log, readers, settings, program }: ReportsContext, examId: ExamId): Present | null {
  const facts = reportFacts(log, examId, { institution: settings().institution, program });
  if (facts === null) return null;
  const draft = log.reports.draft(examId);
  const newest = log.reports.newest(examId);
  const fresh = prefilledEntries(log, facts.exam, readers.state().current);
  const entries = draft !== null ? alignZones(draft.entries, facts.exam.protocol) : newest !== null ? entriesOf(newest.content) : fresh;
  return { facts, draft, newest, fresh, entries };
}

/** True where a refill would change what came from readings. */
function hasNewerReadings({ draft, entries, fresh }: Present): boolean {
  return draft !== null && JSON.stringify(refill(entries, fresh).zones) !== JSON.stringify(entries.zones);
}

function stateOf({ log }: ReportsContext, now: Present): ReportState {
  const { facts, draft, newest, entries } = now;
  const stage = draft !== null ? 'draft' : newest !== null ? 'signed' : 'new';
  const content = stage === 'signed' && newest !== null ? newest.content : reportContent(entries, facts);
  const amended = draft === null || draft.amends === null ? null : log.reports.version(draft.amends);
  return {
    examId: facts.exam.id, stage, revision: draft?.revision ?? 0, savedAt: draft?.updatedAt ?? null,
    amends: amended === null || draft === null ? null : { number: amended.number, reason: draft.reason },
    entries, content, versions: log.reports.versions(facts.exam.id),
    suggestions: { conclusion: stage === 'signed' ? [] : conclusionSuggestions(content), ai: stage === 'signed' ? [] : zoneSuggestions(facts) },
    open: stage === 'signed' ? [] : openPoints(content), newerReadings: hasNewerReadings(now),
  };
}

export function createReports(context: ReportsContext): Reports {
  const { log, readers, emit } = context;

  const state = (examId: ExamId): Result<ReportState> => {
    const now = present(context, examId);
    return now === null ? failure('not-found') : success(stateOf(context, now));
  };

  /** Puts what `change` makes of the entries as the draft, in the acting reader's name. */
  const write = (examId: ExamId, revision: number | null, change: (now: Present, reader: Reader, at: string) => Result<ReportEntries>): Result<ReportState> => {
    const reader = readers.acting();
    if (!reader.ok) return reader;
    const written = log.together((): Result<null> => {
      const now = present(context, examId);
      if (now === null) return failure('not-found');
      if (now.draft === null && now.newest !== null) return signedAlready();
      if (revision !== null && revision !== (now.draft?.revision ?? 0)) return changedElsewhere();
      const at = new Date().toISOString();
      const entries = change(now, reader.value, at);
      if (!entries.ok) return entries;
      const before = now.draft ?? { amends: null, reason: '', revision: 0 };
      log.reports.putDraft({ examId, revision: before.revision + 1, amends: before.amends, reason: before.reason, entries: entries.value, reader: reader.value.name, updatedAt: at });
      if (now.draft === null) log.audit.append(at, 'report', examId, { did: 'begun', reader: reader.value.id });
      return success(null);
    });
    if (!written.ok) return written;
    emit('report.changed', { examId });
    return state(examId);
  };

  const knownImages = (images: readonly KeyImage[]): boolean => images.every(({ sha256 }) => log.reports.image(sha256) !== null);

  const sign = (examId: ExamId, revision: number, reader: Reader, pinChecked: boolean): Result<null> => log.together((): Result<null> => {
    const now = present(context, examId);
    if (now === null) return failure('not-found');
    if (now.draft === null && now.newest !== null) return signedAlready();
    if (revision !== (now.draft?.revision ?? 0)) return changedElsewhere();
    const content: ReportContent = reportContent(now.entries, now.facts);
    const missing = openPoints(content);
    if (missing.length > 0) return failure('conflict', 'The report cannot be signed yet.', missing.join(' '));
    const signedAt = new Date().toISOString();
    const amends = now.draft?.amends ?? null;
    const version = log.reports.appendVersion({
      id: randomUUID(), examId, number: (now.newest?.number ?? 0) + 1, content,
      signature: { readerId: reader.id, name: reader.name, role: reader.role, signedAt, pinChecked },
      amends: amends === null ? null : { id: amends, reason: now.draft?.reason ?? '' },
    });
    log.reports.dropDraft(examId);
    log.audit.append(signedAt, 'report', examId, { did: 'signed', version: version.id, number: version.number, sha256: version.sha256, reader: reader.id, pinChecked, amends });
    return success(null);
  });

  return {
    state,
    save: (examId, revision, edit) => write(examId, revision, ({ entries }, reader, at) =>
      knownImages(edit.keyImages) ? success(applyEdit(entries, edit, { reader: reader.name, at })) : failure('bad-request')),
    refill: (examId, revision) => write(examId, revision, ({ entries, fresh }) => success(refill(entries, fresh))),
    takeAi: (examId, revision, zone) => write(examId, revision, ({ entries, facts }, reader, at) => {
      const suggested = zoneSuggestions(facts).find((one) => one.zone === zone);
      const result = facts.ai.find(({ clipId }) => clipId === suggested?.clipId);
      if (suggested === undefined || result === undefined) return failure('conflict', 'The model suggests nothing for this zone.', 'Say what you see.');
      log.audit.append(at, 'report', examId, { did: 'taken from AI', zone, state: suggested.state, analysis: result.analysisId, model: result.model, probability: suggested.probability, reader: reader.id });
      const source = { kind: 'ai', analysisId: result.analysisId, model: result.model, probability: suggested.probability, confirmedBy: reader.name, confirmedAt: at } as const;
      const evidence = suggested.frame === null || suggested.state === 'normal' ? null : ({ clipId: suggested.clipId, frame: suggested.frame, from: 'ai' } as const);
      return success(takeSuggestion(entries, zone, { state: suggested.state, source, evidence }));
    }),
    addImage: (examId, image, png) => {
      let images = 0;
      const written = write(examId, null, ({ entries, facts }, _reader, at) => {
        if (entries.keyImages.length >= imagesAtMost) return failure('conflict', `A report takes ${imagesAtMost} key images at most.`, 'Remove one in the report first.');
        const zone = facts.clips.find(({ clipId }) => clipId === image.clipId)?.zone ?? null;
        const keyImages = [...entries.keyImages, { ...image, sha256: log.reports.keepImage(png, at), zone, caption: '' }];
        images = keyImages.length;
        return success({ ...entries, keyImages });
      });
      return written.ok ? success(images) : written;
    },
    sign: async (examId, revision, pin) => {
      const reader = await readers.confirm(pin);
      if (!reader.ok) return reader;
      const signed = sign(examId, revision, reader.value, reader.value.hasPin);
      if (!signed.ok) return signed;
      emit('report.changed', { examId });
      return state(examId);
    },
    amend: (examId, reason) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const newest = log.reports.newest(examId);
      if (newest === null) return failure('conflict', 'There is no signed report to amend.', 'Sign the report first.');
      if (log.reports.draft(examId) !== null) return failure('conflict', 'This report is being amended already.', 'Go on with the draft, or discard it.');
      const at = new Date().toISOString();
      log.together(() => {
        log.reports.putDraft({ examId, revision: 1, amends: newest.id, reason, entries: entriesOf(newest.content), reader: reader.value.name, updatedAt: at });
        log.audit.append(at, 'report', examId, { did: 'amending', version: newest.id, reader: reader.value.id });
      });
      emit('report.changed', { examId });
      return state(examId);
    },
    discard: (examId, revision) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const draft = log.reports.draft(examId);
      if (draft === null) return state(examId);
      if (draft.revision !== revision) return changedElsewhere();
      log.together(() => {
        log.reports.dropDraft(examId);
        log.audit.append(new Date().toISOString(), 'report', examId, { did: 'draft discarded', amends: draft.amends, reader: reader.value.id });
      });
      emit('report.changed', { examId });
      return state(examId);
    },
  };
}

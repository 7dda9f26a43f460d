/** Reports leave the case log: the printable page, PDF, JSON and CSV, and the settings of all reports. */
import { randomBytes } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { ExamId, Result } from '../../preload/domain.ts';
import type { Macro, ReportSettings, ReportVersionId } from '../../preload/report.ts';
import { reportsJson, zonesCsv } from '../report/export.ts';
import { defaultMacros } from '../report/macros.ts';
import { reportPage } from '../report/page.ts';
import type { PageSize } from '../report/page-style.ts';
import { saveBytes } from '../save-text.ts';
import { failure, success } from './failures.ts';
import type { Reports } from './reports.ts';

export type ReportFile = 'pdf' | 'json' | 'csv';

/** What the window gives: a place to save, and paper. */
export interface ReportDesk {
  /** Asks where to save; null when the dialog was closed. */
  choose(name: string, kind: ReportFile): Promise<string | null>;
  /** Prints a page of the app's own address into a PDF. Rejects where it cannot. */
  print(path: string, size: PageSize): Promise<Uint8Array>;
}

/** What the app's own address answers for reports. */
export interface ReportPages {
  /** The page behind a token, with its style's nonce; null where unknown or gone. */
  page(token: string): { readonly html: string; readonly nonce: string } | null;
  image(sha256: string): Uint8Array<ArrayBuffer> | null;
}

export interface ReportOutput {
  readonly pages: ReportPages;
  html(examId: ExamId, versionId: ReportVersionId | null, size: PageSize): Result<string>;
  /** Error `internal`: the page could not be printed. */
  pdf(examId: ExamId, versionId: ReportVersionId | null, size: PageSize): Promise<Result<Uint8Array>>;
  saveAs(examId: ExamId, versionId: ReportVersionId | null, kind: ReportFile, size: PageSize): Promise<Result<{ readonly saved: boolean }>>;
}

const notes = { institution: 'report.institution', pageSize: 'report.pageSize', macros: 'report.macros' } as const;

/** Settings of reports, kept beside the others. */
export function reportSettings(log: CaseLog): ReportSettings {
  const macros = log.settings.note(notes.macros);
  const stored: readonly Macro[] = macros === null ? defaultMacros : JSON.parse(macros);
  return { institution: log.settings.note(notes.institution) ?? '', pageSize: log.settings.note(notes.pageSize) === 'Letter' ? 'Letter' : 'A4', macros: stored };
}

export function setReportSettings(log: CaseLog, patch: { readonly [K in keyof ReportSettings]?: ReportSettings[K] | undefined }): ReportSettings {
  log.together(() => {
    if (patch.institution !== undefined) log.settings.setNote(notes.institution, patch.institution);
    if (patch.pageSize !== undefined) log.settings.setNote(notes.pageSize, patch.pageSize);
    if (patch.macros !== undefined) log.settings.setNote(notes.macros, JSON.stringify(patch.macros));
    log.audit.append(new Date().toISOString(), 'settings', 'reports', { changed: Object.keys(patch) });
  });
  return reportSettings(log);
}

const pagesKept = 4;
const imageAddress = (sha256: string): string => `/report/images/${sha256}.png`;

export function createReportOutput(log: CaseLog, reports: Reports, desk: ReportDesk | null, logError: (error: unknown) => void): ReportOutput {
  const held = new Map<string, { readonly html: string; readonly nonce: string }>();

  const html = (examId: ExamId, versionId: ReportVersionId | null, size: PageSize, nonce: string): Result<string> => {
    const rows = log.reports.versions(examId).toReversed();
    if (versionId !== null) {
      const version = log.reports.version(versionId);
      if (version === null || version.examId !== examId) return failure('not-found');
      return success(reportPage({ content: version.content, version, amending: null, history: rows.filter(({ number }) => number <= version.number), size, imageAddress }, nonce));
    }
    const state = reports.state(examId);
    if (!state.ok) return state;
    const newest = state.value.stage === 'signed' ? rows.at(-1) : undefined;
    return success(reportPage({ content: state.value.content, version: newest ?? null, amending: state.value.amends, history: rows, size, imageAddress }, nonce));
  };

  const pdf = async (examId: ExamId, versionId: ReportVersionId | null, size: PageSize): Promise<Result<Uint8Array>> => {
    const nonce = randomBytes(16).toString('base64');
    const page = html(examId, versionId, size, nonce);
    if (!page.ok) return page;
    // A random name: nothing of the patient reaches an address, a window's title or a log.
    const token = randomBytes(16).toString('hex');
    held.set(token, { html: page.value, nonce });
    for (const old of held.keys()) if (held.size > pagesKept) held.delete(old);
    try {
      if (desk === null) throw new Error('There is no window to print with');
      return success(await desk.print(`/report/pages/${token}`, size));
    } catch (error) {
      logError(error);
      return failure('internal', 'The PDF could not be made.', 'The report itself is saved. Try again; if it fails again, restart Pleura.');
    } finally {
      held.delete(token);
    }
  };

  const fileOf = async (examId: ExamId, versionId: ReportVersionId | null, kind: ReportFile, size: PageSize): Promise<Result<Uint8Array>> => {
    if (kind === 'pdf') return pdf(examId, versionId, size);
    const version = versionId === null ? log.reports.newest(examId) : log.reports.version(versionId);
    if (version === null || version.examId !== examId) return failure('conflict', 'Only signed reports are exported.', 'Sign the report first.');
    const text = kind === 'json' ? reportsJson([version]) : zonesCsv([version]);
    return success(new TextEncoder().encode(text));
  };

  return {
    pages: { page: (token) => held.get(token) ?? null, image: (sha256) => log.reports.image(sha256) },
    html: (examId, versionId, size) => html(examId, versionId, size, ''),
    pdf,
    saveAs: async (examId, versionId, kind, size) => {
      const exam = log.exams.get(examId);
      if (exam === null) return failure('not-found');
      // The day alone: a pseudonym may be a name after all.
      const path = await desk?.choose(`Lung ultrasound report ${exam.examinedAt.slice(0, 10)}`, kind) ?? null;
      if (path === null) return success({ saved: false });
      const made = await fileOf(examId, versionId, kind, size);
      if (!made.ok) return made;
      const saved = await saveBytes(path, made.value);
      if (saved.ok) log.together(() => log.audit.append(new Date().toISOString(), 'report', examId, { did: 'saved', kind, version: versionId }));
      return saved;
    },
  };
}

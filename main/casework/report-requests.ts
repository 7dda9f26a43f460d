/** What the page may ask about exam reports. */
import type { CaseLog } from '../../db/case-log.ts';
import { failure, success } from './failures.ts';
import { reportSettings, setReportSettings } from './report-output.ts';
import type { ReportOutput } from './report-output.ts';
import type { Reports } from './reports.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface ReportRequestContext {
  readonly log: CaseLog;
  readonly reports: Reports;
  readonly reportOutput: ReportOutput;
}

export function reportRequests({ log, reports, reportOutput }: ReportRequestContext) {
  return {
    'reports.get': async ({ examId }) => reports.state(examId),
    'reports.version': async ({ versionId }) => {
      const version = log.reports.version(versionId);
      return version === null ? failure('not-found') : success(version);
    },
    'reports.save': async ({ examId, revision, edit }) => reports.save(examId, revision, edit),
    'reports.refill': async ({ examId, revision }) => reports.refill(examId, revision),
    'reports.takeAi': async ({ examId, revision, zone }) => reports.takeAi(examId, revision, zone),
    'reports.sign': async ({ examId, revision, pin }) => reports.sign(examId, revision, pin),
    'reports.amend': async ({ examId, reason }) => reports.amend(examId, reason),
    'reports.discard': async ({ examId, revision }) => reports.discard(examId, revision),
    'reports.addImage': async ({ png, ...image }) => {
      const examId = log.exams.withClip(image.clipId);
      const clip = log.clips.get(image.clipId);
      if (examId === null || clip === null || image.frame >= clip.frames) return failure('not-found');
      // The eight bytes that every PNG begins with.
      if (Buffer.from(png.subarray(0, 8)).toString('hex') !== '89504e470d0a1a0a') return failure('bad-request');
      const added = reports.addImage(examId, image, png);
      return added.ok ? success({ images: added.value }) : added;
    },
    'reports.page': async ({ examId, versionId, size }) => reportOutput.html(examId, versionId, size),
    'reports.saveAs': async ({ examId, versionId, kind, size }) => reportOutput.saveAs(examId, versionId, kind, size),
    'reports.settings': async () => success(reportSettings(log)),
    'reports.setSettings': async (patch) => success(setReportSettings(log, patch)),
  } satisfies Partial<RequestHandlers>;
}

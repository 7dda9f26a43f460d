/** What the results of an exam are written from, gathered from the case log. */
import type { CaseLog } from '../../db/case-log.ts';
import type { ExamId, Result } from '../../preload/domain.ts';
import type { ReportVersion, ReportVersionId } from '../../preload/report.ts';
import type { ResultChoice, ResultFacts } from '../dicom/write/facts.ts';
import { installationOf } from './archive-settings.ts';
import { failure, success } from './failures.ts';

/** Compressed with loss, by their transfer syntax (PS3.5 annex A.4): JPEG baseline and extended, JPEG-LS near-lossless, JPEG 2000, MPEG and HEVC. */
const lossySyntax = /^1\.2\.840\.10008\.1\.2\.4\.(50|51|81|91|203|10[0-8](\.1)?)$/;

/** A clip's pixels against its file: what (0028,2112) asks for where pixels were lost. */
function ratios(log: CaseLog, examId: ExamId): ReadonlyMap<string, number> {
  return new Map(log.clips.ofExam(examId).flatMap((clip) => {
    const media = log.clips.media(clip.sha256);
    const origin = log.origins.clip(clip.id);
    if (media === null || (origin !== null && !lossySyntax.test(origin.transferSyntaxUid))) return [];
    return [[clip.id, Math.max(1, (media.width * media.height * media.frames * 3) / Math.max(1, media.sizeBytes))] as const];
  }));
}

/** Prints a signed version as PDF. */
export type PrintReport = (examId: ExamId, versionId: ReportVersionId) => Promise<Result<Uint8Array>>;

export interface ResultSource {
  readonly log: CaseLog;
  /** Null where nothing prints. */
  readonly print: PrintReport | null;
  readonly softwareVersion: string;
}

/** Errors: `conflict` where nothing is signed; those of printing. */
export async function resultFacts({ log, print, softwareVersion }: ResultSource, examId: ExamId, choice: ResultChoice): Promise<Result<ResultFacts>> {
  const version: ReportVersion | null = log.reports.newest(examId);
  if (version === null) return failure('conflict', 'The exam has no signed report.', 'Sign its report first; then results can be sent.');
  const pdf = choice.pdf && print !== null ? await print(examId, version.id) : success(null);
  if (!pdf.ok) return pdf;
  const images = new Map(version.content.keyImages.flatMap(({ sha256 }) => {
    const png = log.reports.image(sha256);
    return png === null ? [] : [[sha256, png] as const];
  }));
  const known = log.origins.patient(examId);
  return success({
    version, patient: known, study: log.origins.study(examId), origins: new Map(log.origins.ofExam(examId).map(({ clipId, source }) => [clipId, source])),
    images, lossyRatio: ratios(log, examId), pdf: pdf.value, installation: installationOf(log), softwareVersion,
  });
}

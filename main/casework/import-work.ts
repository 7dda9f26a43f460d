/** The work of an import job: each file through the media process; a clip's row appears when the clip is whole. What is left survives a kill. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import { databaseError } from '../../db/failure.ts';
import type { JobItem } from '../../db/jobs.ts';
import type { DicomHeader } from '../../preload/dicom.ts';
import type { AppError, ClipId, ExamId, JobId, Result } from '../../preload/domain.ts';
import type { ImportedClip } from '../media/import-clip.ts';
import type { MediaHost } from '../media/media-host.ts';
import type { AnalysisJobs } from './analysis-jobs.ts';
import type { DemoFiles } from './demo.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import { itemOf } from './import-item.ts';
import type { ImportItem } from './import-item.ts';
import type { JobContext, JobWork } from './job-runner.ts';
import { refreshExam } from './summaries.ts';

export interface ImportWorkOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  readonly media: MediaHost;
  readonly ffmpeg: () => Promise<string | null>;
  /** Resolves when leftovers of a killed run are out of the way. */
  readonly cleaned: Promise<unknown>;
  readonly analyses: AnalysisJobs;
  readonly demo: DemoFiles;
  readonly emit: Emit;
}

/** As many as the media process takes at once. */
const atOnce = 2;

/** Already in this exam: a notice, not a failure of the import. */
const duplicate = failure('conflict', 'This clip is in the exam already.', 'Nothing to do: it was left out.').error;

interface Batch {
  readonly context: JobContext;
  readonly examId: ExamId;
  readonly ffmpeg: string | null;
  readonly total: number;
  readonly shares: Map<number, number>;
  finished: number;
  imported: number;
  failed: number;
  duplicates: number;
  lastError: AppError | null;
  analysisJob: JobId | null;
}

class ImportWork {
  readonly #options: ImportWorkOptions;

  constructor(options: ImportWorkOptions) {
    this.#options = options;
  }

  readonly work: JobWork = async (context) => {
    const { log } = this.#options;
    const { id, examId } = context.job;
    if (examId === null || log.exams.get(examId) === null) return failure('not-found');
    await this.#options.cleaned;
    const { total, left } = log.jobs.itemCount(id);
    const batch: Batch = {
      context, examId, total, ffmpeg: await this.#options.ffmpeg(), shares: new Map(),
      finished: total - left, imported: 0, failed: 0, duplicates: 0, lastError: null, analysisJob: null,
    };
    const queue = [...log.jobs.itemsLeft(id)];
    const worker = async () => {
      for (let item = queue.shift(); item !== undefined && !context.signal.aborted; item = queue.shift()) await this.#one(batch, item);
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, worker));
    } finally {
      if (batch.analysisJob !== null) this.#options.analyses.close(batch.analysisJob);
    }
    return this.#outcome(batch);
  };

  #outcome({ context, failed, total, lastError }: Batch): Result<null> {
    if (context.signal.aborted) return failure('cancelled');
    return failed > 0 && failed === total && lastError !== null ? { ok: false, error: lastError } : success(null);
  }

  async #one(batch: Batch, item: JobItem): Promise<void> {
    const { context } = batch;
    const file = itemOf(item);
    const result = await this.#import(batch, file, item.position);
    batch.shares.delete(item.position);
    // A stop is no failure of the file; it stays to be done.
    if (context.signal.aborted) return;
    if (!result.ok) {
      if (result.error === duplicate) batch.duplicates += 1;
      else batch.failed += 1;
      batch.lastError = result.error;
      if (result.error !== duplicate || file.demo === null) context.itemFailed(file.name, result.error);
    }
    batch.finished += 1;
    this.#markDone(context.job.id, item.position);
    this.#tell(batch, '');
  }

  #markDone(jobId: JobId, position: number): void {
    try {
      this.#options.log.jobs.itemDone(jobId, position);
    } catch {
      // Not written down: after a kill the file is looked at again and recognised.
    }
  }

  async #import(batch: Batch, file: ImportItem, position: number): Promise<Result<null>> {
    const { media, storeRoot, demo } = this.#options;
    const { signal } = batch.context;
    if (file.failed !== null) return { ok: false, error: file.failed };
    if (file.demo !== null) {
      this.#tell(batch, 'drawing simulated clips');
      const drawn = await demo.ensure(file.demo, batch.ffmpeg, signal);
      if (!drawn.ok) return drawn;
    }
    const imported = await media.importClip({ source: file.path, storeRoot, ffmpeg: batch.ffmpeg }, { signal, onProgress: (fraction, step) => {
      batch.shares.set(position, fraction);
      this.#tell(batch, step);
    } });
    if (!imported.ok) return imported;
    if (signal.aborted) return failure('cancelled');
    if (this.#options.log.clips.withContent(batch.examId, imported.value.media.sha256) !== null) return { ok: false, error: duplicate };
    const clipId = randomUUID();
    try {
      this.#keep(batch, file, clipId, imported.value);
    } catch (error) {
      return { ok: false, error: databaseError(error) };
    }
    this.#follow(batch, clipId);
    return success(null);
  }

  #keep(batch: Batch, file: ImportItem, clipId: ClipId, { media, already, dicom }: ImportedClip): void {
    const { log, emit } = this.#options;
    const { examId } = batch;
    const importedAt = new Date().toISOString();
    log.together(() => {
      log.clips.insert({ id: clipId, examId, name: file.name, zone: file.zone, importedAt, media });
      const { sha256, frames, damaged, simulated } = media;
      if (dicom !== null) keepOrigin(log, examId, clipId, dicom, importedAt);
      log.audit.append(importedAt, 'import', clipId, { exam: examId, sha256, frames, damaged, simulated, already, ...(dicom === null ? {} : { source: 'DICOM' }) });
      refreshExam(log, examId);
    });
    batch.imported += 1;
    emit('clip.changed', { clipId, examId });
    emit('exam.changed', { examId });
  }

  /** Analysis begins with the first clip, not after the last. */
  #follow(batch: Batch, clipId: ClipId): void {
    const { log, analyses } = this.#options;
    if (!log.settings.get().analyseOnImport) return;
    if (batch.analysisJob !== null) {
      analyses.add(batch.analysisJob, clipId);
      return;
    }
    const expected = Math.max(1, batch.total - batch.finished);
    const title = expected === 1 ? 'Analyse 1 clip' : `Analyse ${expected} clips`;
    batch.analysisJob = analyses.start([clipId], { again: false, despiteGuard: false, title, examId: batch.examId, expected });
  }

  #tell(batch: Batch, step: string): void {
    const partly = [...batch.shares.values()].reduce((sum, share) => sum + share, 0);
    batch.context.progress((batch.finished + partly) / Math.max(1, batch.total), step === '' ? `${batch.finished} of ${batch.total}` : step);
  }
}

/** The first file speaks for its exam; later ones of the same study only for themselves. */
function keepOrigin(log: CaseLog, examId: ExamId, clipId: ClipId, { source, study, patient }: DicomHeader, at: string): void {
  log.origins.keepClip(clipId, source);
  if (log.origins.study(examId) === null) log.origins.keepStudy(examId, study);
  if (log.origins.patient(examId) === null && (patient.name !== '' || patient.patientId !== '')) log.origins.keepPatient(examId, patient, 'dicom', at);
}

export function createImportWork(options: ImportWorkOptions): JobWork {
  return new ImportWork(options).work;
}

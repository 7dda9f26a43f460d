/** Copies of an exam's clips without identity: looked at first, written by a job only when a person said so. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipId, ExamId, Job, Result } from '../../preload/domain.ts';
import { liesWithin } from '../dicom/deidentify/key-file.ts';
import { originalPath, storedExtension } from '../media/layout.ts';
import type { DeidentifyHelper } from './deidentify-helper.ts';
import type { CopySource } from './deidentify-messages.ts';
import { failure, success } from './failures.ts';
import type { JobContext, JobRunner, JobWork } from './job-runner.ts';
import type { ReaderDesk } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface DeidentifyOptions {
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
  readonly helper: DeidentifyHelper;
  readonly storeRoot: string;
  readonly ffmpeg: () => Promise<string | null>;
  readonly runner: () => JobRunner;
  readonly pickFolder: () => Promise<readonly string[]>;
  /** Asks for the key's place; null where the dialog was closed. */
  readonly chooseKey: () => Promise<string | null>;
}

interface Errand {
  readonly clipIds: readonly ClipId[];
  readonly out: string;
  readonly key: string | null;
  readonly keepText: boolean;
  readonly wholePictures: boolean;
  readonly by: string;
}

type Start = Parameters<RequestHandlers['deidentify.start']>[0];

export class Deidentify {
  readonly #options: DeidentifyOptions;
  #look = new AbortController();

  constructor(options: DeidentifyOptions) {
    this.#options = options;
  }

  /** One look at a time. */
  stopLooking(): void {
    this.#look.abort();
    this.#look = new AbortController();
  }

  async preview(clipId: ClipId, keepText: boolean): ReturnType<RequestHandlers['deidentify.preview']> {
    const { helper, ffmpeg } = this.#options;
    const source = this.#source(clipId);
    if (source === null) return failure('not-found');
    this.stopLooking();
    const { signal } = this.#look;
    return helper.preview({ source, keepText, ffmpeg: await ffmpeg() }, signal);
  }

  async start({ examId, clipIds, key, ...choice }: Start): ReturnType<RequestHandlers['deidentify.start']> {
    const { log, readers, pickFolder, chooseKey } = this.#options;
    const reader = readers.acting();
    if (!reader.ok) return reader;
    if (clipIds.some((clipId) => log.clips.get(clipId)?.examId !== examId)) return failure('not-found');
    const [folder] = await pickFolder();
    if (folder === undefined) return success(null);
    const keyFile = key ? await chooseKey() : null;
    if (key && keyFile === null) return success(null);
    if (keyFile !== null && liesWithin(folder, keyFile)) return failure('bad-request', 'The key would lie beside the copies and could be passed on with them.', 'Choose a place for the key outside the folder of the copies.');
    const out = join(folder, `de-identified ${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', ' ')}`);
    return success({ jobId: this.#begin(examId, { clipIds, out, key: keyFile, ...choice, by: reader.value.id }) });
  }

  readonly work: JobWork = async (context) => {
    const errand = this.#errand(context.job.id);
    return errand === null ? failure('not-found') : this.#copy(errand, context);
  };

  /** Leaves nothing of copies that never became whole. */
  async ended(job: Job): Promise<void> {
    const errand = this.#errand(job.id);
    if (errand !== null) await rm(`${errand.out}.partial`, { recursive: true, force: true }).catch(() => undefined);
  }

  #errand(jobId: string): Errand | null {
    const [item] = this.#options.log.jobs.itemsLeft(jobId);
    if (item === undefined) return null;
    const errand: Errand = JSON.parse(item.detail);
    return errand;
  }

  #source(clipId: ClipId): CopySource | null {
    const { log, storeRoot } = this.#options;
    const clip = log.clips.get(clipId);
    const exam = clip === null ? null : log.exams.get(clip.examId);
    return clip === null || exam === null ? null : { clipId, path: originalPath(storeRoot, clip.sha256, storedExtension(clip.name)), owner: exam.pseudonym, patient: log.origins.patient(exam.id) };
  }

  #begin(examId: ExamId, errand: Errand): string {
    const { log, runner } = this.#options;
    const jobId = randomUUID();
    const title = errand.clipIds.length === 1 ? 'Export 1 clip without identity' : `Export ${errand.clipIds.length} clips without identity`;
    log.together(() => {
      runner().create({ id: jobId, kind: 'deidentify', title, examId, clipId: null });
      log.jobs.addItems(jobId, [{ subject: examId, detail: JSON.stringify(errand) }]);
    });
    runner().start(jobId);
    return jobId;
  }

  async #copy({ clipIds, out, key, keepText, wholePictures, by }: Errand, { job, signal, progress, itemFailed }: JobContext): Promise<Result<null>> {
    const { log, helper, ffmpeg } = this.#options;
    const sources = clipIds.flatMap((clipId) => this.#source(clipId) ?? []);
    progress(0, 'looking for names');
    // A cut-off run may have left its folder.
    await rm(`${out}.partial`, { recursive: true, force: true });
    const done = await helper.copy({ sources, out, key, keepText, wholePictures, ffmpeg: await ffmpeg() }, signal, (count) => progress(count / sources.length, `${count} of ${sources.length} clips`));
    if (!done.ok) return done;
    for (const { clipId, error } of done.value.failed) itemFailed(`Clip ${clipIds.indexOf(clipId) + 1}`, error);
    // Who, what and how much; never where, as folders are named by people.
    log.audit.append(new Date().toISOString(), 'export', job.examId ?? '', { did: 'de-identified', by, clips: done.value.written, failed: done.value.failed.length, key: key !== null, keepText, wholePictures });
    return success(null);
  }
}

export function deidentifyRequests(deidentify: Deidentify) {
  return {
    'deidentify.preview': async ({ clipId, keepText }) => deidentify.preview(clipId, keepText),
    'deidentify.stop': async () => {
      deidentify.stopLooking();
      return success(null);
    },
    'deidentify.start': async (choice) => deidentify.start(choice),
  } satisfies Partial<RequestHandlers>;
}

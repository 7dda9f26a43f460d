/** Jobs that build and export datasets. What a job is to do lies in its item, so that a killed app can do it again from the start. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { refusalOf } from '../../db/datasets.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { databaseError, isDatabaseError } from '../../db/failure.ts';
import type { ConsensusPolicy } from '../../preload/agreement.ts';
import type { DatasetId, DatasetRules, DuplicatePair } from '../../preload/datasets.ts';
import type { AppError, Job, Result } from '../../preload/domain.ts';
import { contentHash } from '../training/dataset/content.ts';
import { partialFolder } from '../training/dataset/export-folder.ts';
import type { PixelFormat } from '../training/dataset/export-clip.ts';
import { fingerprintVersion } from '../training/dataset/fingerprint.ts';
import { newSalt } from '../training/dataset/pseudonyms.ts';
import type { Settled } from '../training/dataset/settle.ts';
import type { DatasetHelper } from './dataset-helper.ts';
import type { SettleAnswer } from './dataset-messages.ts';
import { gatherCandidates, marksOf } from './datasets-gather.ts';
import { failure, success } from './failures.ts';
import type { JobContext, JobWork } from './job-runner.ts';

export interface BuildTask {
  readonly what: 'build';
  readonly name: string;
  readonly rules: DatasetRules;
  readonly policy: ConsensusPolicy;
  readonly lineage: string | null;
  readonly madeBy: string;
}

export interface ExportTask {
  readonly what: 'export';
  readonly datasetId: DatasetId;
  readonly out: string;
  readonly pixels: PixelFormat;
  readonly by: string;
}

export type DatasetTask = BuildTask | ExportTask;

export interface DatasetWorkOptions {
  readonly log: CaseLog;
  readonly helper: DatasetHelper;
  readonly storeRoot: string;
  readonly program: string;
  readonly changed: () => void;
}

const cannotBeKeptApart: AppError = {
  code: 'conflict', message: 'The same pictures, under two patients.', hint: 'Correct the pseudonyms if both are one patient, or choose to keep such patients on one side.',
};

export class DatasetWork {
  readonly #options: DatasetWorkOptions;

  constructor(options: DatasetWorkOptions) {
    this.#options = options;
  }

  readonly work: JobWork = async (context) => {
    const task = this.#task(context.job.id);
    if (task === null) return failure('not-found');
    return task.what === 'build' ? this.#build(task, context) : this.#export(task, context);
  };

  /** Leaves nothing of an export that never ended. */
  async ended(job: Job): Promise<void> {
    const task = this.#task(job.id);
    if (task?.what === 'export') await rm(partialFolder(task.out), { recursive: true, force: true }).catch(() => undefined);
  }

  #task(jobId: string): DatasetTask | null {
    const [item] = this.#options.log.jobs.itemsLeft(jobId);
    if (item === undefined) return null;
    const task: DatasetTask = JSON.parse(item.detail);
    return task;
  }

  async #build(task: BuildTask, context: JobContext): Promise<Result<null>> {
    const { log, helper, storeRoot } = this.#options;
    const { candidates, locked } = gatherCandidates(log, task.policy, task.rules.filters);
    const previous = task.lineage === null ? new Map<string, never>() : log.datasets.sides(task.lineage);
    const lockedClips = log.datasets.lockedClips();
    const known = new Map([...candidates, ...lockedClips].flatMap(({ sha256 }) => {
      const found = log.datasets.fingerprint(sha256, fingerprintVersion);
      return found === null ? [] : [[sha256, found] as const];
    }));
    const answer = await helper.settle({ storeRoot, candidates, rules: task.rules, previous, locked, lockedClips, known }, context.signal, (share, step) => context.progress(0.98 * share, step));
    if (!answer.ok) return answer;
    this.#keepFingerprints(answer.value);
    const { settled } = answer.value;
    return settled.ok ? this.#keep(task, settled) : this.#refuse(settled, context);
  }

  #keepFingerprints({ made }: SettleAnswer): void {
    const { log } = this.#options;
    log.together(() => made.forEach((record, sha256) => log.datasets.keepFingerprint(sha256, fingerprintVersion, record)));
  }

  #refuse(settled: Extract<Settled, { readonly ok: false }>, context: JobContext): Result<null> {
    const { log } = this.#options;
    const named = (clipId: string): string => {
      const clip = log.clips.get(clipId);
      const exam = clip === null ? null : log.exams.get(clip.examId);
      return `${clip?.name ?? 'clip'} (${exam?.pseudonym ?? ''})`;
    };
    switch (settled.reason) {
      case 'empty': return failure('bad-request', 'No clip is left for this dataset.', 'Loosen the filters: the page shows what each leaves out.');
      case 'torn': return failure('conflict', 'Patients who share pictures are on different sides already.', 'Start a dataset of its own instead of the next version.');
      case 'duplicates':
        settled.pairs.forEach(({ first, second }: DuplicatePair) => context.itemFailed(`${named(first)} and ${named(second)}`, cannotBeKeptApart));
        return failure('conflict', `Refused: ${settled.pairs.length === 1 ? 'a pair of clips shows' : `${settled.pairs.length} pairs of clips show`} the same pictures under two patients.`, 'They are named below. Correct the pseudonyms, or keep such patients on one side. What a locked test set shows can never come in.');
    }
  }

  #keep({ name, rules, policy, lineage, madeBy }: BuildTask, { clips, counts, leaks }: Extract<Settled, { readonly ok: true }>): Result<null> {
    const { log, program, changed } = this.#options;
    const id = randomUUID();
    const madeAt = new Date().toISOString();
    const contentSha256 = contentHash({ clips, rules, policy, program });
    const line = lineage ?? id;
    try {
      log.together(() => {
        const version = log.datasets.lastVersion(line) + 1;
        log.datasets.insert({ id, lineage: line, version, name, contentSha256, program, rules, policy, counts, leaks, salt: newSalt(), madeBy, madeAt }, clips);
        log.audit.append(madeAt, 'dataset', id, { did: 'built', by: madeBy, version, contentSha256, clips: counts.clips, patients: counts.patients });
      });
    } catch (error) {
      if (refusalOf(error) === 'locked') return failure('conflict', 'A patient of a locked test set would be trained on.', 'The test set was locked meanwhile: build again, and they are left out.');
      if (refusalOf(error) === 'moved') return failure('conflict', 'A patient would change sides.', 'Build again: earlier versions changed meanwhile.');
      if (isDatabaseError(error)) return { ok: false, error: databaseError(error) };
      throw error;
    }
    changed();
    return success(null);
  }

  async #export({ datasetId, out, pixels, by }: ExportTask, { signal, progress }: JobContext): Promise<Result<null>> {
    const { log, helper, storeRoot } = this.#options;
    const dataset = log.datasets.get(datasetId);
    if (dataset === null) return failure('not-found');
    const { rules, policy, counts, leaks, program, contentSha256, lock } = dataset;
    const clips = log.datasets.clips(datasetId);
    const marks = marksOf(log, clips.map(({ clipId }) => clipId), rules.filters.readers);
    // Pseudonyms of this dataset, the same in each of its exports: readings made outside find their clips again.
    const written = await helper.export({ out, storeRoot, clips, marks, rules, policy, counts, leaks, program, contentSha256, locked: lock !== null, salt: dataset.salt, pixels }, signal, progress);
    if (!written.ok) return written;
    log.audit.append(new Date().toISOString(), 'dataset', datasetId, { did: 'exported', by, ...written.value });
    return success(null);
  }
}

/** Jobs with other nodes: studies fetched, results sent. What is to be done is written down with the job, so that a cut-off one can go on. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseLog } from '../../db/case-log.ts';
import type { NodeId, SendAnswer } from '../../preload/archive.ts';
import type { AppError, ExamId, JobId, Result } from '../../preload/domain.ts';
import type { NetworkHost } from '../dicom/network/network-host.ts';
import { resultObjects, writeResults } from '../dicom/write/write-results.ts';
import { originalPath, storedExtension } from '../media/layout.ts';
import { addSendRecord, taskNode } from './archive-settings.ts';
import type { CommitmentAnswers } from './archive-settings.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import type { JobContext, JobRunner, JobWork } from './job-runner.ts';
import type { Listener } from './listener.ts';
import type { NodePasswords } from './node-passwords.ts';
import type { ReceivedBatches } from './received-batches.ts';
import { resultFacts } from './result-facts.ts';
import type { PrintReport } from './result-facts.ts';

export interface ExchangeOptions {
  readonly log: CaseLog;
  readonly network: NetworkHost;
  readonly batches: ReceivedBatches;
  readonly listener: Listener;
  readonly answers: CommitmentAnswers;
  readonly runner: () => JobRunner;
  readonly emit: Emit;
  /** Null where nothing prints. */
  readonly print: PrintReport | null;
  readonly softwareVersion: string;
  readonly passwords: NodePasswords;
  readonly storeRoot: string;
  /** Where fetched studies land, and where results are written before they are sent. */
  readonly folders: { readonly incoming: string; readonly outgoing: string };
}

export interface SendChoice {
  readonly report: boolean;
  readonly keyImages: boolean;
  readonly pdf: boolean;
  readonly originals: boolean;
}

export interface Exchange {
  /** Errors: `not-found` for an unknown node; `conflict` where the way back (our receiver) is closed. */
  retrieve(nodeId: NodeId, study: string): Result<{ readonly jobId: JobId }>;
  /** Errors: `not-found`, and `conflict` where nothing is signed or chosen. */
  send(examId: ExamId, nodeId: NodeId, choice: SendChoice): Result<{ readonly jobId: JobId }>;
  /** Whether a report can go as PDF. */
  readonly printable: boolean;
  readonly work: JobWork;
}

type Errand = { readonly kind: 'retrieve'; readonly study: string } | { readonly kind: 'send'; readonly examId: ExamId; readonly choice: SendChoice };

const refusedWords: Readonly<Record<SendAnswer['failed'][number]['outcome'], readonly [message: string, hint: string]>> = {
  refused: ['The archive refused it', "The archive's own log says why."],
  'not-taken': ['The archive does not take objects of this kind', 'Ask its administrator to accept this SOP class from our AE title.'],
  unreadable: ['It could not be read', 'Try again.'],
};

function refusal({ outcome, status, comment }: SendAnswer['failed'][number]): AppError {
  const [message, hint] = refusedWords[outcome];
  const code = status === null ? '' : ` (status 0x${status.toString(16).toUpperCase().padStart(4, '0')}${comment === '' ? '' : `: ${comment}`})`;
  return { code: 'peer-refused', message: `${message}${code}.`, hint };
}

interface Prepared {
  readonly files: readonly string[];
  readonly names: readonly string[];
  readonly what: string;
}

class CaseworkExchange implements Exchange {
  readonly printable: boolean;
  readonly #options: ExchangeOptions;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.printable = options.print !== null;
  }

  retrieve(nodeId: NodeId, study: string): Result<{ readonly jobId: JobId }> {
    const known = taskNode(this.#options.log, this.#options.passwords, nodeId);
    if (known === null) return failure('not-found', 'This archive is not configured any more.', 'Look at the archives in the settings.');
    const { address } = known.node;
    const moved = address.kind === 'dimse' && address.retrieve === 'move';
    if (moved && this.#options.listener.status().listener.state !== 'listening') return failure('conflict', 'This archive sends studies to our receiver, which is off.', 'Switch the receiver on in the settings, or let the archive send by C-GET.');
    return success({ jobId: this.#start(nodeId, { kind: 'retrieve', study }, 'Fetch a study', null) });
  }

  send(examId: ExamId, nodeId: NodeId, choice: SendChoice): Result<{ readonly jobId: JobId }> {
    const { log, passwords } = this.#options;
    if (taskNode(log, passwords, nodeId) === null || log.exams.get(examId) === null) return failure('not-found');
    if (!Object.values(choice).includes(true)) return failure('conflict', 'Nothing is chosen to send.', 'Choose the report, its images or the original clips.');
    const results = choice.report || choice.keyImages || choice.pdf;
    if (results && log.reports.newest(examId) === null) return failure('conflict', 'The exam has no signed report.', 'Sign its report first; then results can be sent.');
    return success({ jobId: this.#start(nodeId, { kind: 'send', examId, choice }, 'Send results', examId) });
  }

  readonly work: JobWork = async (context) => {
    const { log } = this.#options;
    const [item] = log.jobs.itemsLeft(context.job.id);
    if (item === undefined) return success(null);
    const errand: Errand = JSON.parse(item.detail);
    const done = errand.kind === 'retrieve' ? await this.#retrieve(context, item.subject, errand.study) : await this.#send(context, item.subject, errand.examId, errand.choice);
    if (done.ok) log.jobs.itemDone(context.job.id, item.position);
    return done;
  };

  #start(nodeId: NodeId, errand: Errand, title: string, examId: ExamId | null): JobId {
    const { log, runner } = this.#options;
    const jobId = randomUUID();
    log.together(() => {
      runner().create({ id: jobId, kind: 'exchange', title, examId, clipId: null });
      log.jobs.addItems(jobId, [{ subject: nodeId, detail: JSON.stringify(errand) }]);
    });
    runner().start(jobId);
    return jobId;
  }

  async #retrieve({ signal, progress, itemFailed }: JobContext, nodeId: NodeId, study: string): Promise<Result<null>> {
    const { log, passwords, network, batches, folders } = this.#options;
    const known = taskNode(log, passwords, nodeId);
    if (known === null) return failure('not-found');
    progress(0, 'asking the archive');
    const got = await network.run({ kind: 'retrieve', node: known.call, study, root: folders.incoming }, signal, ({ done, total }) => progress(total === 0 ? 0.5 : done / total, total === 0 ? `${done} objects` : `${done} of ${total}`));
    if (!got.ok) return got;
    log.together(() => log.audit.append(new Date().toISOString(), 'import', nodeId, { did: 'retrieved', objects: got.value.completed, missing: got.value.failed }));
    if (got.value.failed > 0) itemFailed(`${got.value.failed} objects`, { code: 'peer-refused', message: 'The archive could not send them.', hint: 'Other kinds than ultrasound images are not fetched; for those that are missing ask the archive again.' });
    if (got.value.completed === 0) return failure('not-found', 'The archive has no ultrasound images of this study.', 'Choose another study.');
    // The import has a job of its own.
    void batches.take(got.value.paths);
    return success(null);
  }

  async #send({ job, signal, progress, itemFailed }: JobContext, nodeId: NodeId, examId: ExamId, choice: SendChoice): Promise<Result<null>> {
    const { log, passwords, network, answers, emit, folders } = this.#options;
    const known = taskNode(log, passwords, nodeId);
    if (known === null) return failure('not-found');
    progress(0, 'writing');
    const folder = join(folders.outgoing, job.id);
    try {
      const prepared = await this.#prepare(examId, choice, folder);
      if (!prepared.ok) return prepared;
      const { files, names, what } = prepared.value;
      const sent = await network.run({ kind: 'send', node: known.call, files, commit: true }, signal, ({ done, total }) => progress(0.1 + 0.9 * (done / Math.max(1, total)), `${done} of ${total}`));
      if (!sent.ok) return sent;
      const { stored, failed, commitment, transaction } = sent.value;
      const at = new Date().toISOString();
      log.together(() => {
        addSendRecord(log, answers, examId, { at, node: known.node.name, what, stored, failed: failed.length, commitment, transaction });
        log.audit.append(at, 'export', examId, { did: 'sent', node: nodeId, ...choice, stored, failed: failed.length, commitment });
      });
      emit('archive.sentChanged', { examId });
      for (const one of failed) itemFailed(names[one.index] ?? 'object', refusal(one));
      const [first] = failed;
      return stored === 0 && first !== undefined ? { ok: false, error: refusal(first) } : success(null);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #prepare(examId: ExamId, choice: SendChoice, folder: string): Promise<Result<Prepared>> {
    const originals = choice.originals ? this.#originals(examId) : [];
    const results = choice.report || choice.keyImages || choice.pdf;
    const { log, print, softwareVersion } = this.#options;
    const facts = results ? await resultFacts({ log, print, softwareVersion }, examId, choice) : null;
    if (facts !== null && !facts.ok) return facts;
    const objects = facts === null ? success([]) : resultObjects(facts.value, choice);
    if (!objects.ok) return objects;
    const files = [...(await writeResults(objects.value, folder)), ...originals];
    if (files.length === 0) return failure('conflict', 'There is nothing to send.', 'Clips from video files have no DICOM original; send the report instead.');
    const count = (number: number, one: string) => (number === 0 ? [] : [number === 1 ? `1 ${one}` : `${number} ${one}s`]);
    const images = objects.value.filter(({ fileName }) => fileName.startsWith('key-image')).length;
    const what = [...(choice.report ? ['report'] : []), ...count(images, 'key image'), ...(choice.pdf ? ['PDF'] : []), ...count(originals.length, 'clip')].join(', ');
    return success({ files, names: [...objects.value.map(({ fileName }) => fileName), ...originals.map((_path, index) => `clip ${index + 1}`)], what });
  }

  /** As they were received. */
  #originals(examId: ExamId): readonly string[] {
    const { log, storeRoot } = this.#options;
    return log.origins.ofExam(examId).flatMap(({ clipId }) => {
      const clip = log.clips.get(clipId);
      return clip === null ? [] : [originalPath(storeRoot, clip.sha256, storedExtension(clip.name))];
    });
  }
}

export function createExchange(options: ExchangeOptions): Exchange {
  return new CaseworkExchange(options);
}

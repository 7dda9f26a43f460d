/** What can be asked of another node, whichever way it speaks: one task, one answer. Each runs in a process of its own. */
import type { NodeAddress, QueryAnswer, SendAnswer, StudyQuery, StudyRow, WorklistRow } from '../../../preload/archive.ts';
import type { Result } from '../../../preload/domain.ts';
import { requestCommitment } from './commitment.ts';
import { echo } from './echo.ts';
import { networkFailure } from './failure.ts';
import { NetworkFault, asFault } from './faults.ts';
import { find } from './find.ts';
import type { Element, Identifier } from './identifier.ts';
import { isUltrasound, studyIdentifier, studyRow, worklistIdentifier, worklistRow } from './queries.ts';
import type { Peer } from './request-association.ts';
import { getStudy, moveStudy } from './retrieve.ts';
import { sendFiles } from './store.ts';
import type { SentFile } from './store.ts';
import { studyFind, worklistFind } from './sop-classes.ts';
import { taskLimits } from './task-limits.ts';
import { trustSystem } from './trust.ts';
import { webEcho, webRetrieve, webStore, webStudies } from './web.ts';
import type { WebService } from './web.ts';

export interface TaskNode {
  readonly address: NodeAddress;
  readonly password: string;
  /** Our own AE title. */
  readonly calling: string;
}

export interface TaskProgress {
  readonly done: number;
  /** 0 where the other side does not say. */
  readonly total: number;
}

export interface Retrieved {
  /** Files in the incoming store; none where the archive sends them to our receiver. */
  readonly paths: readonly string[];
  /** As the archive counts. */
  readonly completed: number;
  readonly failed: number;
}

export interface TaskAnswers {
  readonly echo: { readonly ms: number };
  readonly send: SendAnswer;
  readonly studies: QueryAnswer<StudyRow>;
  readonly worklist: QueryAnswer<WorklistRow>;
  readonly retrieve: Retrieved;
}

export type TaskKind = keyof TaskAnswers;

interface TaskInputs {
  readonly echo: object;
  readonly send: { readonly files: readonly string[]; readonly commit: boolean };
  readonly studies: { readonly query: StudyQuery };
  readonly worklist: { readonly query: StudyQuery };
  /** `root`: folder of the incoming store. */
  readonly retrieve: { readonly study: string; readonly root: string };
}

export type NetworkTask<K extends TaskKind = TaskKind> = { [T in K]: { readonly kind: T; readonly node: TaskNode } & TaskInputs[T] }[K];

type OnProgress = (progress: TaskProgress) => void;

function peerOf({ address, calling }: TaskNode): Peer | null {
  if (address.kind !== 'dimse') return null;
  const { host, port, aeTitle, tls } = address;
  return { host, port, called: aeTitle, calling, tls };
}

function serviceOf({ address, password }: TaskNode): WebService | null {
  return address.kind === 'web' ? { url: address.url, user: address.user, password } : null;
}

const neither = () => new NetworkFault('not-supported', 'it has no address of this kind');

async function query<Row>(node: TaskNode, sopClass: string, identifier: readonly Element[], row: (match: Identifier) => Row): Promise<QueryAnswer<Row>> {
  const peer = peerOf(node);
  if (peer === null) throw new NetworkFault('not-supported', 'DICOMweb has no worklist');
  const found = await find(peer, { sopClass, identifier, limit: taskLimits.rows, waitMs: taskLimits.idleMs });
  return { rows: found.matches.map(row), more: found.more };
}

async function studies(node: TaskNode, asked: StudyQuery): Promise<QueryAnswer<StudyRow>> {
  const service = serviceOf(node);
  const found = service === null ? await query(node, studyFind, studyIdentifier(asked), studyRow) : await webStudies(service, asked, taskLimits);
  return { ...found, rows: found.rows.filter(isUltrasound) };
}

async function commitmentOf(peer: Peer, sent: readonly SentFile[]): Promise<Pick<SendAnswer, 'commitment' | 'transaction'>> {
  const instances = sent.flatMap(({ outcome, sopClass, sopInstance }) => (outcome.startsWith('stored') && sopClass !== null && sopInstance !== null ? [{ sopClass, sopInstance }] : []));
  if (instances.length === 0) return { commitment: null, transaction: null };
  try {
    const { answer, transaction } = await requestCommitment(peer, { instances, connectMs: taskLimits.connectMs, waitMs: 4_000 });
    if (answer === null) return { commitment: 'later', transaction };
    return { commitment: answer.failed === 0 ? 'kept' : 'refused', transaction };
  } catch (error) {
    const fault = asFault(error);
    if (fault === null) throw error;
    // The objects are stored; that their keeping was not confirmed is no failure of the sending.
    return { commitment: fault.kind === 'not-supported' || fault.kind === 'rejected' ? 'not-supported' : 'refused', transaction: null };
  }
}

async function send(node: TaskNode, files: readonly string[], commit: boolean, onProgress: OnProgress): Promise<SendAnswer> {
  const peer = peerOf(node);
  const service = serviceOf(node);
  const onSent = (_file: SentFile, done: number, total: number) => onProgress({ done, total });
  const { connectMs, idleMs } = taskLimits;
  const sent = peer !== null ? await sendFiles(peer, { files, connectMs, idleMs, onSent }) : service !== null ? await webStore(service, files, taskLimits, onSent) : null;
  if (sent === null) throw neither();
  const failed = sent.flatMap(({ path, outcome, status, comment }) => (outcome === 'stored' || outcome === 'stored-changed' ? [] : [{ index: files.indexOf(path), outcome, status, comment }]));
  return { stored: sent.length - failed.length, failed, ...(commit && peer !== null ? await commitmentOf(peer, sent) : { commitment: null, transaction: null }) };
}

async function retrieve(node: TaskNode, study: string, root: string, onProgress: OnProgress): Promise<Retrieved> {
  const peer = peerOf(node);
  const service = serviceOf(node);
  if (service !== null) {
    const paths = await webRetrieve(service, study, root, taskLimits, (done) => onProgress({ done, total: 0 }));
    return { paths, completed: paths.length, failed: 0 };
  }
  if (peer === null || node.address.kind !== 'dimse') throw neither();
  const wish = {
    // An archive that reads from a slow medium may be silent for long before the first image.
    study, series: null, waitMs: 5 * taskLimits.idleMs,
    onProgress: ({ completed, failed, remaining }: { readonly completed: number; readonly failed: number; readonly remaining: number }) => onProgress({ done: completed, total: completed + failed + remaining }),
  };
  if (node.address.retrieve === 'move') return { paths: [], ...(await moveStudy(peer, node.calling, wish)) };
  const { objects, counts } = await getStudy(peer, root, wish);
  return { paths: objects.map(({ path }) => path), completed: counts.completed, failed: counts.failed };
}

async function answer(task: NetworkTask, onProgress: OnProgress): Promise<TaskAnswers[TaskKind]> {
  const { node } = task;
  switch (task.kind) {
    case 'echo': {
      const peer = peerOf(node);
      const service = serviceOf(node);
      return { ms: peer !== null ? await echo(peer, taskLimits.connectMs) : service !== null ? await webEcho(service, taskLimits) : 0 };
    }
    case 'send': return send(node, task.files, task.commit, onProgress);
    case 'studies': return studies(node, task.query);
    case 'worklist': return query(node, worklistFind, worklistIdentifier(task.query), worklistRow);
    case 'retrieve': return retrieve(node, task.study, task.root, onProgress);
  }
}

/** Errors: `peer-unreachable`, `peer-refused`, `peer-failed`, `disk-full`, `storage-failed`. */
export async function runTask<K extends TaskKind>(task: NetworkTask<K>, onProgress: OnProgress): Promise<Result<TaskAnswers[K]>> {
  trustSystem();
  try {
    // `answer` gives each kind its own answer; the compiler does not follow a generic kind through a switch.
    return { ok: true, value: (await answer(task as NetworkTask, onProgress)) as TaskAnswers[K] };
  } catch (error) {
    return networkFailure(error);
  }
}

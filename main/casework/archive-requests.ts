/** What the page may ask about archives, worklists and the receiver. */
import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { CaseLog } from '../../db/case-log.ts';
import type { ArchiveState, StudyQuery } from '../../preload/archive.ts';
import type { DicomPatient, DicomStudy } from '../../preload/dicom.ts';
import type { ExamId, Result } from '../../preload/domain.ts';
import type { NetworkHost } from '../dicom/network/network-host.ts';
import type { TaskAnswers } from '../dicom/network/tasks.ts';
import { archiveNodes, listenerSettings, removeNode, saveNode, sendRecords, setListenerSettings, taskNode } from './archive-settings.ts';
import type { Emit } from './emit.ts';
import type { Exchange } from './exchange.ts';
import { failure, success } from './failures.ts';
import { newPseudonym } from './import-exams.ts';
import type { Listener } from './listener.ts';
import type { NodePasswords } from './node-passwords.ts';
import type { RequestHandlers } from './request-handlers.ts';
import { refreshExam } from './summaries.ts';

export interface ArchiveRequestContext {
  readonly log: CaseLog;
  readonly emit: Emit;
  readonly network: NetworkHost;
  readonly listener: Listener;
  readonly exchange: Exchange;
  readonly passwords: NodePasswords;
}

function stateOf({ log, listener, passwords }: ArchiveRequestContext): ArchiveState {
  return { listener: listenerSettings(log), status: listener.status(), nodes: archiveNodes(log, passwords), addresses: ownAddresses(), passwordsLast: passwords.lasting() };
}

/** Addresses that others may reach this machine by; link-local ones need a scope and are left out. */
function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((cards) => cards ?? []).filter(({ internal, address }) => !internal && !/^fe80:/iu.test(address)).map(({ address }) => address);
}

/** The newest question of a kind alone is waited for. */
function createAsker({ log, network, passwords }: ArchiveRequestContext) {
  let running = new AbortController();
  return async <K extends 'studies' | 'worklist'>(kind: K, nodeId: string, query: StudyQuery): Promise<Result<TaskAnswers[K]>> => {
    const known = taskNode(log, passwords, nodeId);
    if (known === null) return failure('not-found', 'This archive is not configured any more.', 'Look at the archives in the settings.');
    running.abort();
    running = new AbortController();
    const { signal } = running;
    // That an archive was asked is written down; what for may name a patient.
    log.together(() => log.audit.append(new Date().toISOString(), 'settings', nodeId, { did: 'asked', kind }));
    const task = { kind, node: known.call, query };
    return network.run<K>(task as Parameters<typeof network.run<K>>[0], signal);
  };
}

/** An exam that waits for its images: the same as the study's, where one is there already. */
function takeWorklist({ log, emit }: ArchiveRequestContext, patient: DicomPatient, study: DicomStudy, scheduledAt: string | null): ExamId {
  const known = log.origins.examOfStudy(study.studyInstanceUid);
  const examId = known ?? randomUUID();
  const now = new Date().toISOString();
  const scheduled = scheduledAt === null ? Number.NaN : new Date(scheduledAt).getTime();
  log.together(() => {
    if (known === null) {
      log.exams.insert({ id: examId, pseudonym: newPseudonym(log.exams.pseudonymTaken), examinedAt: Number.isFinite(scheduled) ? new Date(scheduled).toISOString() : now, protocol: 'blue6', createdAt: now });
      refreshExam(log, examId);
    }
    log.origins.keepStudy(examId, study);
    log.origins.keepPatient(examId, patient, 'worklist', now);
    log.audit.append(now, 'exam', examId, { did: 'filled from worklist' });
  });
  emit('exam.changed', { examId });
  return examId;
}

export function archiveRequests(context: ArchiveRequestContext) {
  const { log, listener, network, exchange, passwords } = context;
  const ask = createAsker(context);
  return {
    'archive.state': async () => success(stateOf(context)),
    'archive.setListener': async (patch) => {
      listener.apply(setListenerSettings(log, patch));
      return success(stateOf(context));
    },
    'archive.saveNode': async ({ nodeId, name, address, worklist, password }) => {
      if (nodeId !== null && taskNode(log, passwords, nodeId) === null) return failure('not-found');
      return success(saveNode(log, passwords, { id: nodeId, name, address: address.kind === 'web' ? { ...address, hasPassword: false } : address, worklist: worklist && address.kind === 'dimse' }, password));
    },
    'archive.removeNode': async ({ nodeId }) => (removeNode(log, passwords, nodeId) ? success(null) : failure('not-found')),
    'archive.test': async ({ nodeId }) => {
      const known = taskNode(log, passwords, nodeId);
      return known === null ? failure('not-found') : network.run({ kind: 'echo', node: known.call }, new AbortController().signal);
    },
    'archive.studies': async ({ nodeId, query }) => ask('studies', nodeId, query),
    'archive.worklist': async ({ nodeId, query }) => ask('worklist', nodeId, query),
    'archive.retrieve': async ({ nodeId, study }) => exchange.retrieve(nodeId, study),
    'archive.takeWorklist': async ({ patient, study, scheduledAt }) => success({ examId: takeWorklist(context, patient, study, scheduledAt) }),
    'archive.send': async ({ examId, nodeId, ...choice }) => exchange.send(examId, nodeId, choice),
    'archive.sent': async ({ examId }) => success({ signed: log.reports.newest(examId) !== null, printable: exchange.printable, originals: log.origins.ofExam(examId).length, records: sendRecords(log, examId) }),
  } satisfies Partial<RequestHandlers>;
}

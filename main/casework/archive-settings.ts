/** The receiver's settings and the configured nodes, as they lie beside the other settings. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { ArchiveNode, ListenerSettings, NodeId, SendRecord } from '../../preload/archive.ts';
import type { ExamId } from '../../preload/domain.ts';
import { receiverDefaults } from '../dicom/network/receiver-settings.ts';
import type { TaskNode } from '../dicom/network/tasks.ts';
import type { NodePasswords } from './node-passwords.ts';

const notes = { listener: 'archive.listener', nodes: 'archive.nodes', installation: 'archive.installation', sent: (examId: ExamId) => `archive.sent.${examId}` } as const;

function read<T>(log: CaseLog, note: string, otherwise: T): T {
  const stored = log.settings.note(note);
  if (stored === null) return otherwise;
  const value: T = JSON.parse(stored);
  return value;
}

export function listenerSettings(log: CaseLog): ListenerSettings {
  const { aeTitle, port, bind, callers, maxObjectBytes, maxObjectsPerMinute, keepFreeBytes } = receiverDefaults;
  return { enabled: false, aeTitle, port, bind, callers, maxObjectBytes, maxObjectsPerMinute, keepFreeBytes, ...read<Partial<ListenerSettings>>(log, notes.listener, {}) };
}

export function setListenerSettings(log: CaseLog, patch: { readonly [K in keyof ListenerSettings]?: ListenerSettings[K] | undefined }): ListenerSettings {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const settings: ListenerSettings = { ...listenerSettings(log), ...given };
  log.together(() => {
    log.settings.setNote(notes.listener, JSON.stringify(settings));
    log.audit.append(new Date().toISOString(), 'settings', 'receiver', { ...given, changed: Object.keys(given) });
  });
  return settings;
}

function storedNodes(log: CaseLog): readonly ArchiveNode[] {
  return read<readonly ArchiveNode[]>(log, notes.nodes, []);
}

export function archiveNodes(log: CaseLog, passwords: NodePasswords): readonly ArchiveNode[] {
  return storedNodes(log).map((node) => (node.address.kind === 'web' ? { ...node, address: { ...node.address, hasPassword: passwords.of(node.id) !== '' } } : node));
}

/** `password` null keeps the one that is known. */
export function saveNode(log: CaseLog, passwords: NodePasswords, given: Omit<ArchiveNode, 'id'> & { readonly id: NodeId | null }, password: string | null): ArchiveNode {
  const id = given.id ?? randomUUID();
  const kept = given.address.kind === 'web' && given.address.user !== '' ? (password ?? passwords.of(id)) : '';
  const node: ArchiveNode = { ...given, id, address: given.address.kind === 'web' ? { ...given.address, hasPassword: kept !== '' } : given.address };
  const others = storedNodes(log);
  log.together(() => {
    log.settings.setNote(notes.nodes, JSON.stringify(others.some((other) => other.id === id) ? others.map((other) => (other.id === id ? node : other)) : [...others, node]));
    passwords.set(id, kept);
    log.audit.append(new Date().toISOString(), 'settings', 'archive', { node: id, did: given.id === null ? 'added' : 'changed', kind: node.address.kind });
  });
  return node;
}

export function removeNode(log: CaseLog, passwords: NodePasswords, id: NodeId): boolean {
  const nodes = storedNodes(log);
  if (!nodes.some((node) => node.id === id)) return false;
  log.together(() => {
    log.settings.setNote(notes.nodes, JSON.stringify(nodes.filter((node) => node.id !== id)));
    passwords.set(id, '');
    log.audit.append(new Date().toISOString(), 'settings', 'archive', { node: id, did: 'removed' });
  });
  return true;
}

/** The node with what is needed to call it; null where it is unknown. */
export function taskNode(log: CaseLog, passwords: NodePasswords, id: NodeId): { readonly node: ArchiveNode; readonly call: TaskNode } | null {
  const node = storedNodes(log).find((one) => one.id === id);
  if (node === undefined) return null;
  return { node, call: { address: node.address, password: passwords.of(id), calling: listenerSettings(log).aeTitle } };
}

/** Serial number of this installation, made once. */
export function installationOf(log: CaseLog): string {
  const known = log.settings.note(notes.installation);
  if (known !== null) return known;
  const made = randomUUID();
  log.settings.setNote(notes.installation, made);
  return made;
}

/** With the commitment's transaction, which an archive names when it answers later. */
type StoredRecord = SendRecord & { readonly transaction: string | null };

const recordsKept = 50;

export function sendRecords(log: CaseLog, examId: ExamId): readonly SendRecord[] {
  return read<readonly StoredRecord[]>(log, notes.sent(examId), []).map(({ transaction: _transaction, ...record }) => record);
}

/** Answers to commitments by their transaction, kept for as long as the app runs: an archive may answer before the sending is written down. */
export type CommitmentAnswers = Map<string, boolean>;

const answersKept = 200;

export function addSendRecord(log: CaseLog, answers: CommitmentAnswers, examId: ExamId, sent: StoredRecord): void {
  const early = sent.transaction === null ? undefined : answers.get(sent.transaction);
  const record: StoredRecord = early === undefined ? sent : { ...sent, commitment: early ? 'kept' : 'refused' };
  const before = read<readonly StoredRecord[]>(log, notes.sent(examId), []);
  log.settings.setNote(notes.sent(examId), JSON.stringify([record, ...before].slice(0, recordsKept)));
  if (record.transaction !== null && record.commitment === 'later') log.settings.setNote(`archive.transaction.${record.transaction}`, examId);
}

/** An archive's late answer to a commitment; the exam it belongs to, or null. */
export function settleCommitment(log: CaseLog, answers: CommitmentAnswers, transaction: string, kept: boolean): ExamId | null {
  answers.set(transaction, kept);
  for (const old of answers.keys()) if (answers.size > answersKept) answers.delete(old);
  const examId = log.settings.note(`archive.transaction.${transaction}`);
  if (examId === null) return null;
  const records = read<readonly StoredRecord[]>(log, notes.sent(examId), []);
  log.settings.setNote(notes.sent(examId), JSON.stringify(records.map((record) => (record.transaction === transaction ? { ...record, commitment: kept ? 'kept' : 'refused' } : record))));
  return examId;
}

/** DICOMweb (PS3.18): the second way to an archive. Only the configured address is ever asked; redirects are refused. */
import { openAsBlob } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { QueryAnswer, StudyQuery, StudyRow } from '../../../preload/archive.ts';
import { errnoOf } from '../../media/failure.ts';
import { NetworkFault, asFault } from './faults.ts';
import { readFileHead } from './file-head.ts';
import { createIncomingStore } from './incoming-store.ts';
import { identifierOfJson } from './json-identifier.ts';
import { boundaryOf, readParts } from './multipart.ts';
import { dateRange, namePattern, studyRow } from './queries.ts';
import type { SentFile } from './store.ts';
import type { TaskLimits } from './task-limits.ts';

export interface WebService {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

function authorization({ user, password }: WebService): Readonly<Record<string, string>> {
  return user === '' ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` };
}

async function ask(service: WebService, path: string, init: RequestInit & { readonly waitMs: number }): Promise<Response> {
  const { waitMs, headers, ...rest } = init;
  const control = new AbortController();
  // Until the answer begins; how long a study takes is another matter.
  const timer = setTimeout(() => control.abort(), waitMs);
  try {
    return await fetch(`${service.url.replace(/\/+$/, '')}${path}`, { ...rest, redirect: 'error', signal: control.signal, headers: { ...authorization(service), ...(headers as Record<string, string>) } });
  } catch (error) {
    if (control.signal.aborted) throw new NetworkFault('timeout', 'no answer in time');
    const cause = error instanceof Error ? error.cause : null;
    throw asFault(cause) ?? new NetworkFault(errnoOf(cause) === null ? 'malformed' : 'unreachable', 'no answer');
  } finally {
    clearTimeout(timer);
  }
}

function expectOk(response: Response): void {
  if (response.ok) return;
  if (response.status === 401 || response.status === 403) throw new NetworkFault('rejected', 'it asks for another name or password');
  if (response.status === 404) throw new NetworkFault('not-supported', 'there is no DICOMweb service at this address');
  throw new NetworkFault('status', `HTTP ${response.status}`);
}

const json = { accept: 'application/dicom+json' };

/** Milliseconds to an answer to the smallest query. */
export async function webEcho(service: WebService, limits: TaskLimits): Promise<number> {
  const began = performance.now();
  const response = await ask(service, '/studies?limit=1', { headers: json, waitMs: limits.connectMs });
  expectOk(response);
  await response.arrayBuffer();
  return performance.now() - began;
}

/** QIDO-RS. */
export async function webStudies(service: WebService, { patientName, patientId, accessionNumber, from, to }: StudyQuery, limits: TaskLimits): Promise<QueryAnswer<StudyRow>> {
  const parameters = new URLSearchParams({ limit: String(limits.rows + 1), ModalitiesInStudy: 'US' });
  const wanted = [['PatientName', namePattern(patientName)], ['PatientID', patientId.trim()], ['AccessionNumber', accessionNumber.trim()], ['StudyDate', dateRange(from, to)]] as const;
  for (const [name, value] of wanted) if (value !== '') parameters.set(name, value);
  for (const tag of ['00081030', '00201208', '00080090', '00100021', '00100030', '00100040']) parameters.append('includefield', tag);
  const response = await ask(service, `/studies?${parameters.toString()}`, { headers: json, waitMs: limits.idleMs });
  expectOk(response);
  if (response.status === 204) return { rows: [], more: false };
  const answer: unknown = await response.json().catch(() => null);
  if (!Array.isArray(answer)) throw new NetworkFault('malformed', 'no list of studies');
  const rows = answer.map((entry) => studyRow(identifierOfJson(entry)));
  return { rows: rows.slice(0, limits.rows), more: rows.length > limits.rows };
}

/** WADO-RS of a whole study into the incoming store at `root`, in the transfer syntaxes it has. */
export async function webRetrieve(service: WebService, study: string, root: string, limits: TaskLimits, onKept: (done: number) => void): Promise<readonly string[]> {
  const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
  const response = await ask(service, `/studies/${encodeURIComponent(study)}`, { headers: { accept }, waitMs: 5 * limits.idleMs });
  expectOk(response);
  const boundary = boundaryOf(response.headers.get('content-type') ?? '');
  if (boundary === null || response.body === null) throw new NetworkFault('malformed', 'no multipart answer');
  const store = createIncomingStore(root);
  const kept: string[] = [];
  try {
    for await (const part of readParts(response.body, boundary)) {
      if (part.type !== 'application/dicom') continue;
      const reception = await store.begin(null);
      try {
        for await (const piece of part.content) await reception.write(piece);
        const outcome = await reception.keep();
        if (outcome.kept) kept.push(outcome.object.path);
      } catch (error) {
        await reception.drop().catch(() => undefined);
        throw error;
      }
      onKept(kept.length);
    }
  } catch (error) {
    // What undici says of a broken body is a TypeError with the reason inside.
    if (error instanceof TypeError) throw new NetworkFault('lost', 'the answer broke off');
    throw error;
  }
  return kept;
}

async function storeOne(service: WebService, path: string, limits: TaskLimits): Promise<SentFile> {
  const head = await readFileHead(path).catch(() => null);
  if (head === null) return { path, sopClass: null, sopInstance: null, outcome: 'unreadable', status: null, comment: '' };
  const boundary = randomUUID();
  const body = new Blob([`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, await openAsBlob(path), `\r\n--${boundary}--\r\n`]);
  const response = await ask(service, '/studies', { method: 'POST', body, headers: { ...json, 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}` }, waitMs: 5 * limits.idleMs });
  const answer: unknown = await response.json().catch(() => null);
  const { sopClass, sopInstance } = head;
  if (response.status === 409 || response.status === 202) {
    // Failed SOP Sequence (0008,1198) with Failure Reason (0008,1197).
    const failed = identifierOfJson(answer).items('00081198')[0];
    if (failed !== undefined || response.status === 409) {
      const reason = Number.parseInt(failed?.text('00081197') ?? '', 10);
      return { path, sopClass, sopInstance, outcome: 'refused', status: Number.isNaN(reason) ? null : reason, comment: '' };
    }
  }
  expectOk(response);
  return { path, sopClass, sopInstance, outcome: 'stored', status: 0, comment: '' };
}

/** STOW-RS, a request a file, so that each has its own outcome. */
export async function webStore(service: WebService, files: readonly string[], limits: TaskLimits, onSent: (file: SentFile, done: number, total: number) => void): Promise<readonly SentFile[]> {
  const sent: SentFile[] = [];
  for (const path of files) {
    const file = await storeOne(service, path, limits);
    sent.push(file);
    onSent(file, sent.length, files.length);
  }
  return sent;
}

/** Sends files to an archive (C-STORE): the data set as it lies in the file, never decoded or rewritten. */
import { createReadStream } from 'node:fs';
import type { Association } from './association.ts';
import { commandField } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { readFileHead } from './file-head.ts';
import type { FileHead } from './file-head.ts';
import { contextsOf, requestAssociation } from './request-association.ts';
import type { Peer } from './request-association.ts';
import { isWarning, status } from './sop-classes.ts';

export interface SentFile {
  readonly path: string;
  /** Null where the file could not be read as DICOM. */
  readonly sopClass: string | null;
  readonly sopInstance: string | null;
  /** `stored-changed`: stored with a warning. `refused`: with a status. `not-taken`: class or transfer syntax is not accepted there. `unreadable`: no DICOM file. */
  readonly outcome: 'stored' | 'stored-changed' | 'refused' | 'not-taken' | 'unreadable';
  readonly status: number | null;
  readonly comment: string;
}

export interface SendWish {
  readonly files: readonly string[];
  readonly connectMs: number;
  readonly idleMs: number;
  readonly onSent: (file: SentFile, done: number, total: number) => void;
}

interface Readable {
  readonly path: string;
  readonly head: FileHead;
}

/** Contexts that an association has room for. */
const mostContexts = 128;

function kindOf({ head }: Readable): string {
  return `${head.sopClass} ${head.transferSyntax}`;
}

/** In order, cut where an association's contexts are used up. */
function groups(files: readonly Readable[]): readonly (readonly Readable[])[] {
  const found: Readable[][] = [];
  let kinds = new Set<string>();
  for (const file of files) {
    const group = found.at(-1);
    if (group === undefined || (!kinds.has(kindOf(file)) && kinds.size >= mostContexts)) {
      found.push([file]);
      kinds = new Set([kindOf(file)]);
    } else {
      group.push(file);
      kinds.add(kindOf(file));
    }
  }
  return found;
}

async function sendOne(association: Association, { path, head }: Readable): Promise<SentFile> {
  const { sopClass, sopInstance } = head;
  const context = association.contextFor(sopClass, [head.transferSyntax]);
  if (context === null) return { path, sopClass, sopInstance, outcome: 'not-taken', status: null, comment: '' };
  const messageId = association.newMessageId();
  const dataSet = createReadStream(path, { start: head.dataSetAt, highWaterMark: 256 * 1024 });
  await association.send(context, { field: commandField.storeRequest, hasDataSet: true, affectedClass: sopClass, affectedInstance: sopInstance, messageId, priority: 0 }, dataSet);
  const answer = await association.receive();
  if (answer === null || answer.command.respondsTo !== messageId) throw new NetworkFault('lost', 'no answer to an object');
  const code = answer.command.status ?? status.success;
  const outcome = code === status.success ? 'stored' : isWarning(code) ? 'stored-changed' : 'refused';
  return { path, sopClass, sopInstance, outcome, status: code, comment: answer.command.errorComment ?? '' };
}

/** Every file gets an outcome; what ends the whole (nobody there, connection lost) is thrown as `NetworkFault` and the like. */
export async function sendFiles(peer: Peer, { files, connectMs, idleMs, onSent }: SendWish): Promise<readonly SentFile[]> {
  const sent: SentFile[] = [];
  const tell = (file: SentFile) => {
    sent.push(file);
    onSent(file, sent.length, files.length);
  };
  const readable: Readable[] = [];
  for (const path of files) {
    const head = await readFileHead(path).catch(() => null);
    if (head === null) tell({ path, sopClass: null, sopInstance: null, outcome: 'unreadable', status: null, comment: '' });
    else readable.push({ path, head });
  }
  for (const group of groups(readable)) {
    const kinds = new Map(group.map((file) => [kindOf(file), { abstractSyntax: file.head.sopClass, transferSyntaxes: [file.head.transferSyntax] }]));
    const association = await requestAssociation(peer, { contexts: contextsOf([...kinds.values()]), roles: [], connectMs, idleMs });
    for (const file of group) tell(await sendOne(association, file));
    await association.release();
  }
  return sent;
}

/** The storage provider: takes ultrasound objects from listed callers, and says Success only for what is on the disk for good. */
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { errnoOf } from '../../media/failure.ts';
import { acceptAssociation } from './accept-association.ts';
import type { Association, Message } from './association.ts';
import { Malformed } from './byte-reader.ts';
import { commandField } from './command-set.ts';
import type { CommandSet } from './command-set.ts';
import { readCommitment } from './commitment.ts';
import { asFault } from './faults.ts';
import { createIncomingStore } from './incoming-store.ts';
import type { IncomingStore, KeepOutcome, Reception } from './incoming-store.ts';
import { answerTo, refusal } from './negotiate-storage.ts';
import { createPace } from './pace.ts';
import type { Pace } from './pace.ts';
import type { AssociationEnd, ListenFault, ReceiverEvent, ReceiverSettings, RefusedObject } from './receiver-settings.ts';
import { status } from './sop-classes.ts';

export interface StorageScp {
  /** The one listened on; of interest where 0 was asked for. */
  readonly port: number;
  /** Takes no new calls and cuts the open ones. */
  stop(): Promise<void>;
}

export type StartedScp = { readonly ok: true; readonly scp: StorageScp } | { readonly ok: false; readonly fault: ListenFault };

/** Time for a caller to say what it wants. */
const requestMs = 30_000;

const refusedWith: Readonly<Record<RefusedObject, readonly [code: number, comment: string]>> = {
  'too-large': [status.outOfResources, 'Object larger than allowed'],
  'disk-full': [status.outOfResources, 'No room on the disk'],
  class: [status.classNotSupported, 'SOP class not taken'],
  unreadable: [status.cannotUnderstand, 'No instance and study in it'],
  mismatch: [status.classMismatch, 'Not what the command names'],
  different: [status.duplicateInstance, 'Another object has this UID'],
};

class Provider {
  readonly #settings: ReceiverSettings;
  readonly #store: IncomingStore;
  readonly #tell: (event: ReceiverEvent) => void;
  readonly #pace: Pace;
  readonly #open = new Set<number>();
  readonly #sockets = new Set<Socket>();
  #calls = 0;

  constructor(settings: ReceiverSettings, store: IncomingStore, tell: (event: ReceiverEvent) => void) {
    this.#settings = settings;
    this.#store = store;
    this.#tell = tell;
    this.#pace = createPace(settings.maxObjectsPerMinute);
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async serve(socket: Socket): Promise<void> {
    const id = ++this.#calls;
    const call = { id, calling: '', received: 0 };
    let admitted = false;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    try {
      const association = await acceptAssociation(socket, {
        requestMs, idleMs: this.#settings.idleMs,
        decide: (request) => {
          call.calling = request.calling;
          const refused = refusal(request, this.#settings, this.#open.size);
          if (refused === null) this.#open.add(id);
          else this.#tell({ kind: 'call-refused', calling: request.calling, why: refused });
          return answerTo(request, refused);
        },
      });
      if (association === null) return;
      admitted = true;
      this.#tell({ kind: 'opened', association: id, calling: call.calling });
      await this.#talk(association, call);
      this.#tell({ kind: 'ended', association: id, calling: call.calling, how: 'released', received: call.received });
    } catch (error) {
      socket.destroy();
      if (admitted) this.#tell({ kind: 'ended', association: id, calling: call.calling, how: endOf(error), received: call.received });
    } finally {
      this.#open.delete(id);
    }
  }

  async #talk(association: Association, call: { readonly id: number; readonly calling: string; received: number }): Promise<void> {
    for (;;) {
      let message: Message | null;
      try {
        message = await association.receive();
      } catch (error) {
        if (error instanceof Malformed) association.abort(2, 6);
        throw error;
      }
      if (message === null) return;
      const { context, command } = message;
      switch (command.field) {
        case commandField.echoRequest:
          this.#tell({ kind: 'echoed', association: call.id });
          await association.send(context, responseTo(command, status.success));
          break;
        case commandField.storeRequest: {
          await this.#pace.next();
          const refused = await this.#storeMessage(message, call);
          if (refused === null) call.received += 1;
          else this.#tell({ kind: 'object-refused', association: call.id, why: refused });
          const [code, comment] = refused === null ? [status.success, ''] : refusedWith[refused];
          await association.send(context, responseTo(command, code, comment));
          break;
        }
        case commandField.eventRequest:
          await this.#hearCommitment(message);
          await association.send(context, responseTo(command, status.success));
          break;
        case commandField.cancelRequest: break;
        default: await association.send(context, responseTo(command, status.unrecognisedOperation));
      }
    }
  }

  async #storeMessage({ context, command, dataSet }: Message, { id, calling }: { readonly id: number; readonly calling: string }): Promise<RefusedObject | null> {
    if (dataSet === null || command.affectedInstance === undefined) return 'unreadable';
    if (command.affectedClass !== context.abstractSyntax) return 'class';
    if ((await this.#store.freeBytes()) < this.#settings.keepFreeBytes) return 'disk-full';
    const meta = { sopClass: context.abstractSyntax, sopInstance: command.affectedInstance, transferSyntax: context.transferSyntax, source: calling };
    let reception: Reception | null = null;
    try {
      reception = await this.#store.begin(meta);
      if (!(await this.#take(reception, dataSet))) {
        await reception.drop();
        return 'too-large';
      }
      return this.#tellKept(await reception.keep(), id, calling);
    } catch (error) {
      await reception?.drop().catch(() => undefined);
      const errno = errnoOf(error);
      if (errno === 'ENOSPC' || errno === 'EDQUOT' || errno === 'EFBIG') return 'disk-full';
      throw error;
    }
  }

  /** False when there is more than allowed; the rest is then read and dropped, within reason. */
  async #take(reception: Reception, dataSet: AsyncIterable<Buffer>): Promise<boolean> {
    const { maxObjectBytes } = this.#settings;
    let bytes = 0;
    for await (const piece of dataSet) {
      bytes += piece.length;
      if (bytes > 2 * maxObjectBytes) throw new Malformed('an object without end');
      if (bytes <= maxObjectBytes) await reception.write(piece);
    }
    return bytes <= maxObjectBytes;
  }

  #tellKept(outcome: KeepOutcome, association: number, calling: string): RefusedObject | null {
    if (!outcome.kept) return outcome.why;
    const { path, bytes, again, head: { study, series, sopInstance, sopClass } } = outcome.object;
    this.#tell({ kind: 'received', association, path, study, series, sopInstance, sopClass, bytes, again, calling });
    return null;
  }

  async #hearCommitment({ context, dataSet }: Message): Promise<void> {
    const commitment = dataSet === null ? null : await readCommitment(dataSet, context.transferSyntax);
    if (commitment !== null) this.#tell({ kind: 'committed', ...commitment });
  }
}

function responseTo(request: CommandSet, code: number, comment = ''): CommandSet {
  const { affectedClass, requestedClass, affectedInstance, requestedInstance, eventType } = request;
  const aboutClass = affectedClass ?? requestedClass;
  const aboutInstance = affectedInstance ?? requestedInstance;
  return {
    field: request.field | 0x8000, hasDataSet: false, status: code, respondsTo: request.messageId ?? 0,
    ...(aboutClass === undefined ? {} : { affectedClass: aboutClass }), ...(aboutInstance === undefined ? {} : { affectedInstance: aboutInstance }),
    ...(eventType === undefined ? {} : { eventType }), ...(comment === '' ? {} : { errorComment: comment }),
  };
}

function endOf(error: unknown): AssociationEnd {
  const fault = asFault(error);
  if (fault === null) return 'failed';
  return fault.kind === 'malformed' || fault.kind === 'timeout' ? fault.kind : 'lost';
}

const listenFaults: Readonly<Record<string, ListenFault>> = { EADDRINUSE: 'port-taken', EACCES: 'port-forbidden', EADDRNOTAVAIL: 'address-unknown', ENOTFOUND: 'address-unknown', EINVAL: 'address-unknown' };

function listen(server: Server, { port, bind }: ReceiverSettings): Promise<ListenFault | null> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const fault = listenFaults[errnoOf(error) ?? ''];
      if (fault === undefined) reject(error);
      else resolve(fault);
    });
    server.listen({ port, host: bind, exclusive: true }, () => resolve(null));
  });
}

/** Sweeps halves of a killed run away, then listens. `root`: folder of the incoming store. */
export async function startStorageScp(settings: ReceiverSettings, root: string, tell: (event: ReceiverEvent) => void): Promise<StartedScp> {
  const store = createIncomingStore(root);
  const writable = await store.sweep().then(() => store.freeBytes()).then(() => true, () => false);
  if (!writable) return { ok: false, fault: 'store-unwritable' };
  const provider = new Provider(settings, store, tell);
  const server = createServer((socket) => void provider.serve(socket));
  // Callers over the limit get an answer; a flood of them does not.
  server.maxConnections = settings.maxAssociations + 32;
  const fault = await listen(server, settings);
  if (fault !== null) return { ok: false, fault };
  const address = server.address();
  return { ok: true, scp: {
    port: address !== null && typeof address === 'object' ? address.port : settings.port,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      provider.cut();
    }),
  } };
}

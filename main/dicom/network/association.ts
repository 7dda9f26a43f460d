/** An open association, from either side: whole commands in and out, data sets as streams in both directions. */
import type { Socket } from 'node:net';
import { Malformed } from './byte-reader.ts';
import { decodeCommand, encodeCommand } from './command-set.ts';
import type { CommandSet } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { valueHeaderLength } from './pdu.ts';
import type { DataValue, Pdu } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';

export interface NegotiatedContext {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntax: string;
}

export interface Message {
  readonly context: NegotiatedContext;
  readonly command: CommandSet;
  /** In the pieces it came in. What is not read of it is read and dropped before the next message. */
  readonly dataSet: AsyncIterable<Buffer> | null;
}

export interface AssociationParts {
  readonly socket: Socket;
  readonly units: AsyncGenerator<Pdu, void, undefined>;
  readonly contexts: readonly NegotiatedContext[];
  /** Largest payload of a data unit that the other side takes; 0 for no limit. */
  readonly peerMaxLength: number;
  readonly calling: string;
  readonly called: string;
}

/** A command set is some hundred bytes; a peer that sends more is not serious. */
const longestCommand = 64 * 1024;
/** Data units are not made longer than this, whatever the peer takes. */
const longestPayload = 128 * 1024;

export class Association {
  readonly contexts: readonly NegotiatedContext[];
  readonly calling: string;
  readonly called: string;
  readonly #socket: Socket;
  readonly #units: AsyncGenerator<Pdu, void, undefined>;
  readonly #payload: number;
  readonly #values: DataValue[] = [];
  #unread: AsyncGenerator<Buffer, void, undefined> | null = null;
  #nextMessage = 1;

  constructor(parts: AssociationParts) {
    this.contexts = parts.contexts;
    this.calling = parts.calling;
    this.called = parts.called;
    this.#socket = parts.socket;
    this.#units = parts.units;
    const most = parts.peerMaxLength === 0 ? longestPayload : Math.min(longestPayload, Math.max(1_024, parts.peerMaxLength));
    this.#payload = most - valueHeaderLength;
  }

  /** Message ids of requests, 1 to 65535. */
  newMessageId(): number {
    const id = this.#nextMessage;
    this.#nextMessage = (id % 0xffff) + 1;
    return id;
  }

  /** Context of an abstract syntax, in one of the transfer syntaxes where they are named. */
  contextFor(abstractSyntax: string, transferSyntaxes: readonly string[] | null = null): NegotiatedContext | null {
    return this.contexts.find((context) => context.abstractSyntax === abstractSyntax && (transferSyntaxes?.includes(context.transferSyntax) ?? true)) ?? null;
  }

  /** The next message; null once the other side has released the association. Throws `NetworkFault` and `Malformed`. */
  async receive(): Promise<Message | null> {
    if (this.#unread !== null) for await (const _piece of this.#unread);
    this.#unread = null;
    const pieces: Buffer[] = [];
    for (let length = 0; ;) {
      const value = await this.#value(pieces.length === 0);
      if (value === null) return null;
      if (!value.command) throw new Malformed('a data set without command');
      length += value.bytes.length;
      if (length > longestCommand) throw new Malformed('a command set without end');
      pieces.push(value.bytes);
      if (value.last) return this.#message(value.contextId, Buffer.concat(pieces));
    }
  }

  /** Sends a command, and a data set after it, no faster than the other side takes it. */
  async send(context: NegotiatedContext, command: CommandSet, dataSet: AsyncIterable<Buffer> | null = null): Promise<void> {
    await this.#write({ kind: 'data', values: [{ contextId: context.id, command: true, last: true, bytes: encodeCommand(command) }] });
    if (dataSet === null) return;
    let held: Buffer = Buffer.alloc(0);
    const write = (bytes: Buffer, last: boolean) => this.#write({ kind: 'data', values: [{ contextId: context.id, command: false, last, bytes }] });
    for await (const piece of dataSet) {
      held = held.length === 0 ? piece : Buffer.concat([held, piece]);
      // The last value has to say so: something is always held back for it.
      while (held.length > this.#payload) {
        await write(held.subarray(0, this.#payload), false);
        held = held.subarray(this.#payload);
      }
    }
    await write(held, true);
  }

  /** Asks for the end and waits for the answer. */
  async release(): Promise<void> {
    await this.#write({ kind: 'release-request' });
    for (;;) {
      const { value: unit, done } = await this.#units.next();
      if (done === true || unit.kind === 'release-response' || unit.kind === 'abort') break;
      // Both asked at once: the requestor of the association answers first (PS3.8 section 9.2).
      if (unit.kind === 'release-request') await this.#write({ kind: 'release-response' });
    }
    this.#socket.end();
  }

  /** Ends at once; `reason` as in PS3.8 table 9-26 for faults of the provider. */
  abort(source: 0 | 2 = 0, reason = 0): void {
    if (this.#socket.writable) this.#socket.end(encodePdu({ kind: 'abort', source, reason }));
    // What the peer still sends is not waited for.
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }

  #message(contextId: number, bytes: Buffer): Message {
    const context = this.contexts.find(({ id }) => id === contextId);
    if (context === undefined) throw new Malformed('a message on a context that was not accepted');
    const command = decodeCommand(bytes);
    if (command.hasDataSet) this.#unread = this.#dataSet(contextId);
    return { context, command, dataSet: this.#unread };
  }

  async *#dataSet(contextId: number): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const value = await this.#value(false);
      if (value === null || value.command || value.contextId !== contextId) throw new Malformed('another message within a data set');
      if (value.bytes.length > 0) yield value.bytes;
      if (value.last) return;
    }
  }

  /** Null for a release, which is answered; only between messages may it come. */
  async #value(betweenMessages: boolean): Promise<DataValue | null> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) return value;
      const { value: unit, done } = await this.#units.next();
      if (done === true) throw new NetworkFault('lost', 'the connection ended without release');
      switch (unit.kind) {
        case 'data':
          this.#values.push(...unit.values);
          break;
        case 'release-request':
          if (!betweenMessages) throw new Malformed('a release within a message');
          await this.#write({ kind: 'release-response' });
          this.#socket.end();
          return null;
        case 'abort': throw new NetworkFault('lost', `aborted by the other side (source ${unit.source}, reason ${unit.reason})`);
        default: throw new Malformed('a unit that does not belong into an open association');
      }
    }
  }

  #write(pdu: Pdu): Promise<void> {
    return writeUnit(this.#socket, pdu);
  }
}

/** Resolves when the bytes have been handed to the system. */
export function writeUnit(socket: Socket, pdu: Pdu): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.write(encodePdu(pdu), (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}

/**
 * The Chrome DevTools Protocol over the browser's own pipe (it reads fd 3, writes fd 4): JSON messages, each ended by a zero byte.
 * A pipe rather than a port: no other program can reach it, and the browser ends by itself when this process dies.
 */
import type { Readable, Writable } from 'node:stream';
import { EventEmitter } from 'node:events';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Method = keyof Protocol.CommandParameters;
type EventName = keyof Protocol.Events;

interface Pending {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Incoming {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The browser's end of the pipe; `root` speaks to the browser itself, `session` to one attached target. */
export class CdpConnection {
  readonly root: CdpSession;
  readonly #sessions = new Map<string, CdpSession>();
  readonly #pending = new Map<number, Pending>();
  readonly #output: Writable;
  #lastId = 0;
  #rest: Buffer = Buffer.alloc(0);
  #closed = false;

  constructor(input: Readable, output: Writable) {
    this.#output = output;
    this.root = new CdpSession(this, null);
    input.on('data', (chunk: Buffer) => this.#read(chunk));
    input.on('close', () => this.#close());
    output.on('error', () => this.#close());
  }

  session(id: string): CdpSession {
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const session = new CdpSession(this, id);
    this.#sessions.set(id, session);
    return session;
  }

  /** Rejects when the browser refuses or goes away. */
  request(sessionId: string | null, method: string, params: object): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser has ended`));
    const id = ++this.#lastId;
    const message = JSON.stringify({ id, method, params, ...(sessionId === null ? {} : { sessionId }) });
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.#output.write(`${message}\0`);
    });
  }

  #read(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(0); end >= 0; end = this.#rest.indexOf(0)) {
      const message = JSON.parse(this.#rest.toString('utf8', 0, end)) as Incoming;
      this.#rest = this.#rest.subarray(end + 1);
      this.#dispatch(message);
    }
  }

  #dispatch(message: Incoming): void {
    if (message.id === undefined) {
      const session = message.sessionId === undefined ? this.root : this.session(message.sessionId);
      session.deliver(message.method ?? '', message.params);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.error === undefined) pending?.resolve(message.result);
    else pending?.reject(new Error(`${pending.method}: ${message.error.message}`));
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { method, reject } of this.#pending.values()) reject(new Error(`${method}: the browser has ended`));
    this.#pending.clear();
  }
}

/** One attached target, with the protocol's own types. */
export class CdpSession {
  readonly #connection: CdpConnection;
  readonly #id: string | null;
  readonly #events = new EventEmitter();

  constructor(connection: CdpConnection, id: string | null) {
    this.#connection = connection;
    this.#id = id;
  }

  send<M extends Method>(method: M, params?: Protocol.CommandParameters[M]): Promise<Protocol.CommandReturnValues[M]> {
    return this.#connection.request(this.#id, method, params ?? {}) as Promise<Protocol.CommandReturnValues[M]>;
  }

  on<E extends EventName>(event: E, listener: (payload: Protocol.Events[E]) => void): void {
    this.#events.on(event, listener);
  }

  deliver(event: string, payload: unknown): void {
    this.#events.emit(event, payload);
  }
}

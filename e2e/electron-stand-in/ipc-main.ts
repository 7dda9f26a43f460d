/** Electron's `ipcMain`, and the main end of one window's wire. */
import type { WebSocket } from 'ws';
import { decode, encode } from './codec.ts';
import { EmulatedEmitter } from './emulated.ts';
import type { ToMain, ToPage } from './wire.ts';

type Handler = (event: object, ...args: readonly unknown[]) => unknown;

export class IpcMain extends EmulatedEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (...args) => {
      this.removeHandler(channel);
      return handler(...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Rejects as Electron does where nobody handles the channel. */
  async answer(channel: string, event: object, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return handler(event, ...args);
  }
}

export interface WireOptions {
  readonly ipcMain: IpcMain;
  /** A fresh event object for one message of the page. */
  readonly event: () => object;
  readonly paths: (batch: number, count: number) => Promise<readonly string[]>;
  readonly onPreloadError: (error: Error) => void;
}

/** Messages wait while the page has no connection, as it is before and during a load. */
export class Wire {
  readonly #options: WireOptions;
  readonly #waiting: Uint8Array[] = [];
  readonly #questions = new Map<number, (value: unknown) => void>();
  #socket: WebSocket | null = null;
  #lastQuestion = 0;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** A newly loaded document takes the place of the one before. */
  attach(socket: WebSocket): void {
    this.#socket?.close();
    this.#socket = socket;
    socket.binaryType = 'nodebuffer';
    for (const bytes of this.#waiting.splice(0)) socket.send(bytes);
    socket.on('message', (data) => this.#receive(decode(data as Buffer) as ToMain));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
  }

  send(channel: string, args: readonly unknown[]): void {
    this.#post({ kind: 'event', channel, args });
  }

  ask(message: Omit<Extract<ToPage, { readonly kind: 'ask-files' }>, 'id'> | Omit<Extract<ToPage, { readonly kind: 'ask-button' }>, 'id'>): Promise<unknown> {
    const id = ++this.#lastQuestion;
    return new Promise((resolve) => {
      this.#questions.set(id, resolve);
      this.#post({ ...message, id } as ToPage);
    });
  }

  #post(message: ToPage): void {
    const bytes = encode(message);
    if (this.#socket === null) this.#waiting.push(bytes);
    else this.#socket.send(bytes);
  }

  #receive(message: ToMain): void {
    const { ipcMain, event, paths, onPreloadError } = this.#options;
    switch (message.kind) {
      case 'invoke':
        this.#answer(message.id, ipcMain.answer(message.channel, event(), message.args));
        return;
      case 'send':
        ipcMain.emit(message.channel, event(), ...message.args);
        return;
      case 'paths':
        this.#answer(message.id, paths(message.batch, message.count));
        return;
      case 'reply':
        this.#questions.get(message.id)?.(message.value);
        this.#questions.delete(message.id);
        return;
      case 'preload-error':
        onPreloadError(message.error);
    }
  }

  #answer(id: number, value: Promise<unknown>): void {
    value.then((answer) => this.#post({ kind: 'answer', id, ok: true, value: answer })).catch((reason: unknown) => {
      this.#post({ kind: 'answer', id, ok: false, error: reason instanceof Error ? reason : new Error(String(reason)) });
    });
  }
}

/** The preload's `ipcRenderer`, over a SharedWorker's WebSocket. */
import { decode, encode } from '../codec.ts';
import type { Boot, ButtonRequest, ChosenFiles, FileRequest, ToMain, ToPage } from '../wire.ts';

type Listener = (event: object, ...args: readonly unknown[]) => void;

/** What the page does when main needs its user. */
export interface Asker {
  files(request: FileRequest): Promise<ChosenFiles>;
  button(request: ButtonRequest): Promise<number>;
}

interface Waiting {
  readonly channel: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class IpcRenderer {
  readonly #port: MessagePort;
  readonly #asker: Asker;
  readonly #listeners = new Map<string, { readonly listener: Listener; readonly original: Listener }[]>();
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(boot: Boot, asker: Asker) {
    this.#asker = asker;
    this.#port = new SharedWorker(boot.workerPath).port;
    this.#port.postMessage({ open: `ws://${location.host}${boot.socketPath}` });
    this.#port.onmessage = (event: MessageEvent<ArrayBuffer>) => this.#receive(decode(new Uint8Array(event.data)) as ToPage);
    addEventListener('pagehide', () => this.#port.postMessage('close'));
  }

  invoke(channel: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#request(channel, (id) => ({ kind: 'invoke', id, channel, args }));
  }

  send(channel: string, ...args: readonly unknown[]): void {
    this.#post({ kind: 'send', channel, args });
  }

  /** Paths of files held under `batch`, empty where a file has none. */
  paths(batch: number, count: number): Promise<readonly string[]> {
    return this.#request('paths', (id) => ({ kind: 'paths', id, batch, count })) as Promise<readonly string[]>;
  }

  reportPreloadError(error: Error): void {
    this.#post({ kind: 'preload-error', error });
  }

  on(channel: string, listener: Listener): this {
    return this.#add(channel, listener, listener);
  }

  addListener(channel: string, listener: Listener): this {
    return this.on(channel, listener);
  }

  once(channel: string, listener: Listener): this {
    const once: Listener = (event, ...args) => {
      this.off(channel, listener);
      listener(event, ...args);
    };
    return this.#add(channel, once, listener);
  }

  off(channel: string, listener: Listener): this {
    const all = this.#listeners.get(channel) ?? [];
    const index = all.findLastIndex((entry) => entry.original === listener);
    if (index >= 0) this.#listeners.set(channel, all.toSpliced(index, 1));
    return this;
  }

  removeListener(channel: string, listener: Listener): this {
    return this.off(channel, listener);
  }

  removeAllListeners(channel?: string): this {
    if (channel === undefined) this.#listeners.clear();
    else this.#listeners.delete(channel);
    return this;
  }

  #add(channel: string, listener: Listener, original: Listener): this {
    this.#listeners.set(channel, [...(this.#listeners.get(channel) ?? []), { listener, original }]);
    return this;
  }

  #request(channel: string, message: (id: number) => ToMain): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { channel, resolve, reject });
      this.#post(message(id));
    });
  }

  #post(message: ToMain): void {
    const bytes = encode(message).buffer;
    this.#port.postMessage(bytes, [bytes]);
  }

  #receive(message: ToPage): void {
    switch (message.kind) {
      case 'event':
        for (const { listener } of this.#listeners.get(message.channel) ?? []) listener({ sender: this, ports: [] }, ...message.args);
        return;
      case 'answer': return this.#answer(message);
      case 'ask-files': return this.#reply(message.id, this.#asker.files(message.request));
      case 'ask-button': return this.#reply(message.id, this.#asker.button(message.request));
    }
  }

  #answer(message: Extract<ToPage, { readonly kind: 'answer' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new Error(`Error invoking remote method '${waiting.channel}': ${String(message.error)}`));
  }

  #reply(id: number, value: Promise<unknown>): void {
    value.then(
      (answer) => this.#post({ kind: 'reply', id, value: answer }),
      () => this.#post({ kind: 'reply', id, value: null }),
    );
  }
}

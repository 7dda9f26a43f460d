/**
 * Electron's contextBridge between two JavaScript worlds of one document: the page's and the preload's isolated one.
 * They share the DOM and nothing else, so both speak by synchronous CustomEvents under a secret name; the browser clones `detail` on the way
 * across. Functions cross as numbered proxies in either direction and promises settle later, as in Electron; everything else is copied.
 */

export type Side = 'page' | 'preload';

type Packed =
  | { readonly kind: 'copy'; readonly value: unknown }
  | { readonly kind: 'function'; readonly id: number }
  | { readonly kind: 'promise'; readonly id: number }
  | { readonly kind: 'list'; readonly items: readonly Packed[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Packed])[] };

type Message =
  | { readonly kind: 'expose'; readonly key: string; readonly api: Packed }
  | { readonly kind: 'call'; readonly id: number; readonly args: Packed }
  | Answer
  | { readonly kind: 'settle'; readonly id: number; readonly ok: boolean; readonly value: Packed };
interface Answer {
  readonly kind: 'answer';
  readonly ok: boolean;
  readonly value: Packed;
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

export interface WorldLinkOptions {
  readonly secret: string;
  readonly side: Side;
  /** The other side exposes an object. */
  readonly onExpose?: (key: string, api: unknown) => void;
  /** Files came as arguments: a promise delays the call until something is known about them. */
  readonly beforeFiles?: (files: readonly File[]) => Promise<void>;
}

export class WorldLink {
  readonly #options: WorldLinkOptions;
  readonly #functions = new Map<number, AnyFunction>();
  readonly #idOf = new WeakMap<AnyFunction, number>();
  readonly #promises = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  // Held from the start: the page may replace the globals later.
  readonly #Event = CustomEvent;
  readonly #dispatch = document.dispatchEvent.bind(document);
  #lastId = 0;
  #answer: Answer | null = null;

  constructor(options: WorldLinkOptions) {
    this.#options = options;
    document.addEventListener(`${options.secret}:${options.side}`, (event) => {
      event.stopImmediatePropagation();
      this.#receive((event as CustomEvent<Message | null>).detail);
    });
  }

  expose(key: string, api: unknown): void {
    this.#send({ kind: 'expose', key, api: this.#pack(api) });
  }

  #send(message: Message): void {
    const other: Side = this.#options.side === 'page' ? 'preload' : 'page';
    this.#dispatch(new this.#Event(`${this.#options.secret}:${other}`, { detail: message }));
  }

  #receive(message: Message | null): void {
    if (message === null) {
      this.#answerWith(false, new Error('An object could not be cloned.'));
      return;
    }
    switch (message.kind) {
      case 'expose': return this.#options.onExpose?.(message.key, this.#unpack(message.api));
      case 'answer':
        this.#answer = message;
        return;
      case 'call': return this.#run(message.id, message.args);
      case 'settle': return this.#settle(message);
    }
  }

  /** Calls the other side's function and returns what it returns; a promise comes back as a promise. */
  #call(id: number, args: readonly unknown[]): unknown {
    this.#answer = null;
    this.#send({ kind: 'call', id, args: this.#pack(args) });
    // Dispatch is synchronous and answers nest, so the last answer is this call's own.
    const answer = this.#answer as Answer | null;
    if (answer === null) throw new Error('The other world did not answer.');
    const value = this.#unpack(answer.value);
    if (!answer.ok) throw value;
    return value;
  }

  #run(id: number, packed: Packed): void {
    try {
      const files: File[] = [];
      const args = this.#unpack(packed, files) as readonly unknown[];
      const call = (): unknown => this.#functions.get(id)?.(...args);
      const delayed = files.length > 0 ? this.#options.beforeFiles?.(files) : undefined;
      this.#answerWith(true, delayed === undefined ? call() : delayed.then(call));
    } catch (error) {
      this.#answerWith(false, error);
    }
  }

  #answerWith(ok: boolean, value: unknown): void {
    this.#send({ kind: 'answer', ok, value: this.#pack(value) });
  }

  #settle(message: { readonly id: number; readonly ok: boolean; readonly value: Packed }): void {
    const promise = this.#promises.get(message.id);
    this.#promises.delete(message.id);
    const value = this.#unpack(message.value);
    if (message.ok) promise?.resolve(value);
    else promise?.reject(value);
  }

  #pack(value: unknown): Packed {
    if (typeof value === 'function') return { kind: 'function', id: this.#register(value as AnyFunction) };
    if (value instanceof Promise) return { kind: 'promise', id: this.#follow(value) };
    if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => this.#pack(item)) };
    if (isPlain(value)) return { kind: 'object', entries: Object.entries(value).map(([key, part]) => [key, this.#pack(part)] as const) };
    return { kind: 'copy', value };
  }

  #unpack(packed: Packed, files: File[] = []): unknown {
    switch (packed.kind) {
      case 'copy':
        if (packed.value instanceof File) files.push(packed.value);
        return packed.value;
      case 'function': return (...args: readonly unknown[]) => this.#call(packed.id, args);
      case 'promise': return new Promise((resolve, reject) => this.#promises.set(packed.id, { resolve, reject }));
      case 'list': return packed.items.map((item) => this.#unpack(item, files));
      case 'object': return Object.fromEntries(packed.entries.map(([key, part]) => [key, this.#unpack(part, files)]));
    }
  }

  #register(value: AnyFunction): number {
    const known = this.#idOf.get(value);
    if (known !== undefined) return known;
    const id = ++this.#lastId;
    this.#functions.set(id, value);
    this.#idOf.set(value, id);
    return id;
  }

  #follow(promise: Promise<unknown>): number {
    const id = ++this.#lastId;
    promise.then(
      (value) => this.#send({ kind: 'settle', id, ok: true, value: this.#pack(value) }),
      (error: unknown) => this.#send({ kind: 'settle', id, ok: false, value: this.#pack(error) }),
    );
    return id;
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

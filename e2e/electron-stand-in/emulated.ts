/** What the stand-in does not emulate fails loudly: reading an unknown member throws, instead of `undefined` failing somewhere later. */
import { EventEmitter } from 'node:events';

/** Looked up by the language, by Node and by test tools on any object; their absence means nothing. */
const askedOfEverything = new Set(['then', 'toJSON', 'domain', 'asymmetricMatch', 'nodeType', 'inspect', 'length', 'stack', 'cause']);

function strictPrototype(name: string | null, base: object): object {
  return new Proxy(base, {
    get(target, key, receiver: object) {
      if (key in target || typeof key === 'symbol' || askedOfEverything.has(key)) return Reflect.get(target, key, receiver) as unknown;
      throw new Error(`[stand-in] electron: ${name ?? receiver.constructor.name}.${key} is not emulated`);
    },
  });
}

/** Makes a plain object strict; `name` is Electron's name for it. */
export function emulate<T extends object>(name: string, members: T): T {
  Object.setPrototypeOf(members, strictPrototype(name, Object.prototype));
  return members;
}

/** A module of Electron's of which nothing is emulated: naming it is fine, using it is not. */
export function unemulated(name: string): object {
  const refuse = (): never => {
    throw new Error(`[stand-in] electron: ${name} is not emulated`);
  };
  return new Proxy(function () {}, { get: (target, key) => (typeof key === 'symbol' || askedOfEverything.has(key) ? Reflect.get(target, key) : refuse()), construct: refuse, apply: refuse });
}

/** Base of the classes that emit events. */
export class EmulatedEmitter extends EventEmitter {}
Object.setPrototypeOf(EmulatedEmitter.prototype, strictPrototype(null, EventEmitter.prototype));

/** An event whose default a listener may prevent. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(members: T): T & PreventableEvent {
  let prevented = false;
  return Object.assign(Object.defineProperty(members, 'defaultPrevented', { get: () => prevented }) as T & { readonly defaultPrevented: boolean }, {
    preventDefault: () => {
      prevented = true;
    },
  });
}

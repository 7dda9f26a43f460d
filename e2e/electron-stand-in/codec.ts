/**
 * Messages on the wire between page and main: u32 length of the JSON (little endian), the JSON, then binary attachments, each at an 8-byte boundary.
 * Carries what structured clone carries and JSON does not: undefined, NaN, dates, maps, sets, bigints, errors, ArrayBuffers and typed arrays.
 * Runs in both worlds, so it knows neither Node nor the DOM.
 */

const tag = '$';
const alignment = 8;

const arrayTypes = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array,
} as const;
type ArrayTypeName = keyof typeof arrayTypes;
const errorTypes = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as const;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

interface Envelope {
  readonly value: Json;
  /** Bytes of each attachment, in order. */
  readonly sizes: readonly number[];
}

/** Throws `An object could not be cloned.` for functions, symbols and cycles, as Electron does for the first two. */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  const attachments: Uint8Array[] = [];
  const packed = pack(value, attachments, new Set());
  const json = new TextEncoder().encode(JSON.stringify({ value: packed, sizes: attachments.map((bytes) => bytes.byteLength) } satisfies Envelope));
  const total = attachments.reduce((at, bytes) => align(at) + bytes.byteLength, 4 + json.byteLength);
  const message = new Uint8Array(total);
  new DataView(message.buffer).setUint32(0, json.byteLength, true);
  message.set(json, 4);
  let at = 4 + json.byteLength;
  for (const bytes of attachments) {
    at = align(at);
    message.set(bytes, at);
    at += bytes.byteLength;
  }
  return message;
}

/** The inverse of `encode`. Throws on a message that `encode` did not write. */
export function decode(message: Uint8Array): unknown {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const length = view.getUint32(0, true);
  const envelope = JSON.parse(new TextDecoder().decode(message.subarray(4, 4 + length))) as Envelope;
  const attachments: ArrayBuffer[] = [];
  let at = 4 + length;
  for (const size of envelope.sizes) {
    at = align(at);
    const from = message.byteOffset + at;
    // Not message.slice: Node's Buffer gives a view of its pool there.
    attachments.push(message.buffer.slice(from, from + size) as ArrayBuffer);
    at += size;
  }
  return unpack(envelope.value, attachments);
}

function align(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function pack(value: unknown, attachments: Uint8Array[], ancestors: Set<object>): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { [tag]: ['number', Object.is(value, -0) ? '-0' : String(value)] };
    case 'undefined':
      return { [tag]: ['undefined'] };
    case 'bigint':
      return { [tag]: ['bigint', String(value)] };
    case 'function':
    case 'symbol':
      throw new Error('An object could not be cloned.');
    case 'object':
      return value === null ? null : packObject(value, attachments, ancestors);
  }
}

function packObject(value: object, attachments: Uint8Array[], ancestors: Set<object>): Json {
  if (value instanceof ArrayBuffer) return { [tag]: ['ArrayBuffer', attachments.push(new Uint8Array(value)) - 1] };
  if (ArrayBuffer.isView(value)) return packView(value, attachments);
  if (value instanceof Date) return { [tag]: ['Date', value.getTime()] };
  if (value instanceof RegExp) return { [tag]: ['RegExp', value.source, value.flags] };
  if (ancestors.has(value)) throw new Error('An object could not be cloned.');
  ancestors.add(value);
  const inner = (part: unknown): Json => pack(part, attachments, ancestors);
  const packed = packContainer(value, inner);
  ancestors.delete(value);
  return packed;
}

function packContainer(value: object, inner: (part: unknown) => Json): Json {
  if (Array.isArray(value)) return value.map(inner);
  if (value instanceof Map) return { [tag]: ['Map', inner([...value])] };
  if (value instanceof Set) return { [tag]: ['Set', inner([...value])] };
  if (value instanceof Error) return { [tag]: ['Error', value.name, value.message, value.stack ?? '', inner(value.cause)] };
  const entries = Object.entries(value).map(([key, part]) => [key, inner(part)] as const);
  const plain = Object.fromEntries(entries);
  return tag in plain ? { [tag]: ['object', plain] } : plain;
}

function packView(value: ArrayBufferView, attachments: Uint8Array[]): Json {
  const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  // Subclasses (Node's Buffer) arrive as the typed array they are made of.
  const name = value instanceof DataView ? 'DataView' : (Object.keys(arrayTypes) as ArrayTypeName[]).find((type) => value instanceof arrayTypes[type]);
  if (name === undefined) throw new Error('An object could not be cloned.');
  return { [tag]: ['view', name, attachments.push(bytes) - 1] };
}

function unpack(value: Json, attachments: readonly ArrayBuffer[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((part) => unpack(part, attachments));
  const tagged = value[tag];
  if (tagged !== undefined && isList(tagged)) return unpackTagged(tagged, attachments);
  return unpackEntries(value, attachments);
}

function unpackEntries(value: { readonly [key: string]: Json }, attachments: readonly ArrayBuffer[]): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unpack(part, attachments)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function unpackTagged([kind, first = null, second = null, third = null, fourth = null]: readonly Json[], attachments: readonly ArrayBuffer[]): unknown {
  switch (kind) {
    case 'undefined': return undefined;
    case 'number': return Number(first);
    case 'bigint': return BigInt(String(first));
    case 'Date': return new Date(Number(first));
    case 'RegExp': return new RegExp(String(first), String(second));
    case 'ArrayBuffer': return attachments[Number(first)];
    case 'view': return unpackView(String(first), attachments[Number(second)] ?? new ArrayBuffer(0));
    case 'Map': return new Map(unpack(first, attachments) as [unknown, unknown][]);
    case 'Set': return new Set(unpack(first, attachments) as unknown[]);
    case 'Error': return unpackError(String(first), String(second), String(third), unpack(fourth, attachments));
    case 'object': return unpackEntries(first as { readonly [key: string]: Json }, attachments);
    default: throw new Error(`Unknown kind on the wire: ${String(kind)}`);
  }
}

function unpackView(name: string, buffer: ArrayBuffer): ArrayBufferView {
  if (name === 'DataView') return new DataView(buffer);
  return new arrayTypes[name as ArrayTypeName](buffer);
}

function unpackError(name: string, message: string, stack: string, cause: unknown): Error {
  const type = errorTypes[name as keyof typeof errorTypes] ?? Error;
  const error = new type(message, cause === undefined ? undefined : { cause });
  if (error.name !== name) error.name = name;
  Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true, enumerable: false });
  return error;
}

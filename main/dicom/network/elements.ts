/** The elements of a small data set, or of the beginning of a large one: values as bytes, sequences as trees. */
import { Malformed } from './byte-reader.ts';
import { deflated, explicitBig, implicitLittle } from './sop-classes.ts';

export interface ReadElement {
  readonly value: Buffer;
  /** Items of a sequence; none otherwise. */
  readonly items: readonly ElementTree[];
}

/** By tag, eight lower-case hex digits. */
export type ElementTree = ReadonlyMap<string, ReadElement>;

export interface Syntax {
  readonly explicit: boolean;
  readonly little: boolean;
}

export function syntaxOf(transferSyntax: string): Syntax {
  return { explicit: transferSyntax !== implicitLittle, little: transferSyntax !== explicitBig };
}

export function isDeflated(transferSyntax: string): boolean {
  return transferSyntax === deflated;
}

/** Value representations with a length of four bytes (PS3.5 section 7.1.2). */
const longVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffff_ffff;
const itemTag = 'fffee000';
const itemEnd = 'fffee00d';
const sequenceEnd = 'fffee0dd';
/** Sequences within sequences; real ones have four or so. */
const deepest = 16;

/** The bytes ended before the element did: what was read before it stands. */
class Cut extends Error {}

interface Header {
  readonly tag: string;
  readonly vr: string;
  readonly length: number;
}

class Scanner {
  readonly #bytes: Buffer;
  readonly #syntax: Syntax;
  at = 0;

  constructor(bytes: Buffer, syntax: Syntax) {
    this.#bytes = bytes;
    this.#syntax = syntax;
  }

  get done(): boolean {
    return this.at >= this.#bytes.length;
  }

  take(length: number): Buffer {
    if (this.at + length > this.#bytes.length) throw new Cut();
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  header(): Header {
    const head = this.take(4);
    const group = this.#syntax.little ? head.readUInt16LE(0) : head.readUInt16BE(0);
    const number = this.#syntax.little ? head.readUInt16LE(2) : head.readUInt16BE(2);
    const tag = group.toString(16).padStart(4, '0') + number.toString(16).padStart(4, '0');
    if (group === 0xfffe || !this.#syntax.explicit) return { tag, vr: '', length: this.#long() };
    const vr = this.take(2).toString('latin1');
    if (!/^[A-Z]{2}$/.test(vr)) throw new Malformed('an element without value representation');
    if (!longVrs.has(vr)) {
      const short = this.take(2);
      return { tag, vr, length: this.#syntax.little ? short.readUInt16LE() : short.readUInt16BE() };
    }
    this.take(2);
    return { tag, vr, length: this.#long() };
  }

  #long(): number {
    const bytes = this.take(4);
    return this.#syntax.little ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }

  /** Reads on at the same place in another syntax. */
  within<T>(syntax: Syntax, read: (scanner: Scanner, syntax: Syntax) => T): T {
    const other = new Scanner(this.#bytes, syntax);
    other.at = this.at;
    const result = read(other, syntax);
    this.at = other.at;
    return result;
  }

  /** Does an item follow, so that this is a sequence though nothing says so? */
  itemFollows(): boolean {
    const next = this.#bytes.subarray(this.at, this.at + 4);
    return next.length === 4 && next.equals(this.#syntax.little ? Buffer.from([0xfe, 0xff, 0x00, 0xe0]) : Buffer.from([0xff, 0xfe, 0xe0, 0x00]));
  }
}

function readItems(scanner: Scanner, end: number, depth: number, syntax: Syntax): readonly ElementTree[] {
  if (depth > deepest) throw new Malformed('sequences nested without end');
  const items: ElementTree[] = [];
  while (scanner.at < end) {
    const { tag, length } = scanner.header();
    if (tag === sequenceEnd) break;
    if (tag !== itemTag) throw new Malformed('a sequence with something else than items');
    if (length === undefinedLength) items.push(readUntil(scanner, end, depth + 1, syntax, null));
    else items.push(readElements(scanner.take(length), syntax, depth + 1));
  }
  return items;
}

function readValue(scanner: Scanner, { vr, length }: Header, end: number, depth: number, syntax: Syntax): ReadElement {
  // An unknown value of undefined length is a sequence in implicit VR (PS3.5 section 6.2.2).
  if (length === undefinedLength && vr === 'UN') return { value: Buffer.alloc(0), items: scanner.within({ ...syntax, explicit: false }, (rest, inner) => readItems(rest, end, depth, inner)) };
  if (length === undefinedLength) return { value: Buffer.alloc(0), items: readItems(scanner, end, depth, syntax) };
  if (vr === 'SQ' || (vr === '' && length >= 8 && scanner.itemFollows())) {
    const within = new Scanner(scanner.take(length), syntax);
    return { value: Buffer.alloc(0), items: readItems(within, length, depth, syntax) };
  }
  return { value: scanner.take(length), items: [] };
}

function readUntil(scanner: Scanner, end: number, depth: number, syntax: Syntax, lastTag: string | null): ElementTree {
  const found = new Map<string, ReadElement>();
  while (scanner.at < end) {
    const header = scanner.header();
    if (header.tag === itemEnd || header.tag === sequenceEnd) break;
    if (lastTag !== null && header.tag > lastTag) break;
    found.set(header.tag, readValue(scanner, header, end, depth, syntax));
  }
  return found;
}

function readElements(bytes: Buffer, syntax: Syntax, depth: number): ElementTree {
  return readUntil(new Scanner(bytes, syntax), bytes.length, depth, syntax, null);
}

/** All of a data set (inflated already). Throws `Malformed`, also where it is cut. */
export function readDataSet(bytes: Buffer, syntax: Syntax): ElementTree {
  try {
    return readElements(bytes, syntax, 0);
  } catch (error) {
    throw error instanceof Cut ? new Malformed('a data set that is cut') : error;
  }
}

/** The elements up to and with `lastTag`, as far as the bytes go: the last may be missing where they end. Throws `Malformed`. */
export function readBeginning(bytes: Buffer, syntax: Syntax, lastTag: string): ElementTree {
  const scanner = new Scanner(bytes, syntax);
  const found = new Map<string, ReadElement>();
  try {
    while (!scanner.done) {
      const header = scanner.header();
      if (header.tag > lastTag) break;
      found.set(header.tag, readValue(scanner, header, bytes.length, 0, syntax));
    }
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
  }
  return found;
}

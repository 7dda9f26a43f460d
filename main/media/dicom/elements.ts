import type { ByteSource } from './byte-source.ts';
import { item, itemEnd, sequenceEnd, tags } from './tags.ts';

/** How the elements of a data set are written (PS3.5 section 7 and annex A). */
export interface Encoding {
  readonly explicit: boolean;
  readonly bigEndian: boolean;
}

export interface Fragment {
  readonly offset: number;
  readonly length: number;
}

/** One element where it lies; its value is read when it is asked for. */
export interface Element {
  readonly tag: number;
  /** As written or as the dictionary says; empty where neither does. */
  readonly vr: string;
  /** Of the value, from the source's start. */
  readonly offset: number;
  /** Of the value, bytes that are there. */
  readonly length: number;
  /** Of a sequence. */
  readonly items: readonly DataSet[] | null;
  /** Of encapsulated pixel data: first the basic offset table's, then the frames'. */
  readonly fragments: readonly Fragment[] | null;
  /** The file ends before the value does. */
  readonly cut: boolean;
}

export interface DataSet {
  readonly source: ByteSource;
  readonly encoding: Encoding;
  readonly elements: ReadonlyMap<number, Element>;
}

export interface ParsedDataSet {
  readonly dataSet: DataSet;
  /** The file ends, or stops making sense, before the data set does; what came before is there. */
  readonly cut: boolean;
}

/** The value representation of a tag, for implicit encodings and unknown values; null where the dictionary does not know it. */
export type Dictionary = (tag: number) => string | null;

const undefinedLength = 0xffff_ffff;
/** Deeper nesting and more elements than any real data set has. */
const deepest = 40;
const mostElements = 2_000_000;
/** Values of these have a 32-bit length in explicit encodings (PS3.5 table 7.1-1). */
const long = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const short = new Set(['AE', 'AS', 'AT', 'CS', 'DA', 'DS', 'DT', 'FD', 'FL', 'IS', 'LO', 'LT', 'PN', 'SH', 'SL', 'SS', 'ST', 'TM', 'UI', 'UL', 'US']);

/** Whether two bytes name a value representation of the standard. */
export function isKnownVr(vr: string): boolean {
  return long.has(vr) || short.has(vr);
}

export function tagAt(bytes: Buffer, at: number, bigEndian: boolean): number {
  return bigEndian ? bytes.readUInt16BE(at) * 0x1_0000 + bytes.readUInt16BE(at + 2) : bytes.readUInt16LE(at) * 0x1_0000 + bytes.readUInt16LE(at + 2);
}

interface Head {
  readonly tag: number;
  readonly vr: string;
  readonly length: number;
  readonly valueAt: number;
}

/** Elements in bounds of `from` and `to`, in order. Never throws for what a file holds: it stops where sense ends and says so. */
export function parseDataSet(source: ByteSource, from: number, to: number, encoding: Encoding, dictionary: Dictionary): ParsedDataSet {
  const parser = new Parser(source, dictionary);
  const { dataSet } = parser.set(from, Math.min(to, source.size), encoding, 0, false);
  return { dataSet, cut: parser.cut };
}

class Parser {
  readonly #source: ByteSource;
  readonly #dictionary: Dictionary;
  #count = 0;
  cut = false;

  constructor(source: ByteSource, dictionary: Dictionary) {
    this.#source = source;
    this.#dictionary = dictionary;
  }

  /** `open`: an item without a length, which ends at its delimiter. */
  set(from: number, to: number, encoding: Encoding, depth: number, open: boolean): { readonly dataSet: DataSet; readonly end: number } {
    const elements = new Map<number, Element>();
    let at = from;
    while (at < to && !this.cut) {
      const head = this.#head(at, to, encoding);
      if (head === null) {
        at = to;
        break;
      }
      if (head.tag === itemEnd && open) return { dataSet: { source: this.#source, encoding, elements }, end: head.valueAt };
      at = head.valueAt;
      // Delimiters without a partner are passed over, as others do; they carry nothing.
      if (head.tag === itemEnd || head.tag === sequenceEnd || head.tag === item) continue;
      const element = this.#element(head, to, encoding, depth);
      if (element === null) break;
      elements.set(element.tag, element);
      at = this.#end;
    }
    if (open && at >= to) this.cut = true;
    return { dataSet: { source: this.#source, encoding, elements }, end: at };
  }

  /** Where the element that was parsed last ends, delimiters included. */
  #end = 0;

  #head(at: number, to: number, encoding: Encoding): Head | null {
    const bytes = this.#source.read(at, Math.min(12, to - at));
    if (bytes.length < 8) {
      // A few zeros are padding.
      if (bytes.some((byte) => byte !== 0)) this.cut = true;
      return null;
    }
    const { bigEndian } = encoding;
    const tag = tagAt(bytes, 0, bigEndian);
    const length32 = (offset: number) => (bigEndian ? bytes.readUInt32BE(offset) : bytes.readUInt32LE(offset));
    const length16 = (offset: number) => (bigEndian ? bytes.readUInt16BE(offset) : bytes.readUInt16LE(offset));
    if (tag === 0 && length32(4) === 0) return null;
    if (tag === item || tag === itemEnd || tag === sequenceEnd) return { tag, vr: '', length: length32(4), valueAt: at + 8 };
    if (!encoding.explicit) return { tag, vr: this.#dictionary(tag) ?? '', length: length32(4), valueAt: at + 8 };
    const vr = bytes.toString('latin1', 4, 6);
    if (short.has(vr)) return { tag, vr, length: length16(6), valueAt: at + 8 };
    if (long.has(vr)) return bytes.length < 12 ? this.#stop() : { tag, vr, length: length32(8), valueAt: at + 12 };
    // Letters that the standard does not know use the long form (PS3.5 7.1.2) unless only the short one fits; anything else was written implicitly.
    if (/^[A-Z]{2}$/.test(vr)) {
      const fits = bytes.length === 12 && length16(6) === 0 && length32(8) <= to - at - 12;
      return fits ? { tag, vr: 'UN', length: length32(8), valueAt: at + 12 } : { tag, vr: 'UN', length: length16(6), valueAt: at + 8 };
    }
    // Written with the value representation left out, or with one that is no text: some devices write those with the short form.
    const implicitFits = length32(4) <= to - at - 8 || length32(4) === undefinedLength;
    return { tag, vr: this.#dictionary(tag) ?? 'UN', length: implicitFits ? length32(4) : length16(6), valueAt: at + 8 };
  }

  #stop(): null {
    this.cut = true;
    return null;
  }

  #element(head: Head, to: number, encoding: Encoding, depth: number): Element | null {
    this.#count += 1;
    if (this.#count > mostElements || depth > deepest) return this.#stop();
    const known = head.vr === '' || head.vr === 'UN' ? (this.#dictionary(head.tag) ?? head.vr) : head.vr;
    if (head.length === undefinedLength) return this.#open(head, known, to, encoding, depth);
    const length = Math.min(head.length, to - head.valueAt);
    const cut = length < head.length;
    this.#end = head.valueAt + length;
    if (cut) this.cut = true;
    // Unknown values that the dictionary knows as sequences are written implicitly (PS3.5 6.2.2).
    if (known === 'SQ') {
      const inner = head.vr === 'UN' ? { explicit: false, bigEndian: false } : encoding;
      const end = this.#end;
      const items = this.#within(() => this.#items(head.valueAt, end, inner, depth, true));
      this.#end = end;
      return { tag: head.tag, vr: 'SQ', offset: head.valueAt, length, items, fragments: null, cut };
    }
    return { tag: head.tag, vr: known, offset: head.valueAt, length, items: null, fragments: null, cut };
  }

  /** A value without a length: a sequence, or encapsulated pixel data. */
  #open(head: Head, known: string, to: number, encoding: Encoding, depth: number): Element | null {
    const isSequence = known === 'SQ' || ((known === 'UN' || known === '') && head.tag !== tags.PixelData);
    if (isSequence) {
      const inner = head.vr === 'UN' ? { explicit: false, bigEndian: false } : encoding;
      const items = this.#items(head.valueAt, to, inner, depth, false);
      return { tag: head.tag, vr: 'SQ', offset: head.valueAt, length: this.#end - head.valueAt, items, fragments: null, cut: this.cut };
    }
    const fragments = this.#fragments(head.valueAt, to, encoding.bigEndian);
    return { tag: head.tag, vr: known === '' ? 'OB' : known, offset: head.valueAt, length: this.#end - head.valueAt, items: null, fragments, cut: this.cut };
  }

  #items(from: number, to: number, encoding: Encoding, depth: number, bounded: boolean): DataSet[] {
    const items: DataSet[] = [];
    let at = from;
    while (at + 8 <= to && !this.cut) {
      const bytes = this.#source.read(at, 8);
      if (bytes.length < 8) break;
      const tag = tagAt(bytes, 0, encoding.bigEndian);
      const length = encoding.bigEndian ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
      at += 8;
      if (tag === sequenceEnd) {
        this.#end = bounded ? to : at;
        return items;
      }
      if (tag !== item || depth >= deepest) {
        this.cut = true;
        break;
      }
      const open = length === undefinedLength;
      const end = open ? to : at + length;
      if (end > to) this.cut = true;
      const parse = () => this.set(at, Math.min(end, to), this.#itemEncoding(at, encoding), depth + 1, open);
      const inner = open ? parse() : this.#within(parse);
      items.push(inner.dataSet);
      at = open ? inner.end : end;
    }
    if (!bounded) this.cut = true;
    this.#end = to < at ? to : bounded ? to : at;
    return items;
  }

  /** Inside an unknown sequence some devices go on explicitly all the same. */
  #itemEncoding(at: number, encoding: Encoding): Encoding {
    if (encoding.explicit) return encoding;
    const bytes = this.#source.read(at, 6);
    return bytes.length === 6 && isKnownVr(bytes.toString('latin1', 4, 6)) ? { ...encoding, explicit: true } : encoding;
  }

  /** What has its own length does not harm what follows it, whatever it holds. */
  #within<T>(parse: () => T): T {
    const before = this.cut;
    this.cut = false;
    const parsed = parse();
    this.cut = before;
    return parsed;
  }

  #fragments(from: number, to: number, bigEndian: boolean): Fragment[] {
    const fragments: Fragment[] = [];
    let at = from;
    while (at + 8 <= to) {
      const bytes = this.#source.read(at, 8);
      const tag = tagAt(bytes, 0, bigEndian);
      const claimed = bigEndian ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
      at += 8;
      if (tag === sequenceEnd) {
        this.#end = at;
        return fragments;
      }
      if (tag !== item || fragments.length >= mostElements) break;
      const length = Math.min(claimed, to - at);
      fragments.push({ offset: at, length });
      at += length;
    }
    this.cut = true;
    this.#end = to;
    return fragments;
  }
}

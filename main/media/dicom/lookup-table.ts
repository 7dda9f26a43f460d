import { broken } from './broken.ts';
import type { DataSet } from './elements.ts';
import { integers } from './values.ts';

/** A look-up table of PS3.3 C.11.1 and C.7.6.3.1.5: input value `first` gives `entries[0]`; outside, the nearest entry. */
export interface LookupTable {
  readonly first: number;
  /** Bits of an entry. */
  readonly bits: number;
  readonly entries: Uint16Array | Uint8Array;
}

export interface LookupTags {
  readonly descriptor: number;
  readonly data: number;
  /** (0028,122x); null where tables of this kind are never segmented. */
  readonly segmented: number | null;
}

/** Reads a table; null where the data set has none. Throws `BrokenDicom` where it is none. */
export function readLookupTable(set: DataSet, which: LookupTags, signed: boolean): LookupTable | null {
  const [count, , bits] = integers(set, which.descriptor, { bits: 16 });
  if (count === undefined || bits === undefined) return null;
  const firsts = integers(set, which.descriptor, { bits: 16, signed: true });
  // The first mapped value is signed where the pixels are; its element's representation often is not.
  const raw = integers(set, which.descriptor, { bits: 16 })[1] ?? 0;
  const first = signed && raw > 32_767 ? raw - 65_536 : signed ? (firsts[1] ?? raw) : raw;
  const length = count === 0 ? 65_536 : count;
  const words = tableWords(set, which, length, bits);
  if (words.length === 0) return broken('look-up table without entries');
  const entries = words.length >= length ? words.subarray(0, length) : words;
  // Tables of 16 bits with 8-bit values inside are common.
  const wide = bits > 8 && entries.some((entry) => entry > 255);
  return { first, bits: wide ? bits : 8, entries };
}

function tableWords(set: DataSet, { data, segmented }: LookupTags, length: number, bits: number): Uint16Array {
  const element = set.elements.get(data);
  const packed = bits <= 8 && element !== undefined && element.length < 2 * length;
  const plain = words(set, data, packed);
  if (plain.length > 0) return plain;
  return segmented === null ? plain : expand(words(set, segmented, bits <= 8), length, bits <= 8 ? 4 : 2);
}

/** Entries of one byte each where `packed`: two in a word, the lower first. */
function words(set: DataSet, tag: number, packed: boolean): Uint16Array {
  const element = set.elements.get(tag);
  if (element === undefined) return new Uint16Array(0);
  const bytes = Buffer.from(set.source.read(element.offset, Math.min(element.length, 1 << 20)));
  if (set.encoding.bigEndian && bytes.length % 2 === 0 && element.vr !== 'OB') bytes.swap16();
  return packed ? Uint16Array.from(bytes) : Uint16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16LE(2 * i));
}

/** Segments (PS3.3 C.7.9.2): 0 discrete, 1 linear, 2 indirect, the last pointing to segments that came before by an offset that takes `offsetItems` of `coded`. */
function expand(coded: Uint16Array, length: number, offsetItems: 2 | 4): Uint16Array {
  const entries: number[] = [];
  const step = (at: number): number => {
    const opcode = coded[at];
    const count = coded[at + 1] ?? 0;
    if (opcode === 0) {
      entries.push(...coded.subarray(at + 2, at + 2 + count));
      return at + 2 + count;
    }
    if (opcode === 1) {
      const end = coded[at + 2] ?? 0;
      const start = entries.at(-1) ?? broken('segmented table starts with a slope');
      for (let i = 1; i <= count; i++) entries.push(Math.round(start + ((end - start) * i) / count));
      return at + 3;
    }
    if (opcode === 2) {
      let target = coded.subarray(at + 2, at + 2 + offsetItems).reduce((sum, item, i) => sum + item * 2 ** ((32 / offsetItems) * i), 0);
      for (let i = 0; i < count && entries.length < length; i++) {
        if ((coded[target] ?? 2) === 2) broken('segmented table points at no segment');
        target = step(target);
      }
      return at + 2 + offsetItems;
    }
    return broken('segmented table with an unknown segment');
  };
  for (let at = 0; at < coded.length && entries.length < length; ) at = step(at);
  return Uint16Array.from(entries);
}

/** The entry for a value. */
export function lookUp(table: LookupTable, value: number): number {
  const at = Math.max(0, Math.min(table.entries.length - 1, Math.round(value) - table.first));
  return table.entries[at] ?? 0;
}

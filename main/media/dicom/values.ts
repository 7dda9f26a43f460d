import type { DataSet, Element } from './elements.ts';

/** Values longer than this are not read as text or numbers; look-up tables have 65,536 entries at most. */
const longest = 1 << 20;

function bytesOf(set: DataSet, element: Element): Buffer {
  return set.source.read(element.offset, Math.min(element.length, longest));
}

/** PS3.3 C.12.1.1.2 as labels of the encoding standard; what is not there is read as Latin-1, which at least shows ASCII. */
const encodings: Readonly<Record<string, string>> = {
  'ISO_IR 6': 'latin1', 'ISO_IR 100': 'latin1', 'ISO_IR 101': 'iso-8859-2', 'ISO_IR 109': 'iso-8859-3', 'ISO_IR 110': 'iso-8859-4', 'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6', 'ISO_IR 126': 'iso-8859-7', 'ISO_IR 138': 'iso-8859-8', 'ISO_IR 148': 'windows-1254', 'ISO_IR 203': 'iso-8859-15', 'ISO_IR 166': 'windows-874',
  'ISO_IR 13': 'shift_jis', 'ISO_IR 192': 'utf-8', GB18030: 'gb18030', GBK: 'gbk',
};

/** Decoder of a data set's text; code extensions (ISO 2022) by the set that they switch to most. */
export function textDecoder(characterSet: readonly string[]): (bytes: Buffer) => string {
  const names = characterSet.map((name) => name.replace('ISO 2022 IR ', 'ISO_IR ').trim());
  const extended = names.some((name) => name === 'ISO_IR 87' || name === 'ISO_IR 159') ? 'iso-2022-jp' : names.some((name) => name === 'ISO_IR 149') ? 'euc-kr' : names.some((name) => name === 'ISO_IR 58') ? 'gb2312' : null;
  const label = extended ?? names.map((name) => encodings[name]).findLast((known) => known !== undefined) ?? 'latin1';
  const decoder = new TextDecoder(label);
  // What is left of code extensions is not text.
  return (bytes) => decoder.decode(bytes).replaceAll(new RegExp(`${String.fromCharCode(27)}[$()-/][@-~]+`, 'g'), '');
}

/** Text of an element without its padding; empty where it is absent. `decode` for values that people wrote. */
export function text(set: DataSet, tag: number, decode: (bytes: Buffer) => string = (bytes) => bytes.toString('latin1')): string {
  const element = set.elements.get(tag);
  if (element === undefined || element.items !== null || element.fragments !== null) return '';
  return decode(bytesOf(set, element)).replace(/[\0 ]+$/, '').trim();
}

/** The values of a text element, split at backslashes. */
export function texts(set: DataSet, tag: number): string[] {
  const all = text(set, tag);
  return all === '' ? [] : all.split('\\').map((value) => value.trim());
}

/** Decimal or integer strings as numbers; those that are none are left out. */
export function decimals(set: DataSet, tag: number): number[] {
  return texts(set, tag).filter((value) => value !== '').map(Number).filter(Number.isFinite);
}

/** Whole numbers of a binary element (or of one written as text), as many as there are; `signed` where its representation is not written down. */
export function integers(set: DataSet, tag: number, options: { readonly bits?: 16 | 32; readonly signed?: boolean } = {}): number[] {
  const element = set.elements.get(tag);
  if (element === undefined || element.items !== null || element.fragments !== null) return [];
  if (element.vr === 'IS' || element.vr === 'DS') return decimals(set, tag);
  const bytes = bytesOf(set, element);
  const { bigEndian } = set.encoding;
  const wide = element.vr === 'UL' || element.vr === 'SL' || (element.vr !== 'US' && element.vr !== 'SS' && element.vr !== 'OW' && options.bits === 32);
  const signed = element.vr === 'SL' || element.vr === 'SS' || (element.vr !== 'UL' && element.vr !== 'US' && options.signed === true);
  const step = wide ? 4 : 2;
  return Array.from({ length: Math.floor(bytes.length / step) }, (_, i) => {
    const at = i * step;
    if (wide) return signed ? (bigEndian ? bytes.readInt32BE(at) : bytes.readInt32LE(at)) : bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    return signed ? (bigEndian ? bytes.readInt16BE(at) : bytes.readInt16LE(at)) : bigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  });
}

/** First whole number of an element; null where it is absent. */
export function integer(set: DataSet, tag: number, options: { readonly bits?: 16 | 32; readonly signed?: boolean } = {}): number | null {
  return integers(set, tag, options)[0] ?? null;
}

/** First 64-bit float of an FD element; null where absent. */
export function double(set: DataSet, tag: number): number | null {
  const element = set.elements.get(tag);
  if (element === undefined || element.length < 8) return element !== undefined && element.vr === 'DS' ? (decimals(set, tag)[0] ?? null) : null;
  const bytes = bytesOf(set, element);
  const value = set.encoding.bigEndian ? bytes.readDoubleBE(0) : bytes.readDoubleLE(0);
  return Number.isFinite(value) ? value : null;
}

/** Tags that an AT element names. */
export function tagValues(set: DataSet, tag: number): number[] {
  const pairs = integers(set, tag, { bits: 16 });
  return Array.from({ length: Math.floor(pairs.length / 2) }, (_, i) => (pairs[2 * i] ?? 0) * 0x1_0000 + (pairs[2 * i + 1] ?? 0));
}

export function items(set: DataSet, tag: number): readonly DataSet[] {
  return set.elements.get(tag)?.items ?? [];
}

/** The value's own bytes, at most `most`. */
export function valueBytes(set: DataSet, tag: number, most: number): Buffer {
  const element = set.elements.get(tag);
  return element === undefined ? Buffer.alloc(0) : set.source.read(element.offset, Math.min(element.length, most));
}

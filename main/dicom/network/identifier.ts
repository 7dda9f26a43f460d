/** The small data sets of queries and their answers: written by a list of elements, read by tag. Tags are `GGGGEEEE` in lower-case hex. */
import { Malformed } from './byte-reader.ts';
import { decoderOf } from './character-set.ts';
import { readDataSet, syntaxOf } from './elements.ts';
import type { ElementTree } from './elements.ts';
import { implicitLittle } from './sop-classes.ts';

export type TextVr = 'AE' | 'CS' | 'DA' | 'IS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'DS';

export type Element =
  | { readonly tag: string; readonly vr: TextVr; readonly value: string }
  | { readonly tag: string; readonly vr: 'SQ'; readonly items: readonly (readonly Element[])[] };

const longVrs = new Set(['SQ']);

function tagBytes(tag: string): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  bytes.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function valueOf(element: Element, explicit: boolean): Buffer {
  if (element.vr === 'SQ') {
    return Buffer.concat(element.items.flatMap((item) => {
      const content = encodeElements(item, explicit);
      return [tagBytes('fffee000'), long(content.length), content];
    }));
  }
  const bytes = Buffer.from(element.value, 'utf8');
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([element.vr === 'UI' ? 0 : 0x20])]);
}

function encodeElement(element: Element, explicit: boolean): Buffer {
  const value = valueOf(element, explicit);
  if (!explicit) return Buffer.concat([tagBytes(element.tag), long(value.length), value]);
  const vr = Buffer.from(element.vr, 'latin1');
  if (longVrs.has(element.vr)) return Buffer.concat([tagBytes(element.tag), vr, Buffer.alloc(2), long(value.length), value]);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(value.length);
  return Buffer.concat([tagBytes(element.tag), vr, length, value]);
}

function encodeElements(elements: readonly Element[], explicit: boolean): Buffer {
  return Buffer.concat(elements.toSorted((one, other) => one.tag.localeCompare(other.tag)).map((element) => encodeElement(element, explicit)));
}

/** Little endian, implicit or explicit as the transfer syntax says; text as UTF-8, which is said where it is not plain ASCII. */
export function encodeIdentifier(elements: readonly Element[], transferSyntax: string): Buffer {
  const foreign = /[^\x20-\x7e\\]/.test(JSON.stringify(elements).replaceAll('\\\\', ''));
  const charset: readonly Element[] = foreign ? [{ tag: '00080005', vr: 'CS', value: 'ISO_IR 192' }] : [];
  return encodeElements([...charset, ...elements], transferSyntax !== implicitLittle);
}

export interface Identifier {
  /** First value, decoded and trimmed; empty where absent. */
  text(tag: string): string;
  /** All values. */
  values(tag: string): readonly string[];
  /** Items of a sequence; none where absent. */
  items(tag: string): readonly Identifier[];
}

function identifierOf(elements: ElementTree, decode: (bytes: Uint8Array) => string): Identifier {
  const values = (tag: string) => decode(elements.get(tag)?.value ?? Buffer.alloc(0)).replace(/[\0 ]+$/, '').split('\\').map((value) => value.trim());
  return {
    values: (tag) => values(tag).filter((value) => value !== ''),
    text: (tag) => values(tag)[0] ?? '',
    items: (tag) => (elements.get(tag)?.items ?? []).map((item) => identifierOf(item, decode)),
  };
}

/** Throws `Malformed`. */
export function decodeIdentifier(bytes: Buffer, transferSyntax: string): Identifier {
  const elements = readDataSet(bytes, syntaxOf(transferSyntax));
  return identifierOf(elements, decoderOf(elements.get('00080005')?.value.toString('latin1') ?? ''));
}

/** Identifiers are small; more than this is not one. */
const longest = 4 * 1024 * 1024;

/** A whole data set in memory. Throws `Malformed` where it is no small one. */
export async function collectDataSet(dataSet: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of dataSet) {
    length += piece.length;
    if (length > longest) throw new Malformed('an identifier without end');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A data set that is in memory already, as a stream. */
export async function* oneBuffer(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield await Promise.resolve(bytes);
}

/** Elements in memory and as explicit little endian bytes: for de-identified copies and for tests. Nothing here changes a file that came in. */
import { item, sequenceEnd } from './tags.ts';

/** An element's content: bytes in little endian, items of a sequence, or fragments of encapsulated pixel data. */
export type NodeValue = Buffer | { readonly items: readonly (readonly DicomNode[])[] } | { readonly fragments: readonly Buffer[] };

export interface DicomNode {
  readonly tag: number;
  readonly vr: string;
  readonly value: NodeValue;
}

const longForm = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const undefinedLength = 0xffff_ffff;

function even(bytes: Buffer, pad: number): Buffer {
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([pad])]);
}

/** Text padded to even length: UIDs and bytes with zero, everything else with a space (PS3.5 6.2). */
export function textValue(vr: string, value: string): Buffer {
  return even(Buffer.from(value, 'utf8'), vr === 'UI' ? 0 : 0x20);
}

/** A text element. */
export function textNode(tag: number, vr: string, value: string): DicomNode {
  return { tag, vr, value: textValue(vr, value) };
}

/** Unsigned 16-bit numbers. */
export function shortNode(tag: number, ...values: readonly number[]): DicomNode {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(value & 0xffff, 2 * i));
  return { tag, vr: 'US', value: bytes };
}

/** Head of an element; `length` null leaves it undefined. */
export function elementHead(tag: number, vr: string, length: number | null): Buffer {
  const head = Buffer.alloc(longForm.has(vr) ? 12 : 8);
  head.writeUInt16LE(Math.floor(tag / 0x1_0000), 0);
  head.writeUInt16LE(tag % 0x1_0000, 2);
  head.write(vr, 4, 'latin1');
  if (longForm.has(vr)) head.writeUInt32LE(length ?? undefinedLength, 8);
  else head.writeUInt16LE(length ?? 0, 6);
  return head;
}

/** Head of an item or delimiter. */
export function itemHead(tag: number, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(Math.floor(tag / 0x1_0000), 0);
  head.writeUInt16LE(tag % 0x1_0000, 2);
  head.writeUInt32LE(length, 4);
  return head;
}

/** One element. Values too long for a short form are written as unknown (PS3.5 6.2.2). */
function encodeElement({ tag, vr, value }: DicomNode): Buffer {
  if (Buffer.isBuffer(value)) {
    const bytes = even(value, vr === 'UI' || longForm.has(vr) ? 0 : 0x20);
    const written = bytes.length > 0xfffe && !longForm.has(vr) ? 'UN' : vr;
    return Buffer.concat([elementHead(tag, written, bytes.length), bytes]);
  }
  if ('fragments' in value) {
    const parts = value.fragments.flatMap((fragment) => [itemHead(item, fragment.length + (fragment.length % 2)), even(fragment, 0)]);
    return Buffer.concat([elementHead(tag, vr, null), ...parts, itemHead(sequenceEnd, 0)]);
  }
  const items = value.items.map((nodes) => {
    const bytes = encodeElements(nodes);
    return Buffer.concat([itemHead(item, bytes.length), bytes]);
  });
  const length = items.reduce((sum, bytes) => sum + bytes.length, 0);
  return Buffer.concat([elementHead(tag, 'SQ', length), ...items]);
}

/** Elements in ascending order of their tags. */
export function encodeElements(nodes: readonly DicomNode[]): Buffer {
  return Buffer.concat(nodes.toSorted((a, b) => a.tag - b.tag).map(encodeElement));
}

/** Pleura's own root below the standard's 2.25 form: what wrote the file. */
export const implementationClassUid = '2.25.246391170398424953316403163205364186171';

/** Preamble and meta information for a data set of this class and syntax (PS3.10 7.1). */
export function fileMeta(facts: { readonly sopClassUid: string; readonly sopInstanceUid: string; readonly transferSyntaxUid: string }): Buffer {
  const body = encodeElements([
    { tag: 0x0002_0001, vr: 'OB', value: Buffer.from([0, 1]) },
    textNode(0x0002_0002, 'UI', facts.sopClassUid),
    textNode(0x0002_0003, 'UI', facts.sopInstanceUid),
    textNode(0x0002_0010, 'UI', facts.transferSyntaxUid),
    textNode(0x0002_0012, 'UI', implementationClassUid),
    textNode(0x0002_0013, 'SH', 'PLEURA'),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), elementHead(0x0002_0000, 'UL', 4), length, body]);
}

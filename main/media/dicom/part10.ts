import { constants, inflateRawSync } from 'node:zlib';
import { openBytes, openFile } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { isKnownVr, parseDataSet, tagAt } from './elements.ts';
import type { DataSet, Dictionary, Encoding } from './elements.ts';
import { tags } from './tags.ts';
import { transferSyntax } from './transfer-syntaxes.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';
import { text } from './values.ts';

/** A DICOM file with its elements in place. Close its source when done. */
export interface DicomFile {
  readonly source: ByteSource;
  /** Group 0002; null in files without it. */
  readonly meta: DataSet | null;
  readonly dataSet: DataSet;
  readonly syntax: TransferSyntax;
  /** Where the data set's bytes come from: another one than `source` where they were deflated. */
  readonly body: ByteSource;
  readonly bodyAt: number;
  /** The file ends before its data set does. */
  readonly cut: boolean;
}

/** A deflated data set may not grow beyond this: images of one clip, not an archive. */
const largestInflated = 512 * 1024 * 1024;
const implicitLittle = { explicit: false, bigEndian: false } as const;
const explicitLittle = { explicit: true, bigEndian: false } as const;

/** Sequences that must be entered to read an image, for implicit encodings; every other element is passed over by its length. */
const sequences = new Set<number>([
  tags.SequenceOfUltrasoundRegions, tags.ViewCodeSequence, tags.ModalityLUTSequence, tags.VOILUTSequence, tags.SharedFunctionalGroupsSequence, tags.PerFrameFunctionalGroupsSequence,
  tags.PixelValueTransformationSequence, tags.FrameVOILUTSequence, tags.DirectoryRecordSequence,
]);
const enough: Dictionary = (tag) => (sequences.has(tag) ? 'SQ' : tag === tags.PixelData ? 'OW' : null);

/**
 * Opens a DICOM file, with or without preamble and meta information, in any transfer syntax. Null where its bytes are no DICOM.
 * Throws only where the file itself cannot be read.
 */
export function openDicom(path: string, dictionary: Dictionary = enough): DicomFile | null {
  const source = openFile(path);
  let parsed: DicomFile | null = null;
  try {
    parsed = parseDicom(source, dictionary);
    return parsed;
  } finally {
    if (parsed === null) source.close();
  }
}

/** The same from bytes that are open already. */
export function parseDicom(source: ByteSource, dictionary: Dictionary = enough): DicomFile | null {
  const start = startOf(source);
  if (start === null) return null;
  const metaEnd = endOfMeta(source, start);
  const meta = metaEnd > start ? parseDataSet(source, start, metaEnd, metaEncoding(source, start), dictionary).dataSet : null;
  const claimed = meta === null ? '' : text(meta, tags.TransferSyntaxUID);
  const syntax = transferSyntax(claimed);
  const body = claimed !== '' && syntax.deflated ? inflate(source, metaEnd) : source;
  const bodyAt = body === source ? metaEnd : 0;
  const encoding = encodingAt(body, bodyAt) ?? { explicit: syntax.explicit, bigEndian: syntax.bigEndian };
  const { dataSet, cut } = parseDataSet(body, bodyAt, body.size, encoding, dictionary);
  if (dataSet.elements.size === 0) return null;
  return { source, meta, dataSet, body, bodyAt, cut, syntax: claimed === '' ? guessSyntax(dataSet) : { ...syntax, ...encoding } };
}

/** Whether a file's first bytes (132 or more, where it has them) are those of DICOM. */
export function isDicomStart(head: Buffer): boolean {
  return startOf(openBytes(head), head.length === 160 ? Number.MAX_SAFE_INTEGER : head.length) !== null;
}

/** Where meta information or data set begin: after the preamble, or at once. Null where neither does. */
function startOf(source: ByteSource, size = source.size): number | null {
  const head = source.read(0, 132);
  if (head.length === 132 && head.toString('latin1', 128, 132) === 'DICM') return 132;
  if (head.toString('latin1', 0, 4) === 'DICM') return 4;
  if (head.length >= 16 && encodingAt(source, 0, size) !== null) return 0;
  return null;
}

/**
 * How the element at `at` is written, judged by its bytes; null where they are no first element of meta information or an image's data set.
 * The bytes are believed before the transfer syntax, since files that say the wrong one are common.
 */
function encodingAt(source: ByteSource, at: number, size = source.size): Encoding | null {
  const bytes = source.read(at, 16);
  if (bytes.length < 12) return null;
  const little = bytes.readUInt16LE(0);
  const bigEndian = little !== 0x0002 && little !== 0x0008 && little !== 0x0004 && (bytes[0] === 0 && (bytes[1] ?? 0) > 0 && (bytes[1] ?? 0) <= 0x28);
  const group = bigEndian ? bytes.readUInt16BE(0) : little;
  const element = bigEndian ? bytes.readUInt16BE(2) : bytes.readUInt16LE(2);
  if (group > 0x28 || group === 0 || group === 1 || element > 0x0100 + 0x8000) return null;
  if (isKnownVr(bytes.toString('latin1', 4, 6))) return { explicit: true, bigEndian };
  const length = bigEndian ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
  // Without a representation to see, only what files begin with counts: a group length, or a short text of group 0008.
  const plausible = (element === 0 && length === 4) || (group === 0x0008 && length > 0 && length <= 1024 && length <= size - at - 8);
  return plausible && !bigEndian ? implicitLittle : null;
}

/** Meta information is explicit little endian (PS3.10 7.1); a few old writers did it implicitly. */
function metaEncoding(source: ByteSource, start: number): Encoding {
  return isKnownVr(source.read(start, 6).toString('latin1', 4, 6)) ? explicitLittle : implicitLittle;
}

/** Meta information ends where the group does: its stated length is often wrong. */
function endOfMeta(source: ByteSource, start: number): number {
  let at = start;
  const encoding = metaEncoding(source, start);
  for (;;) {
    const bytes = source.read(at, 12);
    if (bytes.length < 8 || tagAt(bytes, 0, false) >= 0x0003_0000) return at;
    const isLong = encoding.explicit && ['OB', 'OW', 'UN', 'UT', 'SQ'].includes(bytes.toString('latin1', 4, 6));
    if (isLong && bytes.length < 12) return at;
    const length = !encoding.explicit ? bytes.readUInt32LE(4) : isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(6);
    at += (isLong ? 12 : 8) + length;
    if (at >= source.size) return source.size;
  }
}

/** The inflated data set; what can be had of a damaged one. */
function inflate(source: ByteSource, from: number): ByteSource {
  const packed = source.read(from, source.size - from);
  try {
    return openBytes(inflateRawSync(packed, { maxOutputLength: largestInflated, finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return openBytes(Buffer.alloc(0));
  }
}

/** The syntax of a data set without meta information: how it is written, and its pixels by their first bytes. */
function guessSyntax(dataSet: DataSet): TransferSyntax {
  const { explicit, bigEndian } = dataSet.encoding;
  const pixels = dataSet.elements.get(tags.PixelData);
  const first = pixels?.fragments?.find((fragment) => fragment.length > 3 && fragment !== pixels.fragments?.[0]);
  if (first === undefined) return transferSyntax(bigEndian ? '1.2.840.10008.1.2.2' : explicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2');
  const bytes = dataSet.source.read(first.offset, 12);
  const suffix = bytes.readUInt16BE(0) === 0xffd8 ? '50' : bytes.readUInt16BE(0) === 0xff4f || bytes.toString('latin1', 4, 6) === 'jP' ? '90' : null;
  return transferSyntax(suffix === null ? '1.2.840.10008.1.2.5' : `1.2.840.10008.1.2.4.${suffix}`);
}

import { broken } from './broken.ts';

/** What a JPEG 2000 codestream says of its picture (T.800 A.5.1). */
export interface J2kHeader {
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Of the first component. */
  readonly precision: number;
  readonly signed: boolean;
  readonly subsampled: boolean;
  /** The components went through the multiple component transform (T.800 A.6.1). */
  readonly transformed: boolean;
  /** Where the codestream starts: behind the boxes of a JP2 file, which some writers leave around it. */
  readonly start: number;
}

export function readJ2kHeader(bytes: Buffer): J2kHeader {
  const start = bytes.indexOf(Buffer.from([0xff, 0x4f, 0xff, 0x51]));
  const at = start + 4;
  if (start < 0 || bytes.length < at + 38) return broken('no codestream header');
  const components = bytes.readUInt16BE(at + 36);
  if (components < 1 || components > 4 || bytes.length < at + 38 + 3 * components) return broken('codestream header cut off');
  const ssiz = bytes[at + 38] ?? 0;
  const subsampled = Array.from({ length: components }, (_, i) => bytes[at + 39 + 3 * i] !== 1 || bytes[at + 40 + 3 * i] !== 1).some(Boolean);
  return {
    start, components, subsampled, transformed: isTransformed(bytes, start + 2),
    width: bytes.readUInt32BE(at + 4) - bytes.readUInt32BE(at + 12),
    height: bytes.readUInt32BE(at + 8) - bytes.readUInt32BE(at + 16),
    precision: (ssiz & 0x7f) + 1,
    signed: ssiz >= 0x80,
  };
}

/** Reads the main header's markers from `at` on, to the coding style's. */
function isTransformed(bytes: Buffer, from: number): boolean {
  let at = from;
  while (at + 9 <= bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0x90) {
    if (bytes[at + 1] === 0x52) return bytes[at + 8] === 1;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return false;
}

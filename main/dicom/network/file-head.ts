/** The first elements of a DICOM file: what it is and which study it belongs to. Pixels are never looked at. */
import { open } from 'node:fs/promises';
import { constants, inflateRawSync } from 'node:zlib';
import { isDeflated, readBeginning, syntaxOf } from './elements.ts';
import type { ElementTree } from './elements.ts';
import { explicitLittle } from './sop-classes.ts';

export interface FileHead {
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly transferSyntax: string;
  readonly study: string;
  readonly series: string;
  /** Where the data set begins: what is sent on is the file from here on, as it is. */
  readonly dataSetAt: number;
}

/** As far as the Series Instance UID (0020,000E). */
const lastTag = '0020000e';
/** Enough for all but files with large private elements in front; then more is read. */
const firstLook = 64 * 1024;
const longestLook = 64 * 1024 * 1024;
/** Preamble, prefix, and the element with the meta group's length (PS3.10 section 7.1). */
const groupAt = 144;

/** Of a deflated data set as much as came (PS3.5 annex A.5: raw deflate). */
function inflated(bytes: Buffer): Buffer {
  return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
}

function elementsOf(bytes: Buffer, transferSyntax: string): ElementTree {
  return readBeginning(isDeflated(transferSyntax) ? inflated(bytes) : bytes, syntaxOf(transferSyntax), lastTag);
}

function headOf(bytes: Buffer): FileHead | null {
  if (bytes.length < groupAt + 8 || bytes.toString('latin1', 128, 132) !== 'DICM' || bytes.readUInt32LE(132) !== 0x0000_0002) return null;
  const dataSetAt = groupAt + bytes.readUInt32LE(140);
  const textOf = (elements: ElementTree) => (tag: string) => elements.get(tag)?.value.toString('latin1').replace(/[\0 ]+$/, '').trimStart() ?? '';
  try {
    const meta = textOf(readBeginning(bytes.subarray(groupAt, dataSetAt), syntaxOf(explicitLittle), '0002ffff'));
    const transferSyntax = meta('00020010');
    const text = textOf(elementsOf(bytes.subarray(dataSetAt), transferSyntax));
    return {
      sopClass: text('00080016') || meta('00020002'), sopInstance: text('00080018') || meta('00020003'), transferSyntax,
      study: text('0020000d'), series: text('0020000e'), dataSetAt,
    };
  } catch {
    return null;
  }
}

/** Null where the file is no DICOM file with meta header, or names no instance. Throws errors of the file system. */
export async function readFileHead(path: string): Promise<FileHead | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    for (let length = firstLook; ; length *= 8) {
      const bytes = Buffer.alloc(Math.min(size, length, longestLook));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      const head = headOf(bytes.subarray(0, bytesRead));
      const enough = head !== null && head.study !== '' && head.sopInstance !== '';
      if (enough || bytesRead >= Math.min(size, longestLook)) return head !== null && head.sopInstance !== '' ? head : null;
    }
  } finally {
    await file.close();
  }
}

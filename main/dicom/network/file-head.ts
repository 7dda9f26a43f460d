/** The first elements of a DICOM file: what it is and which study it belongs to. Pixels are never looked at. */
import { open } from 'node:fs/promises';
import { constants, inflateRawSync } from 'node:zlib';
import { parseDicom } from 'dicom-parser';
import type { DataSet } from 'dicom-parser';

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
const lastTag = 'x0020000e';
/** Enough for all but files with large private elements in front; then more is read. */
const firstLook = 64 * 1024;
const longestLook = 64 * 1024 * 1024;

/** Of a deflated data set as much as came (PS3.5 annex A.5: raw deflate). */
function inflated(bytes: Uint8Array, position: number): Uint8Array {
  const inflate = inflateRawSync(bytes.subarray(position), { finishFlush: constants.Z_SYNC_FLUSH });
  return Buffer.concat([bytes.subarray(0, position), inflate]);
}

function parsed(bytes: Buffer): DataSet | null {
  try {
    return parseDicom(bytes, { untilTag: lastTag, inflater: inflated });
  } catch (error) {
    // Cut within an element: what came before it is handed over with the error.
    const partial = error !== null && typeof error === 'object' && 'dataSet' in error ? (error.dataSet as DataSet) : null;
    return partial;
  }
}

function dataSetOffset(bytes: Buffer): number {
  // (0002,0000), the group's length, is the first element behind preamble and prefix; its value ends at byte 144.
  return 144 + bytes.readUInt32LE(140);
}

function headOf(bytes: Buffer): FileHead | null {
  if (bytes.length < 160 || bytes.toString('latin1', 128, 132) !== 'DICM' || bytes.readUInt32LE(132) !== 0x0000_0002) return null;
  const elements = parsed(bytes);
  if (elements === null) return null;
  const text = (tag: string) => elements.string(tag)?.trim() ?? '';
  return {
    sopClass: text('x00080016') || text('x00020002'), sopInstance: text('x00080018') || text('x00020003'), transferSyntax: text('x00020010'),
    study: text('x0020000d'), series: text('x0020000e'), dataSetAt: dataSetOffset(bytes),
  };
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

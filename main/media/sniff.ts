import { open } from 'node:fs/promises';
import { isDicomStart } from './dicom/part10.ts';

export interface Sniffed {
  /** Demuxer to force: by name alone ffmpeg would take stills for numbered picture series, which opens other files. */
  readonly stillFormat: string | null;
  /** The first bytes are those of a container or picture that Pleura reads: when it fails all the same, it is damaged. */
  readonly known: boolean;
  /** DICOM, with or without its preamble. */
  readonly dicom: boolean;
}

const stills: readonly (readonly [hex: string, format: string])[] = [
  ['ffd8ff', 'jpeg_pipe'], ['89504e470d0a1a0a', 'png_pipe'], ['424d', 'bmp_pipe'], ['49492a00', 'tiff_pipe'], ['4d4d002a', 'tiff_pipe'],
];
/** Matroska/WebM, GIF, ASF/WMV, MPEG program stream and video, FLV, Ogg. */
const containers = ['1a45dfa3', '474946383761', '474946383961', '3026b2758e66cf11', '000001ba', '000001b3', '464c56', '4f676753'];

function known(head: Buffer): boolean {
  const hex = head.toString('hex');
  if (containers.some((magic) => hex.startsWith(magic))) return true;
  if (head.toString('latin1', 0, 4) === 'RIFF') return ['AVI ', 'WEBP'].includes(head.toString('latin1', 8, 12));
  return ['ftyp', 'moov', 'mdat', 'wide', 'pnot'].includes(head.toString('latin1', 4, 8));
}

/** Looks at a file's first bytes; says nothing where it cannot be read. */
export async function sniff(file: string): Promise<Sniffed> {
  const head = Buffer.alloc(160);
  let got = 0;
  try {
    const handle = await open(file, 'r');
    try {
      got = (await handle.read(head, 0, head.length, 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch {
    return { stillFormat: null, known: false, dicom: false };
  }
  const still = stills.find(([magic]) => head.toString('hex').startsWith(magic));
  const stillFormat = still?.[1] ?? (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP' ? 'webp_pipe' : null);
  const isKnown = stillFormat !== null || known(head);
  const dicom = head.toString('latin1', 128, 132) === 'DICM' || (!isKnown && isDicomStart(head.subarray(0, got)));
  return { stillFormat, known: isKnown || dicom, dicom };
}

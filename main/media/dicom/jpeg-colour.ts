import type { JpegFrame } from './jpeg-segments.ts';
import { segments } from './jpeg-segments.ts';

/**
 * Whether a JPEG's three components are RGB as they are, instead of YCbCr. The codestream's own signs come first (Adobe's transform, component names);
 * where it has none, or only JFIF's habit, the data set says.
 */
export function isPlainRgb(frame: JpegFrame, photometric: string): boolean {
  if (frame.components.length !== 3) return false;
  if (frame.adobe !== null) return frame.adobe === 0;
  if (frame.components.map(({ id }) => String.fromCharCode(id)).join('') === 'RGB') return true;
  return photometric === 'RGB' && !frame.jfif;
}

/** The codestream with one colour sign only, which every decoder follows: Adobe's APP14 with the transform asked for. */
export function withColourSign(bytes: Buffer, plainRgb: boolean): Buffer {
  const sign = Buffer.from([0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, plainRgb ? 0 : 1]);
  const pieces: Buffer[] = [Buffer.from([0xff, 0xd8]), sign];
  let from = 2;
  for (const { marker, start, end } of segments(bytes, 2)) {
    if (marker === 0xda) break;
    if (marker !== 0xe0 && marker !== 0xee) continue;
    pieces.push(bytes.subarray(from, start - 4));
    from = end;
  }
  return Buffer.concat([...pieces, bytes.subarray(from)]);
}

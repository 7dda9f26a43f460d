/** Pixels of the PNG files that Pleura itself made: 8 bits a sample, gray, RGB or RGBA, not interlaced (ISO/IEC 15948). */
import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGB, row major, interleaved. */
  readonly rgb: Buffer;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
/** Side of a key image, pixels: 64 times what a screen shows. */
const largest = 16_384;

interface Chunks {
  readonly header: Buffer;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): Chunks | null {
  if (!png.subarray(0, 8).equals(signature)) return null;
  let header: Buffer | null = null;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length;) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IHDR' && body.length === 13) header = body;
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  return header === null || data.length === 0 ? null : { header, data: Buffer.concat(data) };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
}

/** Undoes the rows' filters in place; false for an unknown filter. */
function unfilter(raw: Buffer, stride: number, height: number, step: number): boolean {
  for (let y = 0; y < height; y += 1) {
    const row = y * (stride + 1) + 1;
    const filter = raw[row - 1] ?? 0;
    if (filter > 4) return false;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= step ? (raw[row + x - step] ?? 0) : 0;
      const up = y > 0 ? (raw[row + x - stride - 1] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (raw[row + x - stride - 1 - step] ?? 0) : 0;
      const add = filter === 0 ? 0 : filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
      raw[row + x] = ((raw[row + x] ?? 0) + add) & 0xff;
    }
  }
  return true;
}

/** Null for what is no such PNG. Transparency is dropped: key images have none. */
export function decodePng(bytes: Uint8Array): Pixels | null {
  const chunks = chunksOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  if (chunks === null) return null;
  const [width, height] = [chunks.header.readUInt32BE(0), chunks.header.readUInt32BE(4)];
  const samples = samplesOf[chunks.header.readUInt8(9)];
  if (samples === undefined || chunks.header.readUInt8(8) !== 8 || chunks.header.readUInt8(12) !== 0 || width === 0 || height === 0 || width > largest || height > largest) return null;
  const stride = width * samples;
  let raw: Buffer;
  try {
    raw = inflateSync(chunks.data, { maxOutputLength: (stride + 1) * height });
  } catch {
    return null;
  }
  if (raw.length !== (stride + 1) * height || !unfilter(raw, stride, height, samples)) return null;
  const rgb = Buffer.alloc(width * height * 3);
  const gray = samples < 3;
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const from = Math.floor(pixel / width) * (stride + 1) + 1 + (pixel % width) * samples;
    for (let channel = 0; channel < 3; channel += 1) rgb[3 * pixel + channel] = raw[from + (gray ? 0 : channel)] ?? 0;
  }
  return { width, height, rgb };
}

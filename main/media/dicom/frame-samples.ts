import { inflateRawSync } from 'node:zlib';
import { broken, unsupported } from './broken.ts';
import type { Codecs } from './codecs.ts';
import { readJ2kHeader } from './j2k-header.ts';
import { isPlainRgb, withColourSign } from './jpeg-colour.ts';
import { decodeLosslessJpeg } from './jpeg-lossless.ts';
import { readJpegFrame } from './jpeg-segments.ts';
import { decodeSequentialJpeg } from './jpeg-sequential.ts';
import type { PixelFormat } from './pixel-format.ts';
import { decodeRle } from './rle.ts';
import type { TransferSyntax } from './transfer-syntaxes.ts';

export type SampleArray = Uint8Array<ArrayBufferLike> | Uint16Array<ArrayBufferLike> | Uint32Array<ArrayBufferLike>;

/** One frame's samples as stored, interleaved by pixel, before any table or colour conversion. */
export interface FrameSamples {
  readonly samples: SampleArray;
  /** As the samples are now: codecs undo some colour transforms themselves. */
  readonly photometric: string;
  readonly damaged: boolean;
}

const whole = (samples: SampleArray, photometric: string): FrameSamples => ({ samples, photometric, damaged: false });

/** Decodes the bytes of one native frame. `words`: the element holds 16-bit words in big endian. */
export function nativeSamples(bytes: Buffer, format: PixelFormat, options: { readonly words: boolean; readonly skipBits: number; readonly halfChroma: boolean }): FrameSamples {
  const { rows, columns, samples, bitsAllocated, photometric } = format;
  const pixels = rows * columns;
  const wanted = options.halfChroma ? pixels * 2 : Math.ceil((pixels * samples * bitsAllocated + options.skipBits) / 8);
  let raw = bytes;
  if (raw.length < wanted) raw = Buffer.concat([raw, Buffer.alloc(wanted - raw.length)]);
  if (options.words) raw = Buffer.from(raw.subarray(0, raw.length - (raw.length % 2))).swap16();
  const damaged = bytes.length < wanted;
  if (options.halfChroma) return { samples: spreadChroma(raw, pixels), photometric, damaged };
  const unpacked = unpack(raw, pixels * samples, bitsAllocated, options.skipBits);
  return { samples: format.planar ? byPixel(unpacked, pixels, samples) : unpacked, photometric, damaged };
}

function unpack(bytes: Buffer, count: number, bits: number, skipBits: number): SampleArray {
  if (bits === 8) return new Uint8Array(bytes.subarray(0, count));
  // Copied: typed arrays need an aligned start.
  if (bits === 16) return new Uint16Array(new Uint8Array(bytes.subarray(0, 2 * count)).buffer);
  if (bits === 32) return new Uint32Array(new Uint8Array(bytes.subarray(0, 4 * count)).buffer);
  if (bits === 1) return Uint8Array.from({ length: count }, (_, i) => ((bytes[(i + skipBits) >> 3] ?? 0) >> ((i + skipBits) & 7)) & 1);
  // 12 bits packed without gaps, the lowest first (old ACR-NEMA files).
  return Uint16Array.from({ length: count }, (_, i) => {
    const at = skipBits + 12 * i;
    const pair = (bytes[at >> 3] ?? 0) | ((bytes[(at >> 3) + 1] ?? 0) << 8);
    return (pair >> (at & 7)) & 0xfff;
  });
}

function byPixel(planes: SampleArray, pixels: number, samples: number): SampleArray {
  const mixed = planes.slice();
  for (let channel = 0; channel < samples; channel++) for (let i = 0; i < pixels; i++) mixed[i * samples + channel] = planes[channel * pixels + i] ?? 0;
  return mixed;
}

/** Y1 Y2 Cb Cr for every two pixels (PS3.3 C.7.6.3.1.2, YBR_FULL_422) as Y Cb Cr for each. */
function spreadChroma(bytes: Buffer, pixels: number): Uint8Array {
  const spread = new Uint8Array(pixels * 3);
  for (let pair = 0; pair * 2 < pixels; pair++) {
    const [y1 = 0, y2 = 0, cb = 0, cr = 0] = bytes.subarray(4 * pair, 4 * pair + 4);
    spread.set([y1, cb, cr], 6 * pair);
    if (pair * 2 + 1 < pixels) spread.set([y2, cb, cr], 6 * pair + 3);
  }
  return spread;
}

/** Decodes one encapsulated frame, after its own header agreed with the data set. Throws `BrokenDicom`. */
export async function encapsulatedSamples(codecs: Codecs, bytes: Buffer, format: PixelFormat, syntax: TransferSyntax): Promise<FrameSamples> {
  const { rows, columns, samples, bitsAllocated, photometric } = format;
  const native = { words: false, skipBits: 0, halfChroma: false };
  switch (syntax.coding) {
    case 'encapsulated native':
      return nativeSamples(bytes, format, native);
    case 'deflated frames':
      return nativeSamples(inflated(bytes, rows * columns * samples * Math.ceil(bitsAllocated / 8)), format, native);
    case 'rle': {
      const { bytes: decoded, cut } = decodeRle(bytes, rows * columns, samples, Math.ceil(bitsAllocated / 8));
      return { samples: unpack(Buffer.from(decoded.buffer), rows * columns * samples, Math.max(8, bitsAllocated), 0), photometric, damaged: cut };
    }
    case 'jpeg':
    case 'jpeg lossless':
    case 'jpeg-ls':
      return jpegSamples(codecs, bytes, format);
    case 'jpeg 2000':
    case 'htj2k':
      return j2kSamples(codecs, bytes, format, syntax.coding === 'htj2k' ? 'HTJ2KDecoder' : 'J2KDecoder');
    case 'native':
    case 'native, big endian':
    case 'video':
    case 'unsupported':
      return unsupported('transfer syntax');
  }
}

function inflated(bytes: Buffer, most: number): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: most + 16 });
  } catch {
    return broken('frame cannot be inflated');
  }
}

/** Every JPEG family by what its codestream is, whatever the transfer syntax calls it. */
async function jpegSamples(codecs: Codecs, bytes: Buffer, format: PixelFormat): Promise<FrameSamples> {
  const start = bytes.indexOf(Buffer.from([0xff, 0xd8]));
  if (start < 0) broken('no codestream');
  const codestream = bytes.subarray(start);
  const frame = readJpegFrame(codestream);
  if (frame.width !== format.columns || frame.height !== format.rows) broken('frame size differs');
  if (frame.components.length !== format.samples) broken('components differ');
  if (frame.precision < 2 || frame.precision > 16) broken('precision');
  const plainRgb = isPlainRgb(frame, format.photometric);
  if (frame.process === 0xc3) {
    const { samples, cut } = decodeLosslessJpeg(codestream);
    return { samples: narrow(samples, frame.precision), photometric: format.photometric, damaged: cut || !frame.whole };
  }
  if (frame.process === 0xf7) {
    const image = await codecs.decode('JpegLSDecoder', codestream);
    return { ...checked(image.bytes, image.frame, format, image.planar), damaged: !frame.whole };
  }
  if (frame.process > 0xc2) return unsupported('JPEG process');
  if (frame.precision > 8) {
    const { samples, cut } = decodeSequentialJpeg(codestream);
    return { samples, photometric: frame.components.length === 3 ? (plainRgb ? 'RGB' : 'YBR_FULL') : format.photometric, damaged: cut || !frame.whole };
  }
  const image = await codecs.decode('JPEGDecoder', frame.components.length === 3 ? withColourSign(codestream, plainRgb) : codestream);
  return { ...checked(image.bytes, image.frame, format, false), photometric: frame.components.length === 3 ? 'RGB' : format.photometric, damaged: !frame.whole };
}

async function j2kSamples(codecs: Codecs, bytes: Buffer, format: PixelFormat, decoder: 'J2KDecoder' | 'HTJ2KDecoder'): Promise<FrameSamples> {
  const header = readJ2kHeader(bytes);
  if (header.width !== format.columns || header.height !== format.rows) broken('frame size differs');
  if (header.components !== format.samples) broken('components differ');
  if (header.precision > 16 || header.subsampled) unsupported('components');
  const image = await codecs.decode(decoder, bytes.subarray(header.start));
  const decoded = checked(image.bytes, image.frame, format, false);
  if (decoder === 'HTJ2KDecoder' && header.components > 1 && !header.transformed) return { ...decoded, samples: inPlace(decoded.samples, format) };
  // The codec undoes the multiple component transform; what is left is RGB.
  return { ...decoded, photometric: /^YBR_(ICT|RCT)$/.test(format.photometric) ? 'RGB' : format.photometric };
}

/**
 * OpenJPH gives components that went through no transform one after the other, row by row; its build for JavaScript takes these rows for those of the
 * components in turn. Puts each where it belongs.
 */
function inPlace(scattered: SampleArray, { rows, columns, samples }: PixelFormat): SampleArray {
  const ordered = scattered.slice();
  for (let component = 0; component < samples; component++) {
    for (let row = 0; row < rows; row++) {
      const taken = component * rows + row;
      const at = Math.floor(taken / samples) * columns * samples + (taken % samples);
      for (let x = 0; x < columns; x++) ordered[(row * columns + x) * samples + component] = scattered[at + x * samples] ?? 0;
    }
  }
  return ordered;
}

/** A codec's output in typed samples, once its size is what the data set says. */
function checked(bytes: Uint8Array<ArrayBuffer>, frame: { readonly width: number; readonly height: number; readonly bitsPerSample: number; readonly componentCount: number }, format: PixelFormat, planar: boolean): FrameSamples {
  const { rows, columns, samples } = format;
  const wide = frame.bitsPerSample > 8;
  if (frame.width !== columns || frame.height !== rows || frame.componentCount !== samples) broken('frame size differs');
  if (bytes.length < rows * columns * samples * (wide ? 2 : 1)) broken('frame too short');
  const typed = unpack(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), rows * columns * samples, wide ? 16 : 8, 0);
  return whole(planar ? byPixel(typed, rows * columns, samples) : typed, format.photometric);
}

function narrow(samples: Uint16Array, precision: number): SampleArray {
  return precision > 8 ? samples : Uint8Array.from(samples);
}

import { unsupported } from './broken.ts';
import { toRgb } from './colour-models.ts';
import type { DataSet } from './elements.ts';
import type { FrameSamples, SampleArray } from './frame-samples.ts';
import { differsByFrame, grayValues } from './gray-values.ts';
import { paletteLevel, readPalette } from './palette.ts';
import type { Palette } from './palette.ts';
import type { PixelFormat } from './pixel-format.ts';
import { tags } from './tags.ts';
import { text } from './values.ts';

/** Frames of one data set as 8-bit pictures. */
export interface Painter {
  /** The painter of one frame, where frames differ in how they are shown. */
  readonly of?: (index: number) => Painter;
  /** True where every frame is gray by its kind. */
  readonly mono: boolean;
  gray(frame: FrameSamples): Uint8Array<ArrayBuffer>;
  rgb(frame: FrameSamples): Uint8Array<ArrayBuffer>;
}

/** Stored bits of a sample -> its value: high bit and sign (PS3.5 8.1.1). */
function valueOf({ bitsAllocated, bitsStored, highBit, signed }: PixelFormat): (raw: number) => number {
  const shift = highBit - bitsStored + 1;
  const range = 2 ** bitsStored;
  const half = range / 2;
  if (!signed && shift === 0 && bitsStored === bitsAllocated) return (raw) => raw;
  return (raw) => {
    const value = Math.floor(raw / 2 ** shift) % range;
    return signed && value >= half ? value - range : value;
  };
}

/** A function over all raw values as a table, where there are few enough of them. */
function tabulated(bits: number, of: (raw: number) => number): (raw: number) => number {
  if (bits > 16) return of;
  const table = Uint8Array.from({ length: 2 ** bits }, (_, raw) => of(raw));
  return (raw) => table[raw] ?? 0;
}

/** Throws `BrokenDicom` where tables are missing or the photometric interpretation is unknown. */
export function createPainter(set: DataSet, format: PixelFormat): Painter {
  if (format.samples === 1) return format.photometric === 'PALETTE COLOR' ? palettePainter(set, format) : differsByFrame(set) ? eachItsOwn(set, format) : monoPainter(set, format, 0);
  if (format.samples === 4 && format.photometric === 'ARGB') return alphaPainter(set, format);
  return colourPainter(format);
}

function spread(gray: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(gray.length * 3);
  for (let i = 0; i < gray.length; i++) rgb.fill(gray[i] ?? 0, 3 * i, 3 * i + 3);
  return rgb;
}

/** Luma of Rec. 601, as YBR_FULL has it and as video decoders give gray. */
export function luma(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const gray = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < gray.length; i++) gray[i] = Math.floor((299 * (rgb[3 * i] ?? 0) + 587 * (rgb[3 * i + 1] ?? 0) + 114 * (rgb[3 * i + 2] ?? 0) + 500) / 1000);
  return gray;
}

/** Frames come in order, so that the newest painter alone is kept. */
function eachItsOwn(set: DataSet, format: PixelFormat): Painter {
  let newest = { index: 0, painter: monoPainter(set, format, 0) };
  return {
    ...newest.painter,
    of: (index) => {
      if (index !== newest.index) newest = { index, painter: monoPainter(set, format, index) };
      return newest.painter;
    },
  };
}

function monoPainter(set: DataSet, format: PixelFormat, frame: number): Painter {
  const bits = Math.max(8, format.bitsAllocated);
  const value = valueOf(format);
  const levels = grayValues(set, format, frame);
  const level = tabulated(bits, (raw) => levels(value(raw)));
  const gray = ({ samples }: FrameSamples) => map(samples, level);
  const supplement = /^(COLOR|MIXED)$/.test(text(set, tags.PixelPresentation)) ? readPalette(set, format.signed) : null;
  if (supplement === null) return { mono: true, gray, rgb: (stored) => spread(gray(stored)) };
  // Values from the supplemental palette's first on are colours (PS3.3 C.7.6.19), those below it gray.
  const rgb = (stored: FrameSamples) => {
    const picture = spread(gray(stored));
    stored.samples.forEach((raw, i) => {
      if (value(raw) >= supplement[0].first) supplement.forEach((table, channel) => (picture[3 * i + channel] = paletteLevel(table, value(raw))));
    });
    return picture;
  };
  return { mono: false, rgb, gray: (stored) => luma(rgb(stored)) };
}

function map(samples: SampleArray, level: (raw: number) => number): Uint8Array<ArrayBuffer> {
  const gray = new Uint8Array(samples.length);
  for (let i = 0; i < gray.length; i++) gray[i] = level(samples[i] ?? 0);
  return gray;
}

function palettePainter(set: DataSet, format: PixelFormat): Painter {
  const palette: Palette = readPalette(set, format.signed) ?? unsupported('palette colour without a palette');
  const value = valueOf(format);
  const bits = Math.max(8, format.bitsAllocated);
  const levels = palette.map((table) => tabulated(bits, (raw) => paletteLevel(table, value(raw))));
  const rgb = ({ samples }: FrameSamples) => {
    const picture = new Uint8Array(samples.length * 3);
    levels.forEach((level, channel) => {
      for (let i = 0; i < samples.length; i++) picture[3 * i + channel] = level(samples[i] ?? 0);
    });
    return picture;
  };
  return { mono: false, rgb, gray: (frame) => luma(rgb(frame)) };
}

/** Colour samples of more than 8 bits by their upper range. */
function byteSamples(samples: SampleArray, format: PixelFormat): Uint8Array<ArrayBuffer> {
  const value = valueOf({ ...format, signed: false });
  if (format.bitsStored === 8) return samples instanceof Uint8Array ? new Uint8Array(samples) : map(samples, tabulated(Math.max(8, format.bitsAllocated), value));
  const top = 2 ** format.bitsStored - 1;
  return map(samples, tabulated(Math.max(8, format.bitsAllocated), (raw) => Math.floor((value(raw) * 255) / top + 0.5)));
}

function colourPainter(format: PixelFormat): Painter {
  const rgb = ({ samples, photometric }: FrameSamples) => toRgb(byteSamples(samples, format), photometric);
  return { mono: false, rgb, gray: (frame) => luma(rgb(frame)) };
}

/** Retired ARGB: where alpha is above 0 it names a colour of the palette, elsewhere the three planes do. */
function alphaPainter(set: DataSet, format: PixelFormat): Painter {
  const palette = readPalette(set, false);
  const rgb = ({ samples }: FrameSamples) => {
    const bytes = byteSamples(samples, format);
    const picture = new Uint8Array((bytes.length / 4) * 3);
    for (let i = 0; i * 4 < bytes.length; i++) {
      const alpha = bytes[4 * i] ?? 0;
      for (let channel = 0; channel < 3; channel++) {
        const table = alpha > 0 ? palette?.[channel] : undefined;
        picture[3 * i + channel] = table === undefined ? (bytes[4 * i + 1 + channel] ?? 0) : paletteLevel(table, alpha);
      }
    }
    return picture;
  };
  return { mono: false, rgb, gray: (frame) => luma(rgb(frame)) };
}

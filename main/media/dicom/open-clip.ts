import type { PixelKind } from '../decode-arguments.ts';
import { BrokenDicom } from './broken.ts';
import { Codecs } from './codecs.ts';
import { hasColour } from './colour-seen.ts';
import type { DecodeFault, DecodeOrder, FromDecoder } from './decode-messages.ts';
import { allFragments, encapsulatedRanges, frameBytes, nativeRanges } from './frame-ranges.ts';
import type { FrameRange, FrameRanges } from './frame-ranges.ts';
import { encapsulatedSamples, nativeSamples } from './frame-samples.ts';
import type { FrameSamples } from './frame-samples.ts';
import { readHeader } from './header.ts';
import { openDicom } from './part10.ts';
import type { DicomFile } from './part10.ts';
import { createPainter } from './picture.ts';
import { readPixelFormat } from './pixel-format.ts';
import type { PixelFormat } from './pixel-format.ts';
import { tags } from './tags.ts';
import { frameTiming } from './timing.ts';

export interface DecodedFrame {
  /** 8-bit gray, or RGB interleaved. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly colour: boolean;
  readonly damaged: boolean;
  /** False where nothing of the frame could be decoded and it is black. */
  readonly good: boolean;
}

export interface OpenedClip {
  readonly facts: Extract<FromDecoder, { kind: 'pictures' | 'video' }>;
  readonly count: number;
  /** Known beforehand: frames are missing, or the file is cut off. */
  readonly damaged: boolean;
  frame(index: number, pix: PixelKind): Promise<DecodedFrame>;
}

/** Opens a file and finds its frames. Answers why not; throws `BrokenDicom` for what the file does wrong. */
export function openClip(order: DecodeOrder): OpenedClip | DecodeFault {
  const file = openDicom(order.file);
  if (file === null) return 'not-a-clip';
  const { dataSet, syntax } = file;
  if (dataSet.elements.has(tags.FloatPixelData) || dataSet.elements.has(tags.DoubleFloatPixelData)) return 'dicom-unsupported';
  if (!dataSet.elements.has(tags.PixelData)) return file.cut ? 'dicom-broken' : 'dicom-no-picture';
  const format = readPixelFormat(dataSet);
  if (format.rows * format.columns > order.maxPixels) return 'frame-too-large';
  if (Math.min(format.rows, format.columns) < order.minSide) return 'frame-too-small';
  if (syntax.coding === 'unsupported') return 'dicom-unsupported';
  return syntax.coding === 'video' ? openVideo(file, format) : openPictures(file, format);
}

function notesOf(file: DicomFile, timing: { readonly warning: string | null }, modality: string): string[] {
  const notes = timing.warning === null ? [] : [timing.warning];
  if (!['US', 'IVUS', 'OT', 'SC', 'XC', 'ES', ''].includes(modality)) notes.push('The file says that it is no ultrasound image.');
  if (file.meta === null) notes.push('The file has no DICOM meta information; how it is written was worked out from its bytes.');
  return notes;
}

function openVideo(file: DicomFile, format: PixelFormat): OpenedClip {
  const header = readHeader(file);
  const timing = frameTiming(file.dataSet, format.frames);
  return {
    facts: {
      kind: 'video', header, pieces: allFragments(file), declared: format.frames, width: format.columns, height: format.rows,
      timesMs: timing.timesMs, durationMs: timing.durationMs, notes: notesOf(file, timing, header.source.modality),
    },
    count: 0, damaged: file.cut,
    frame: () => Promise.reject(new Error('a video has its frames in its stream')),
  };
}

function openPictures(file: DicomFile, format: PixelFormat): OpenedClip {
  const native = file.dataSet.elements.get(tags.PixelData)?.fragments === null;
  const ranges = native ? nativeRanges(file, format) : encapsulatedRanges(file, format.frames);
  if (ranges.frames.length === 0) throw new BrokenDicom('dicom-broken', 'no frames');
  const header = readHeader(file);
  const timing = frameTiming(file.dataSet, ranges.frames.length);
  const decoder = new FrameDecoder(file, format, ranges, native);
  return {
    facts: {
      kind: 'pictures', header, declared: format.frames, width: format.columns, height: format.rows,
      timesMs: timing.timesMs, durationMs: timing.durationMs, notes: notesOf(file, timing, header.source.modality),
    },
    count: ranges.frames.length, damaged: ranges.missing > 0,
    frame: (index, pix) => decoder.frame(index, pix),
  };
}

class FrameDecoder {
  readonly #file: DicomFile;
  readonly #format: PixelFormat;
  readonly #ranges: FrameRanges;
  readonly #native: boolean;
  readonly #words: boolean;
  readonly #codecs = new Codecs();
  readonly #painter;

  constructor(file: DicomFile, format: PixelFormat, ranges: FrameRanges, native: boolean) {
    this.#file = file;
    this.#format = format;
    this.#ranges = ranges;
    this.#native = native;
    // Big endian pixels are swapped as the 16-bit words that OW means, also where a word holds two pixels (PS3.5 8.1.1, annex A.3).
    const vr = file.dataSet.elements.get(tags.PixelData)?.vr;
    this.#words = (file.syntax.bigEndian && vr !== 'OB' && vr !== 'UN') || (file.syntax.coding === 'native, big endian' && format.bitsAllocated === 16);
    this.#painter = createPainter(file.dataSet, format);
  }

  async frame(index: number, pix: PixelKind): Promise<DecodedFrame> {
    const range = this.#ranges.frames[index];
    if (range === undefined) throw new Error('no such frame');
    try {
      const stored = await this.#stored(range);
      const damaged = stored.damaged || range.cut;
      const painter = this.#painter.of?.(index) ?? this.#painter;
      if (painter.mono) return { pixels: pix === 'gray' ? painter.gray(stored) : painter.rgb(stored), colour: false, damaged, good: true };
      const rgb = painter.rgb(stored);
      return { pixels: pix === 'rgb' ? rgb : painter.gray(stored), colour: hasColour(rgb), damaged, good: true };
    } catch (error) {
      if (!(error instanceof BrokenDicom) || (error.code === 'dicom-unsupported' && index === 0)) throw error;
      // A frame keeps its place: others are named by their index.
      const { rows, columns } = this.#format;
      return { pixels: new Uint8Array(rows * columns * (pix === 'gray' ? 1 : 3)), colour: false, damaged: true, good: false };
    }
  }

  #stored(range: FrameRange): FrameSamples | Promise<FrameSamples> {
    const bytes = frameBytes(this.#file, range);
    if (this.#native) return nativeSamples(bytes, this.#format, { words: this.#words, skipBits: range.skipBits, halfChroma: this.#ranges.halfChroma });
    return encapsulatedSamples(this.#codecs, bytes, this.#format, this.#file.syntax);
  }
}

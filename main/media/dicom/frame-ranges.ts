import { broken } from './broken.ts';
import type { DataSet, Fragment } from './elements.ts';
import type { DicomFile } from './part10.ts';
import type { PixelFormat } from './pixel-format.ts';
import { tags } from './tags.ts';

/** Where one frame's bytes lie: pieces of the body, to be joined. */
export interface FrameRange {
  readonly pieces: readonly Fragment[];
  /** Bits to pass over at the start: frames of single-bit pixels follow one another without padding. */
  readonly skipBits: number;
  /** The bytes end before the frame does. */
  readonly cut: boolean;
}

export interface FrameRanges {
  readonly frames: readonly FrameRange[];
  /** Frames that were declared and are not there. */
  readonly missing: number;
  /** 4:2:2 chroma stored with half the columns, as its photometric interpretation says. */
  readonly halfChroma: boolean;
}

function pixelElement({ dataSet }: DicomFile) {
  return dataSet.elements.get(tags.PixelData) ?? broken('no pixel data');
}

/** Finds the frames of native pixel data. A last frame of which only a part is there counts, as `cut`, from a whole row on: less may be padding. */
export function nativeRanges(file: DicomFile, format: PixelFormat): FrameRanges {
  const { offset, length } = pixelElement(file);
  const pixels = format.rows * format.columns;
  const fullBits = pixels * format.samples * format.bitsAllocated;
  // Some writers say 4:2:2 and store every sample all the same; then the length tells.
  const halfChroma = format.photometric.endsWith('_422') && format.samples === 3 && length * 8 < fullBits * format.frames;
  const bits = halfChroma ? (fullBits / 3) * 2 : fullBits;
  const frames: FrameRange[] = [];
  for (let i = 0; i < format.frames; i++) {
    const from = Math.floor((i * bits) / 8);
    const to = Math.ceil(((i + 1) * bits) / 8);
    if (length - from < Math.min(Math.ceil(bits / 8 / format.rows), to - from)) break;
    frames.push({ pieces: [{ offset: offset + from, length: Math.min(to, length) - from }], skipBits: (i * bits) % 8, cut: to > length });
  }
  return { frames, missing: format.frames - frames.length, halfChroma };
}

/**
 * Finds the frames of encapsulated pixel data (PS3.5 A.4): by the extended or the basic offset table where they fit the fragments, else by their number,
 * else by the codestreams' start markers.
 */
export function encapsulatedRanges(file: DicomFile, declared: number): FrameRanges {
  const element = pixelElement(file);
  const [table, ...fragments] = element.fragments ?? broken('pixel data not encapsulated');
  if (table === undefined || fragments.length === 0) return broken('no fragments');
  const groups = byOffsets(extendedOffsets(file.dataSet), fragments, declared) ?? byOffsets(basicOffsets(file, table), fragments, declared) ?? byCount(file, fragments, declared);
  const frames = groups.slice(0, declared).map((pieces) => ({ pieces, skipBits: 0, cut: false }));
  const last = frames.at(-1);
  if (element.cut && last !== undefined && last.pieces.at(-1) === fragments.at(-1)) frames[frames.length - 1] = { ...last, cut: true };
  return { frames, missing: declared - frames.length, halfChroma: false };
}

/** Every fragment in order, for video. */
export function allFragments(file: DicomFile): readonly Fragment[] {
  const [, ...fragments] = pixelElement(file).fragments ?? broken('pixel data not encapsulated');
  return fragments;
}

function basicOffsets(file: DicomFile, table: Fragment): number[] {
  const bytes = file.body.read(table.offset, table.length);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32LE(4 * i));
}

function extendedOffsets(set: DataSet): number[] {
  const element = set.elements.get(tags.ExtendedOffsetTable);
  if (element === undefined) return [];
  const bytes = set.source.read(element.offset, element.length);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => Number(bytes.readBigUInt64LE(8 * i)));
}

/** Groups by a table whose offsets each name the start of a fragment; null where they do not, or where there is no table. */
function byOffsets(offsets: readonly number[], fragments: readonly Fragment[], declared: number): Fragment[][] | null {
  const first = fragments[0];
  if (first === undefined || offsets.length === 0 || offsets.length < Math.min(declared, fragments.length) || offsets[0] !== 0) return null;
  // Offsets count from the first fragment's item tag.
  const index = new Map(fragments.map((fragment, i) => [fragment.offset - first.offset, i]));
  const starts: number[] = [];
  for (const offset of offsets) {
    const start = index.get(offset);
    if (start === undefined) {
      // A file cut off: its table goes on.
      if (starts.length > 0 && offset > (fragments.at(-1)?.offset ?? 0) - first.offset) break;
      return null;
    }
    if (start <= (starts.at(-1) ?? -1)) return null;
    starts.push(start);
  }
  return starts.map((start, i) => fragments.slice(start, starts[i + 1] ?? fragments.length));
}

function byCount(file: DicomFile, fragments: readonly Fragment[], declared: number): Fragment[][] {
  if (declared === 1) return [[...fragments]];
  const marked = byMarkers(file, fragments);
  if (fragments.length === declared || marked.length === 0) return fragments.map((fragment) => [fragment]);
  return marked;
}

/** A fragment that starts like a codestream starts a frame; RLE frames have no marker, and one fragment each. */
function byMarkers(file: DicomFile, fragments: readonly Fragment[]): Fragment[][] {
  if (file.syntax.coding === 'rle') return [];
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    if (fragment.length === 0) continue;
    const head = file.body.read(fragment.offset, 12);
    const starts = head.length >= 4 && ((head[0] === 0xff && (head[1] === 0xd8 || head[1] === 0x4f)) || head.toString('latin1', 4, 6) === 'jP');
    if (starts || groups.length === 0) groups.push([fragment]);
    else groups.at(-1)?.push(fragment);
  }
  return groups;
}

/** The bytes of a frame, joined. */
export function frameBytes(file: DicomFile, range: FrameRange): Buffer {
  const [first] = range.pieces;
  if (first !== undefined && range.pieces.length === 1) return file.body.read(first.offset, first.length);
  return Buffer.concat(range.pieces.map(({ offset, length }) => file.body.read(offset, length)));
}

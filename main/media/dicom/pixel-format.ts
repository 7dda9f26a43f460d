import { broken, unsupported } from './broken.ts';
import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { decimals, integer, text } from './values.ts';

/** The Image Pixel module (PS3.3 C.7.6.3): what the stored bits are. */
export interface PixelFormat {
  readonly rows: number;
  readonly columns: number;
  /** As declared; 1 where nothing is said. */
  readonly frames: number;
  readonly samples: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly photometric: string;
  /** Samples by plane instead of by pixel. */
  readonly planar: boolean;
}

const allocations = [1, 8, 12, 16, 32];

/** Reads and checks the module; old files without photometric interpretation are taken as what their samples say. Throws `BrokenDicom`. */
export function readPixelFormat(set: DataSet): PixelFormat {
  const rows = integer(set, tags.Rows, { bits: 16 }) ?? 0;
  const columns = integer(set, tags.Columns, { bits: 16 }) ?? 0;
  if (rows === 0 || columns === 0) broken('no rows or columns');
  const samples = integer(set, tags.SamplesPerPixel, { bits: 16 }) ?? 1;
  if (samples !== 1 && samples !== 3 && samples !== 4) unsupported('samples per pixel');
  const bitsAllocated = integer(set, tags.BitsAllocated, { bits: 16 }) ?? 8;
  if (!allocations.includes(bitsAllocated)) unsupported('bits allocated');
  const stored = integer(set, tags.BitsStored, { bits: 16 }) ?? bitsAllocated;
  const bitsStored = stored > 0 && stored <= bitsAllocated ? stored : bitsAllocated;
  const high = integer(set, tags.HighBit, { bits: 16 }) ?? bitsStored - 1;
  const highBit = high >= bitsStored - 1 && high < bitsAllocated ? high : bitsStored - 1;
  const declared = decimals(set, tags.NumberOfFrames)[0] ?? 1;
  const photometric = text(set, tags.PhotometricInterpretation).toUpperCase();
  return {
    rows, columns, samples, bitsAllocated, bitsStored, highBit,
    frames: Number.isInteger(declared) && declared > 0 ? declared : 1,
    signed: integer(set, tags.PixelRepresentation, { bits: 16 }) === 1,
    photometric: photometric === '' ? (samples >= 3 ? 'RGB' : 'MONOCHROME2') : photometric,
    planar: samples > 1 && integer(set, tags.PlanarConfiguration, { bits: 16 }) === 1,
  };
}

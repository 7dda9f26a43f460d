import type { DataSet } from './elements.ts';
import { lookUp, readLookupTable } from './lookup-table.ts';
import type { LookupTable } from './lookup-table.ts';
import type { PixelFormat } from './pixel-format.ts';
import { tags } from './tags.ts';
import { decimals, items, text } from './values.ts';

/** Stored value -> gray level 0..255. */
export type GrayValues = (stored: number) => number;

const lutTags = { descriptor: tags.LUTDescriptor, data: tags.LUTData, segmented: null };

function clamp255(value: number): number {
  return Math.max(0, Math.min(255, Math.floor(value + 0.5)));
}

/** Data sets where an attribute of a frame may stand: the image's own, or an enhanced image's functional groups, shared by all frames or of this one. */
function places(set: DataSet, frame: number, group: number): DataSet[] {
  const own = items(set, tags.PerFrameFunctionalGroupsSequence)[frame];
  return [set, ...[...items(set, tags.SharedFunctionalGroupsSequence), ...(own === undefined ? [] : [own])].flatMap((groups) => items(groups, group))];
}

/** Whether frames say for themselves how they are shown. */
export function differsByFrame(set: DataSet): boolean {
  return items(set, tags.PerFrameFunctionalGroupsSequence).some(({ elements }) => elements.has(tags.FrameVOILUTSequence) || elements.has(tags.PixelValueTransformationSequence));
}

/**
 * How stored values of a monochrome image's frame (by its index) become 8 bits, in the order of PS3.3 C.11: modality look-up table, else rescale slope and intercept; then the first
 * window by its function, else the first VOI look-up table, else the full range that the stored bits can have; MONOCHROME1 turned over at the end.
 * Eight bits without a window stay what they are.
 */
export function grayValues(set: DataSet, format: PixelFormat, frame: number): GrayValues {
  const modality = modalityOf(set, frame, format.signed);
  const low = format.signed ? -(2 ** (format.bitsStored - 1)) : 0;
  const high = low + 2 ** format.bitsStored - 1;
  const range = [modality(low), modality(high)].toSorted((a, b) => a - b);
  const shown = windowOf(set, frame) ?? voiTable(set, format.signed) ?? fullRange(range[0] ?? 0, range[1] ?? 1);
  const inverted = format.photometric === 'MONOCHROME1';
  return (stored) => {
    const level = clamp255(shown(modality(stored)));
    return inverted ? 255 - level : level;
  };
}

function modalityOf(set: DataSet, frame: number, signed: boolean): (stored: number) => number {
  const [lutItem] = items(set, tags.ModalityLUTSequence);
  const table = lutItem === undefined ? null : readLookupTable(lutItem, lutTags, signed);
  if (table !== null) return (stored) => lookUp(table, stored);
  const place = places(set, frame, tags.PixelValueTransformationSequence).find((one) => one.elements.has(tags.RescaleSlope));
  if (place === undefined) return (stored) => stored;
  const slope = decimals(place, tags.RescaleSlope)[0] ?? 1;
  const intercept = decimals(place, tags.RescaleIntercept)[0] ?? 0;
  return slope === 0 ? (stored) => stored : (stored) => stored * slope + intercept;
}

/** Window functions of PS3.3 C.11.2.1.2 and C.11.2.1.3, scaled to 0..255. */
function windowOf(set: DataSet, frame: number): ((value: number) => number) | null {
  const place = places(set, frame, tags.FrameVOILUTSequence).find((one) => one.elements.has(tags.WindowCenter) && one.elements.has(tags.WindowWidth));
  if (place === undefined) return null;
  const centre = decimals(place, tags.WindowCenter)[0];
  const width = decimals(place, tags.WindowWidth)[0];
  const shape = text(place, tags.VOILUTFunction).toUpperCase();
  if (centre === undefined || width === undefined || width <= 0 || (width < 1 && shape !== 'LINEAR_EXACT' && shape !== 'SIGMOID')) return null;
  if (shape === 'SIGMOID') return (value) => 255 / (1 + Math.exp((-4 * (value - centre)) / width));
  if (shape === 'LINEAR_EXACT') return (value) => ((value - centre) / width + 0.5) * 255;
  if (width === 1) return (value) => (value <= centre - 0.5 ? 0 : 255);
  return (value) => ((value - (centre - 0.5)) / (width - 1) + 0.5) * 255;
}

function voiTable(set: DataSet, signed: boolean): ((value: number) => number) | null {
  const [lutItem] = items(set, tags.VOILUTSequence);
  const table: LookupTable | null = lutItem === undefined ? null : readLookupTable(lutItem, lutTags, signed);
  if (table === null) return null;
  const top = 2 ** table.bits - 1;
  return (value) => (lookUp(table, value) * 255) / top;
}

function fullRange(low: number, high: number): (value: number) => number {
  return high > low ? (value) => ((value - low) * 255) / (high - low) : () => 0;
}

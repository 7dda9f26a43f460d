import { broken } from './broken.ts';
import type { DataSet } from './elements.ts';
import { readLookupTable } from './lookup-table.ts';
import type { LookupTable } from './lookup-table.ts';
import { tags } from './tags.ts';

/** Red, green and blue tables. */
export type Palette = readonly [LookupTable, LookupTable, LookupTable];

/** Reads the palette (PS3.3 C.7.9); null where the data set has none. */
export function readPalette(set: DataSet, signed: boolean): Palette | null {
  const [red, green, blue] = [0, 1, 2].map((channel) =>
    readLookupTable(set, {
      descriptor: tags.RedPaletteColorLookupTableDescriptor + channel,
      data: tags.RedPaletteColorLookupTableData + channel,
      segmented: tags.SegmentedRedPaletteColorLookupTableData + channel,
    }, signed),
  );
  if (red === undefined || red === null) return null;
  if (green === undefined || green === null || blue === undefined || blue === null) return broken('palette without all colours');
  return [red, green, blue];
}

/** The palette's colour of a value, one channel, 8 bits: of wider entries the upper ones. */
export function paletteLevel(table: LookupTable, value: number): number {
  const at = Math.max(0, Math.min(table.entries.length - 1, value - table.first));
  const entry = table.entries[at] ?? 0;
  return table.bits > 8 ? entry >> (table.bits - 8) : entry;
}

import type { DicomRegion } from '../../../preload/dicom.ts';
import type { RegionKind } from '../../../preload/domain.ts';
import type { DataSet } from './elements.ts';
import { tags } from './tags.ts';
import { decimals, double, integer, items } from './values.ts';

/** By Region Data Type (0018,6014), PS3.3 C.8.5.5.1.2; ECG and other traces from 0x0A on. */
function kindOf(spatialFormat: number, dataType: number): RegionKind {
  if (spatialFormat === 2) return 'm-mode';
  if (spatialFormat === 3) return 'spectral-doppler';
  if (dataType === 1) return 'tissue';
  if (dataType === 2) return 'colour-flow';
  if (dataType === 3 || dataType === 4) return 'spectral-doppler';
  return dataType === 0x0a ? 'ecg' : 'other';
}

/** Physical units code for centimetres (PS3.3 C.8.5.5.1.4). */
const centimetres = 3;

function region(set: DataSet): DicomRegion | null {
  const [x0, y0, x1, y1] = [tags.RegionLocationMinX0, tags.RegionLocationMinY0, tags.RegionLocationMaxX1, tags.RegionLocationMaxY1].map((tag) => integer(set, tag, { bits: 32 }));
  if (x0 === undefined || x0 === null || y0 === undefined || y0 === null || x1 === undefined || x1 === null || y1 === undefined || y1 === null) return null;
  if (x1 <= x0 || y1 <= y0 || x1 > 65_535 || y1 > 65_535) return null;
  const format = integer(set, tags.RegionSpatialFormat, { bits: 16 }) ?? 0;
  const kind = kindOf(format, integer(set, tags.RegionDataType, { bits: 16 }) ?? 0);
  const isLength = [tags.PhysicalUnitsXDirection, tags.PhysicalUnitsYDirection].every((tag) => integer(set, tag, { bits: 16 }) === centimetres);
  const x = Math.abs(double(set, tags.PhysicalDeltaX) ?? 0) * 10;
  const y = Math.abs(double(set, tags.PhysicalDeltaY) ?? 0) * 10;
  const known = isLength && x > 0 && y > 0 && x < 100 && y < 100;
  return { kind, box: { x: x0, y: y0, width: x1 - x0 + 1, height: y1 - y0 + 1 }, millimetresPerPixel: known ? { x, y } : null };
}

/**
 * The image's regions and their scale, as the Sequence of Ultrasound Regions says; images without it may carry Pixel Spacing (0028,0030), which then holds
 * for the whole frame of `columns` x `rows`.
 */
export function readRegions(set: DataSet, columns: number, rows: number): DicomRegion[] {
  const regions = items(set, tags.SequenceOfUltrasoundRegions).map(region).filter((one) => one !== null);
  if (regions.length > 0) return regions;
  const [down, across] = decimals(set, tags.PixelSpacing);
  if (down === undefined || across === undefined || !(down > 0 && across > 0 && down < 100 && across < 100)) return [];
  return [{ kind: 'other', box: { x: 0, y: 0, width: columns, height: rows }, millimetresPerPixel: { x: across, y: down } }];
}

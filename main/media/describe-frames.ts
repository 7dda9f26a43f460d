import { writeFile } from 'node:fs/promises';
import type { Box, ClipMedia, Sector } from '../../preload/domain.ts';
import type { DecodedClip } from './decode-request.ts';
import type { FrameReader } from './frame-store.ts';
import { clipGain } from './gain.ts';
import { findSector } from './sector.ts';
import { thumbnailFrames, thumbnailSprite } from './thumbnails.ts';

/** Frames looked at for geometry and gain, evenly spaced; fewer where frames are large. */
const sampled = 28;
const sampledBytes = 64 * 1024 * 1024;

export type Geometry = Pick<ClipMedia, 'sector' | 'gain'>;

/** Sector and gain from evenly spaced gray frames; the sector is looked for inside `within`, where the file says where its image lies. */
export async function measureGeometry(gray: FrameReader, within: Box | null = null): Promise<Geometry> {
  const { width, height, count } = gray;
  const samples = Math.max(4, Math.min(sampled, count, Math.floor(sampledBytes / (width * height))));
  const wanted = Array.from({ length: Math.min(samples, count) }, (_, i, all = Math.min(samples, count)) => Math.floor(((i + 0.5) * count) / all));
  const frames = await Promise.all(wanted.map((frame) => gray.read(frame)));
  const sector = within === null ? findSector(frames, width, height) : moved(findSector(frames.map((frame) => cropped(frame, width, within)), within.width, within.height), within);
  return { sector, gain: clipGain(frames, width, height, sector) };
}

/** Where DICOM says that the tissue image lies; null for video, and where it says nothing, or lies. */
export function tissueBox({ dicom, width, height }: Pick<DecodedClip, 'dicom' | 'width' | 'height'>): Box | null {
  const box = dicom?.source.regions.find((region) => region.kind === 'tissue')?.box;
  if (box === undefined || box.x < 0 || box.y < 0 || box.width < 64 || box.height < 64 || box.x + box.width > width + 1 || box.y + box.height > height + 1) return null;
  return { ...box, width: Math.min(box.width, width - box.x), height: Math.min(box.height, height - box.y) };
}

function cropped(frame: Uint8Array, width: number, box: Box): Uint8Array {
  const part = new Uint8Array(box.width * box.height);
  for (let y = 0; y < box.height; y++) part.set(frame.subarray((box.y + y) * width + box.x, (box.y + y) * width + box.x + box.width), y * box.width);
  return part;
}

function moved(sector: Sector, by: Box): Sector {
  const box = { ...sector.box, x: sector.box.x + by.x, y: sector.box.y + by.y };
  return sector.kind === 'rect' ? { kind: 'rect', box } : { ...sector, apexX: sector.apexX + by.x, apexY: sector.apexY + by.y, box };
}

/** Writes the thumbnail sprite; answers its number of tiles. Throws on storage errors. */
export async function writeThumbnails(reader: FrameReader, file: string): Promise<number> {
  const pictures = [];
  for (const frame of thumbnailFrames(reader.count)) {
    pictures.push({ pixels: await reader.read(frame), width: reader.width, height: reader.height, channels: reader.channels });
  }
  await writeFile(file, thumbnailSprite(pictures, reader.channels));
  return pictures.length;
}

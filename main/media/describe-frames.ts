import { writeFile } from 'node:fs/promises';
import type { ClipMedia } from '../../preload/domain.ts';
import type { FrameReader } from './frame-store.ts';
import { clipGain } from './gain.ts';
import { findSector } from './sector.ts';
import { thumbnailFrames, thumbnailSprite } from './thumbnails.ts';

/** Frames looked at for geometry and gain, evenly spaced; fewer where frames are large. */
const sampled = 28;
const sampledBytes = 64 * 1024 * 1024;

export type Geometry = Pick<ClipMedia, 'sector' | 'gain'>;

/** Sector and gain from evenly spaced gray frames. */
export async function measureGeometry(gray: FrameReader): Promise<Geometry> {
  const { width, height, count } = gray;
  const samples = Math.max(4, Math.min(sampled, count, Math.floor(sampledBytes / (width * height))));
  const wanted = Array.from({ length: Math.min(samples, count) }, (_, i, all = Math.min(samples, count)) => Math.floor(((i + 0.5) * count) / all));
  const frames = await Promise.all(wanted.map((frame) => gray.read(frame)));
  const sector = findSector(frames, width, height);
  return { sector, gain: clipGain(frames, width, height, sector) };
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

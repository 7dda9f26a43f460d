/** The clip's summary as a small picture: a thumbnail of the clip under the mean map of its suspicious frames. */
import type { ClipMedia, ClipSummary } from '../../preload/domain.ts';
import { createPainter } from './gl/blend.ts';
import { heatGrid } from './heat-grid.ts';
import { scaledSector } from './sector-point.ts';
import { FULL_WINDOW, fitted } from './viewport.ts';

/** A tile of the thumbnail strip, pixels. */
export const TILE = { width: 160, height: 120 } as const;

/** The tile whose frame lies nearest to the middle one of the suspicious frames; without any, the middle tile. */
export function tileOf(media: Pick<ClipMedia, 'frames' | 'thumbnails'>, summary: Pick<ClipSummary, 'frames'> | null): number {
  const frame = summary?.frames[Math.floor(summary.frames.length / 2)] ?? Math.floor(media.frames / 2);
  return Math.min(media.thumbnails - 1, Math.max(0, Math.floor(((frame + 0.5) / Math.max(1, media.frames)) * media.thumbnails)));
}

/** Lays the mean map over a tile's RGBA pixels; unchanged where there is no evidence. The map is stronger than on the image: the picture is small. */
export function summaryPixels(rgba: Uint8ClampedArray, media: Pick<ClipMedia, 'width' | 'height' | 'sector'>, summary: ClipSummary | null): Uint8ClampedArray<ArrayBuffer> {
  const grid = summary === null ? null : heatGrid(summary.fused, summary.fused.clipMaximum);
  const bytes = new Uint8Array(TILE.width * TILE.height * 3);
  for (let i = 0; i < TILE.width * TILE.height; i += 1) bytes.set([rgba[i * 4] ?? 0, rgba[i * 4 + 1] ?? 0, rgba[i * 4 + 2] ?? 0], i * 3);
  // As the tile was made: fitted and centred (main/media/thumbnails.ts).
  const scale = Math.min(TILE.width / media.width, TILE.height / media.height);
  const sector = scaledSector(media.sector, scale, (TILE.width - media.width * scale) / 2, (TILE.height - media.height * scale) / 2);
  return createPainter().paint({
    frame: { index: 0, bytes, ...TILE, channels: 3 }, viewport: fitted(TILE), window: FULL_WINDOW, invert: false, smooth: true, patches: null,
    overlay: grid === null ? null : { grid, sector, colourMap: 'inferno', opacity: 0.7, threshold: 0.15 },
  });
}

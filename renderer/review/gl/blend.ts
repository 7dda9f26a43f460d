/** The shader's arithmetic in plain code, at frame resolution: for machines without WebGL2, and to test what the shader should show. */
import type { ColourMapName } from '../colour-maps.ts';
import { colourTable } from '../colour-maps.ts';
import { sampleGrid } from '../heat-grid.ts';
import { unwrap } from '../sector-point.ts';
import { windowTable } from '../viewport.ts';
import type { Overlay, Picture } from './picture.ts';

/** Share of the heat colour at `evidence`: nothing below the threshold, then a soft edge of 0.03 up to the opacity. */
export function heatShare(evidence: number, { opacity, threshold }: Pick<Overlay, 'opacity' | 'threshold'>): number {
  return opacity * Math.min(1, Math.max(0, (evidence - threshold) / 0.03));
}

export interface Painter {
  /** Width x height RGBA, opaque. The array is used again by the next call. */
  paint(picture: Picture): Uint8ClampedArray<ArrayBuffer>;
}

/** Keeps the colour table and each pixel's place in the sector between frames: u, v and how far inside, 0..1. */
export function createPainter(): Painter {
  let pixels = new Uint8ClampedArray(0);
  let places: { readonly key: string; readonly uv: Float32Array } | null = null;
  let colours: { readonly name: ColourMapName; readonly table: Uint8Array } | null = null;

  const placesOf = (overlay: Overlay, width: number, height: number): Float32Array => {
    const key = `${width} ${height} ${JSON.stringify(overlay.sector)}`;
    if (places?.key === key) return places.uv;
    const uv = new Float32Array(width * height * 3).fill(-1);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const point = unwrap(overlay.sector, x, y);
        if (point !== null) uv.set([point.u, point.v, Math.min(1, point.inside)], (y * width + x) * 3);
      }
    }
    places = { key, uv };
    return uv;
  };

  const tint = (overlay: Overlay, width: number, height: number): void => {
    const uv = placesOf(overlay, width, height);
    if (colours?.name !== overlay.colourMap) colours = { name: overlay.colourMap, table: colourTable(overlay.colourMap) };
    const { table } = colours;
    for (let i = 0; i < width * height; i += 1) {
      const u = uv[i * 3] ?? -1;
      if (u < 0) continue;
      const evidence = sampleGrid(overlay.grid, u, uv[i * 3 + 1] ?? 0);
      const share = heatShare(evidence, overlay) * (uv[i * 3 + 2] ?? 0);
      if (share === 0) continue;
      const entry = Math.round(evidence * 255) * 4;
      for (let c = 0; c < 3; c += 1) pixels[i * 4 + c] = (pixels[i * 4 + c] ?? 0) * (1 - share) + (table[entry + c] ?? 0) * share;
    }
  };

  return {
    paint({ frame, window, invert, overlay }) {
      const count = frame.width * frame.height;
      if (pixels.length !== count * 4) pixels = new Uint8ClampedArray(count * 4);
      const table = windowTable(window, invert);
      for (let i = 0; i < count; i += 1) {
        for (let c = 0; c < 3; c += 1) pixels[i * 4 + c] = table[frame.bytes[frame.channels === 3 ? i * 3 + c : i] ?? 0] ?? 0;
        pixels[i * 4 + 3] = 255;
      }
      if (overlay !== null) tint(overlay, frame.width, frame.height);
      return pixels;
    },
  };
}

/** Blanks everything outside the ultrasound image: burnt-in names, dates and labels stand there. */
import type { Sector } from '../../../preload/domain.ts';
import { insideSector } from '../../media/sector-inside.ts';

/** 255 inside the sector, 0 outside, row major. */
export function fanMask(width: number, height: number, sector: Sector): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (insideSector(sector, x, y)) mask[y * width + x] = 255;
  return mask;
}

/** A new frame with zeros where the mask has. */
export function blanked(gray: Uint8Array, mask: Uint8Array): Uint8Array {
  const out = new Uint8Array(gray.length);
  for (let i = 0; i < gray.length; i++) out[i] = (gray[i] as number) & (mask[i] as number);
  return out;
}

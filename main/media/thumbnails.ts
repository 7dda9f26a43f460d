import { encodePng } from './png.ts';

export const tileWidth = 160;
export const tileHeight = 120;
const maxTiles = 12;

/** A decoded picture: row major, RGB interleaved where channels is 3. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Evenly spaced frames, each from the middle of its part: frame 0 is often black. */
export function thumbnailFrames(frames: number): number[] {
  const tiles = Math.min(maxTiles, frames);
  return Array.from({ length: tiles }, (_, i) => Math.floor(((i + 0.5) * frames) / tiles));
}

/** One row of tiles, each picture area-averaged and centred on black, as PNG. */
export function thumbnailSprite(pictures: readonly Picture[], channels: 1 | 3): Buffer {
  const stride = pictures.length * tileWidth;
  const sprite = new Uint8Array(stride * tileHeight * channels);
  for (const [i, picture] of pictures.entries()) drawTile(sprite, stride, i * tileWidth, picture);
  return encodePng(sprite, stride, tileHeight, channels);
}

function drawTile(sprite: Uint8Array, stride: number, left: number, picture: Picture): void {
  const scale = Math.min(tileWidth / picture.width, tileHeight / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const x0 = left + ((tileWidth - width) >> 1);
  const y0 = (tileHeight - height) >> 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < picture.channels; c++) {
        sprite[((y0 + y) * stride + x0 + x) * picture.channels + c] = areaMean(picture, x / width, (x + 1) / width, y / height, (y + 1) / height, c);
      }
    }
  }
}

/** Mean over a part of the picture given in shares of its size; at most 4 x 4 samples, which a small tile cannot tell from all. */
function areaMean(picture: Picture, left: number, right: number, top: number, bottom: number, channel: number): number {
  const x0 = Math.floor(left * picture.width);
  const x1 = Math.max(x0 + 1, Math.floor(right * picture.width));
  const y0 = Math.floor(top * picture.height);
  const y1 = Math.max(y0 + 1, Math.floor(bottom * picture.height));
  const dx = Math.max(1, (x1 - x0) >> 2);
  const dy = Math.max(1, (y1 - y0) >> 2);
  let sum = 0;
  let count = 0;
  for (let y = y0; y < y1; y += dy) {
    for (let x = x0; x < x1; x += dx) {
      sum += picture.pixels[(y * picture.width + x) * picture.channels + channel] ?? 0;
      count++;
    }
  }
  return count === 0 ? 0 : Math.round(sum / count);
}

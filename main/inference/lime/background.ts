/** Where an unwrapped frame shows no ultrasound: the parts of a fan that the frame or the machine's window cuts off. */
import type { Sector } from '../../../preload/domain.ts';
import { INPUT_SIZE, sectorPoint } from '../preprocess.ts';

/** Rounding of a fitted fan, pixels: a fan that ends at the border is not cut off by it. */
const slack = 1;

/** 1 for input pixels (224 x 224) whose middle lies outside the fan's box in the frame; null when there are none, as in every rectangle. */
export function cutOff(sector: Sector): Uint8Array | null {
  if (sector.kind === 'rect') return null;
  const { x, y, width, height } = sector.box;
  const background = new Uint8Array(INPUT_SIZE * INPUT_SIZE);
  for (let pixel = 0; pixel < background.length; pixel += 1) {
    const point = sectorPoint(sector, ((pixel % INPUT_SIZE) + 0.5) / INPUT_SIZE, (Math.floor(pixel / INPUT_SIZE) + 0.5) / INPUT_SIZE);
    const inside = point.x >= x - slack && point.x < x + width + slack && point.y >= y - slack && point.y < y + height + slack;
    background[pixel] = inside ? 0 : 1;
  }
  return background.includes(1) ? background : null;
}

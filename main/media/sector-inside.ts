import type { Sector } from '../../preload/domain.ts';

/** A rectangle that leaves less of the picture out than this is no border of the image. */
const leastOutside = 0.01;

/** Whether a fan, or a rectangle smaller than the picture, was found: what stands beside it can be told from image. */
export function hasBorder({ kind, box }: Sector, width: number, height: number): boolean {
  return kind === 'convex' || box.width * box.height <= (1 - leastOutside) * width * height;
}

/** Whether a pixel belongs to the ultrasound image. */
export function insideSector(sector: Sector, x: number, y: number): boolean {
  const { box } = sector;
  if (x < box.x || y < box.y || x >= box.x + box.width || y >= box.y + box.height) return false;
  if (sector.kind === 'rect') return true;
  const dx = x - sector.apexX;
  const dy = y - sector.apexY;
  const radius = Math.hypot(dx, dy);
  const angle = Math.atan2(dx, dy);
  return radius >= sector.innerRadius && radius <= sector.outerRadius && angle >= sector.leftAngle && angle <= sector.rightAngle;
}

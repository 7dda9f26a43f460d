import type { Sector } from '../../preload/domain.ts';

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

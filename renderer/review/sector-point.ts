/** Where a frame pixel lies in the ultrasound sector, and the way back. */
import type { Sector } from '../../preload/domain.ts';

export interface SectorPoint {
  readonly u: number;
  readonly v: number;
  /** Frame pixels to the sector's nearest border. */
  readonly inside: number;
}

/** Unwrapped coordinates of frame pixel (x, y); null outside the sector. */
export function unwrap(sector: Sector, x: number, y: number): SectorPoint | null {
  const { u, v } = coordinates(sector, x, y);
  if (!(u >= 0 && u <= 1 && v >= 0 && v <= 1)) return null;
  const across = sector.kind === 'rect' ? sector.box.width : (sector.rightAngle - sector.leftAngle) * Math.hypot(x - sector.apexX, y - sector.apexY);
  const down = sector.kind === 'rect' ? sector.box.height : sector.outerRadius - sector.innerRadius;
  return { u, v, inside: Math.min(Math.min(u, 1 - u) * across, Math.min(v, 1 - v) * down) };
}

function coordinates(sector: Sector, x: number, y: number): { readonly u: number; readonly v: number } {
  if (sector.kind === 'rect') return { u: (x - sector.box.x) / sector.box.width, v: (y - sector.box.y) / sector.box.height };
  const angle = Math.atan2(x - sector.apexX, y - sector.apexY);
  const radius = Math.hypot(x - sector.apexX, y - sector.apexY);
  return {
    u: (angle - sector.leftAngle) / (sector.rightAngle - sector.leftAngle),
    v: (radius - sector.innerRadius) / (sector.outerRadius - sector.innerRadius),
  };
}

/** Frame coordinates of an unwrapped point: the inverse of `unwrap`. */
export function wrap(sector: Sector, u: number, v: number): { readonly x: number; readonly y: number } {
  if (sector.kind === 'rect') return { x: sector.box.x + u * sector.box.width, y: sector.box.y + v * sector.box.height };
  const angle = sector.leftAngle + u * (sector.rightAngle - sector.leftAngle);
  const radius = sector.innerRadius + v * (sector.outerRadius - sector.innerRadius);
  return { x: sector.apexX + Math.sin(angle) * radius, y: sector.apexY + Math.cos(angle) * radius };
}

/** The same sector in a picture of the frame that is scaled and moved: for thumbnails. */
export function scaledSector(sector: Sector, scale: number, dx: number, dy: number): Sector {
  // Pixel centres lie at integers, so a scaled picture's corner, not its first centre, keeps its place.
  const at = (value: number, shift: number): number => (value + 0.5) * scale - 0.5 + shift;
  const box = { x: at(sector.box.x, dx), y: at(sector.box.y, dy), width: sector.box.width * scale, height: sector.box.height * scale };
  if (sector.kind === 'rect') return { kind: 'rect', box };
  return {
    ...sector, box, apexX: at(sector.apexX, dx), apexY: at(sector.apexY, dy), innerRadius: sector.innerRadius * scale, outerRadius: sector.outerRadius * scale,
  };
}

/** From beams and depths to frame pixels, and back again for the ground truth. */
import type { Sector } from '../../preload/domain.ts';
import type { PhantomSpec } from './spec.ts';
import { BEAMS, DEPTHS } from './speckle.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The sector a spec describes; a convex fan may reach beyond the frame's sides, as many machines crop it. */
export function sectorOf(spec: PhantomSpec): Sector {
  const depth = spec.height - 2 * spec.margin;
  if (spec.probe === 'linear') {
    const side = Math.max(spec.margin, 2);
    return { kind: 'rect', box: { x: side, y: spec.margin, width: spec.width - 2 * side, height: depth } };
  }
  const outerRadius = depth / (1 - spec.radiusRatio * Math.cos(spec.halfAngle));
  const innerRadius = outerRadius * spec.radiusRatio;
  const apexX = (spec.width - 1) / 2;
  // The corners of the inner arc touch the upper border of the image, its middle lies a little deeper.
  const apexY = spec.margin - innerRadius * Math.cos(spec.halfAngle);
  const half = outerRadius * Math.sin(spec.halfAngle);
  const left = Math.max(0, Math.floor(apexX - half));
  const right = Math.min(spec.width, Math.ceil(apexX + half) + 1);
  return {
    kind: 'convex', apexX, apexY, leftAngle: -spec.halfAngle, rightAngle: spec.halfAngle, innerRadius, outerRadius,
    box: { x: left, y: spec.margin, width: right - left, height: depth },
  };
}

/** Frame pixel of beam and depth fractions. */
export function toPixel(sector: Sector, beam: number, depth: number): Point {
  if (sector.kind === 'rect') return { x: sector.box.x + beam * sector.box.width, y: sector.box.y + depth * sector.box.height };
  const angle = sector.leftAngle + beam * (sector.rightAngle - sector.leftAngle);
  const radius = sector.innerRadius + depth * (sector.outerRadius - sector.innerRadius);
  return { x: sector.apexX + radius * Math.sin(angle), y: sector.apexY + radius * Math.cos(angle) };
}

/** Beam and depth fractions of a frame pixel; outside 0..1 beside the sector. */
export function fromPixel(sector: Sector, x: number, y: number): readonly [beam: number, depth: number] {
  if (sector.kind === 'rect') return [(x - sector.box.x) / sector.box.width, (y - sector.box.y) / sector.box.height];
  const angle = Math.atan2(x - sector.apexX, y - sector.apexY);
  const radius = Math.hypot(x - sector.apexX, y - sector.apexY);
  return [
    (angle - sector.leftAngle) / (sector.rightAngle - sector.leftAngle),
    (radius - sector.innerRadius) / (sector.outerRadius - sector.innerRadius),
  ];
}

/** Scan conversion of a BEAMS x DEPTHS image of levels (0..255) into the frame, bilinear, black outside. */
export function createScanConverter(sector: Sector, width: number, height: number): (levels: Float32Array) => Uint8Array {
  const pixels: number[] = [];
  const source: number[] = [];
  const weights: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [beam, depth] = fromPixel(sector, x, y);
      if (!(beam >= 0 && beam <= 1 && depth >= 0 && depth <= 1)) continue;
      const b = beam * (BEAMS - 1.001);
      const d = depth * (DEPTHS - 1.001);
      pixels.push(y * width + x);
      source.push(Math.floor(d) * BEAMS + Math.floor(b));
      weights.push(b % 1, d % 1);
    }
  }
  const pixelOf = Uint32Array.from(pixels);
  const sourceOf = Uint32Array.from(source);
  const weightOf = Float32Array.from(weights);
  return (levels) => {
    const frame = new Uint8Array(width * height);
    for (let i = 0; i < pixelOf.length; i++) {
      const at = sourceOf[i] as number;
      const across = weightOf[2 * i] as number;
      const down = weightOf[2 * i + 1] as number;
      const top = (levels[at] as number) * (1 - across) + (levels[at + 1] as number) * across;
      const bottom = (levels[at + BEAMS] as number) * (1 - across) + (levels[at + BEAMS + 1] as number) * across;
      frame[pixelOf[i] as number] = top * (1 - down) + bottom * down + 0.5;
    }
    return frame;
  };
}

import type { Box, Sector } from '../../preload/domain.ts';
import { apexOf, climb, coverage, eachSpan, litShare } from './sector-fit.ts';
import type { Fan } from './sector-fit.ts';
import { litMap } from './sector-map.ts';
import type { LitMap } from './sector-map.ts';

/** A fan must open at least this much (radians, both edges together) to count as convex. */
const smallestOpening = 0.3;
/** Share of the map that the fan may be worth less than the plain rectangle: most lung probes are convex, and shadows hide edges. */
const fanLoss = 0.012;
/** Dark corners, as share of the map, that a fan must explain. */
const fewestCorners = 0.004;
/** Share of the lit pixels that may lie outside a fan: noise and reverberation, not tissue. */
const mostLost = 0.03;

/**
 * Finds the ultrasound image in evenly spaced gray frames (row major, width x height): a fan with apex, angles and radii where one is seen,
 * else the rectangle of the living image content. Works on fans that the picture's border cuts.
 */
export function findSector(frames: readonly Uint8Array[], width: number, height: number): Sector {
  const whole: Sector = { kind: 'rect', box: { x: 0, y: 0, width, height } };
  if (frames.length === 0 || width < 16 || height < 16) return whole;
  const map = litMap(frames, width, height);
  if (map.lit < 0.01 * map.width * map.height) return whole;
  const content = contentBox(map);
  const fan = bestFan(map, content);
  const convex = explains(fan, map, content);
  return convex ? convexSector(fan, map, width, height) : { kind: 'rect', box: scaleBox(content, map.scale, width, height) };
}

/** Whether the fan is seen in the picture: its corners are dark, little lies outside it, and a rectangle would not do clearly better. */
function explains(fan: Fan, map: LitMap, content: Box): boolean {
  const all = map.width * map.height;
  const opening = Math.atan(fan.rightSlope) - Math.atan(fan.leftSlope);
  const { lit, area } = coverage(fan, map);
  const corners = darkCorners(fan, map, content);
  const worth = lit - litShare * area;
  return opening >= smallestOpening && fan.topY > apexOf(fan, map).y && corners >= fewestCorners * content.width * content.height && map.lit - lit <= mostLost * map.lit && worth > boxWorth(content, map) - fanLoss * all;
}

/** Dark pixels of the content box outside the fan: a dark frame around a rectangle is no corner of a fan. */
function darkCorners(fan: Fan, map: LitMap, { x, y, width, height }: Box): number {
  const inFan = { area: 0, lit: 0 };
  const litUpTo = (row: number, at: number): number => map.before[row * (map.width + 1) + Math.round(at)] ?? 0;
  eachSpan(fan, map, (row, from, to) => {
    const left = Math.max(x, from);
    const right = Math.min(x + width, to);
    if (row < y || row >= y + height || right <= left) return;
    inFan.area += right - left;
    inFan.lit += litUpTo(row, right) - litUpTo(row, left);
  });
  let lit = 0;
  for (let row = y; row < y + height; row++) lit += litUpTo(row, x + width) - litUpTo(row, x);
  return width * height - inFan.area - (lit - inFan.lit);
}

function bestFan(map: LitMap, content: Box): Fan {
  const centre = content.x + content.width / 2;
  const starts: Fan[] = [];
  for (const half of [0.45, 0.75, 1.1]) {
    for (const spread of [0.3, 0.5]) {
      starts.push({
        leftX: centre - spread * content.width, leftSlope: -half, rightX: centre + spread * content.width, rightSlope: half,
        topY: content.y + 1, bottomY: content.y + content.height,
      });
    }
  }
  const rough = starts.map((start) => climb(start, map, 2)).sort((a, b) => b.worth - a.worth);
  const finished = rough.slice(0, 2).map((found) => climb(found.fan, map));
  return finished.reduce((a, b) => (b.worth > a.worth ? b : a)).fan;
}

/** Smallest box whose outer rows and columns hold a fair share of lit pixels. */
function contentBox(map: LitMap): Box {
  const rows = new Float64Array(map.height);
  const columns = new Float64Array(map.width);
  for (let y = 0; y < map.height; y++) {
    const row = y * (map.width + 1);
    rows[y] = map.before[row + map.width] ?? 0;
    for (let x = 0; x < map.width; x++) columns[x] = (columns[x] ?? 0) + (map.before[row + x + 1] ?? 0) - (map.before[row + x] ?? 0);
  }
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function span(profile: Float64Array): readonly [number, number] {
  const least = 0.06 * Math.max(...profile);
  const first = profile.findIndex((value) => value > least);
  const last = profile.findLastIndex((value) => value > least);
  return first < 0 ? [0, profile.length] : [first, last + 1];
}

function boxWorth(box: Box, map: LitMap): number {
  let lit = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    const row = y * (map.width + 1);
    lit += (map.before[row + box.x + box.width] ?? 0) - (map.before[row + box.x] ?? 0);
  }
  return lit - litShare * box.width * box.height;
}

function scaleBox(box: Box, scale: number, width: number, height: number): Box {
  const x = Math.max(0, Math.floor(box.x * scale));
  const y = Math.max(0, Math.floor(box.y * scale));
  return { x, y, width: Math.min(width, Math.ceil((box.x + box.width) * scale)) - x, height: Math.min(height, Math.ceil((box.y + box.height) * scale)) - y };
}

function convexSector(fan: Fan, map: LitMap, width: number, height: number): Sector {
  const apex = apexOf(fan, map);
  let left = map.width;
  let right = 0;
  let top = map.height;
  let bottom = 0;
  eachSpan(fan, map, (y, from, to) => {
    left = Math.min(left, from);
    right = Math.max(right, to);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  });
  // Map positions are pixel edges, sector coordinates pixel centres.
  const centre = (value: number) => value * map.scale - 0.5;
  return {
    kind: 'convex',
    apexX: centre(apex.x),
    apexY: centre(apex.y + 0.5),
    leftAngle: Math.atan(fan.leftSlope),
    rightAngle: Math.atan(fan.rightSlope),
    innerRadius: (fan.topY - apex.y) * map.scale,
    outerRadius: (fan.bottomY - apex.y) * map.scale,
    box: scaleBox({ x: left, y: top, width: right - left, height: bottom - top }, map.scale, width, height),
  };
}

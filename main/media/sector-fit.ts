import type { LitMap } from './sector-map.ts';

/**
 * A fan as the search moves it, in map pixels: where its two straight edges cross the map's middle row, how far they lean
 * (x a row), and where its arcs cross the fan's axis. Better conditioned than apex and angles, which trade off against each other.
 */
export interface Fan {
  readonly leftX: number;
  readonly leftSlope: number;
  readonly rightX: number;
  readonly rightSlope: number;
  readonly topY: number;
  readonly bottomY: number;
}

type FanKey = keyof Fan;

/** A strip along an edge is taken in when more of it than this is lit: shadows may darken most of it, noise outside lights little. */
export const litShare = 0.14;
/**
 * What usual fans are like, as share of the map per unit of deviation; decides only where the picture does not: both edges lean alike, the axis stands in
 * the middle of the picture, and convex lung probes open by about 60 degrees.
 */
const symmetry = 0.03;
const centred = 0.06;
const opening = 0.015;
const usualLean = 1.2;

export function apexOf(fan: Fan, map: LitMap): { readonly x: number; readonly y: number } {
  const middle = map.height / 2;
  const y = middle - (fan.rightX - fan.leftX) / (fan.rightSlope - fan.leftSlope);
  return { x: fan.leftX + fan.leftSlope * (y - middle), y };
}

/** Lit pixels of a row between two x, either fractional. */
function litBetween(map: LitMap, y: number, from: number, to: number): number {
  return litBefore(map, y, to) - litBefore(map, y, from);
}

function litBefore(map: LitMap, y: number, x: number): number {
  const at = Math.min(map.width, Math.max(0, x));
  const whole = Math.min(map.width - 1, Math.floor(at));
  const row = y * (map.width + 1);
  const left = map.before[row + whole] ?? 0;
  return left + (at - whole) * ((map.before[row + whole + 1] ?? 0) - left);
}

/** Calls back with each part of a row inside the fan and the picture: at most two a row, beside the inner arc. */
export function eachSpan(fan: Fan, map: LitMap, take: (y: number, from: number, to: number) => void): void {
  const apex = apexOf(fan, map);
  const inner = fan.topY - apex.y;
  const outer = fan.bottomY - apex.y;
  const last = Math.min(map.height - 1, Math.floor(apex.y + outer));
  for (let y = Math.max(0, Math.ceil(apex.y)); y <= last; y++) {
    const down = y - apex.y;
    const reach = Math.sqrt(outer * outer - down * down);
    const from = Math.max(0, fan.leftX + fan.leftSlope * (y - map.height / 2), apex.x - reach);
    const to = Math.min(map.width, fan.rightX + fan.rightSlope * (y - map.height / 2), apex.x + reach);
    if (to <= from) continue;
    if (down >= inner) {
      take(y, from, to);
      continue;
    }
    const gap = Math.sqrt(inner * inner - down * down);
    if (apex.x - gap > from) take(y, from, Math.min(to, apex.x - gap));
    if (apex.x + gap < to) take(y, Math.max(from, apex.x + gap), to);
  }
}

export interface Coverage {
  /** Lit pixels inside the fan. */
  readonly lit: number;
  /** All pixels inside the fan and the picture. */
  readonly area: number;
}

export function coverage(fan: Fan, map: LitMap): Coverage {
  let lit = 0;
  let area = 0;
  eachSpan(fan, map, (y, from, to) => {
    lit += litBetween(map, y, from, to);
    area += to - from;
  });
  return { lit, area };
}

/** Lit area won less the price of all area taken and of being unusual, in map pixels; minus infinity for what is no fan. */
function fanWorth(fan: Fan, map: LitMap): number {
  const lean = fan.rightSlope - fan.leftSlope;
  const apex = apexOf(fan, map);
  const inner = fan.topY - apex.y;
  if (lean < 0.12 || fan.rightX <= fan.leftX || inner < 0 || fan.bottomY <= fan.topY + 0.1 * map.height) return Number.NEGATIVE_INFINITY;
  if (fan.rightSlope > 4 || fan.leftSlope < -4 || fan.bottomY > 1.35 * map.height || fan.topY < -0.5 * map.height) return Number.NEGATIVE_INFINITY;
  const { lit, area } = coverage(fan, map);
  const unusual = symmetry * Math.abs(fan.leftSlope + fan.rightSlope) + centred * Math.abs(apex.x / map.width - 0.5) + opening * Math.abs(lean - usualLean);
  return lit - litShare * area - unusual * map.width * map.height - 0.004 * map.width * outside(fan, map);
}

/** Pixels by which the fan reaches beyond the picture where nothing can be seen; keeps unseen edges near it. */
function outside(fan: Fan, map: LitMap): number {
  const far = map.height / 2;
  const left = Math.max(0, -(fan.leftX - fan.leftSlope * -far));
  const right = Math.max(0, fan.rightX + fan.rightSlope * far - map.width);
  return Math.max(0, fan.bottomY - map.height) + Math.max(0, -fan.topY) + 0.05 * (left + right);
}

interface Step {
  readonly keys: readonly (readonly [FanKey, number])[];
}

/** Moves of the search: each parameter alone, and the pairs that open, shift or tilt the fan as a whole. */
const moves: readonly Step[] = [
  { keys: [['leftX', 1]] }, { keys: [['rightX', 1]] }, { keys: [['leftSlope', 1]] }, { keys: [['rightSlope', 1]] }, { keys: [['topY', 1]] }, { keys: [['bottomY', 1]] },
  { keys: [['leftX', 1], ['rightX', 1]] }, { keys: [['leftX', 1], ['rightX', -1]] }, { keys: [['leftSlope', 1], ['rightSlope', -1]] },
  { keys: [['leftX', 1], ['leftSlope', 1]] }, { keys: [['rightX', 1], ['rightSlope', 1]] }, { keys: [['leftX', 1], ['leftSlope', -1]] }, { keys: [['rightX', 1], ['rightSlope', -1]] },
];

function moved(fan: Fan, move: Step, step: number, map: LitMap): Fan {
  const next = { ...fan };
  for (const [key, sign] of move.keys) {
    const unit = key === 'leftSlope' || key === 'rightSlope' ? (2 * step) / map.height : step;
    next[key] += sign * unit;
  }
  return next;
}

/** Pattern search from one start: halves its step until a quarter pixel. */
export function climb(start: Fan, map: LitMap, finest = 0.25): { readonly fan: Fan; readonly worth: number } {
  let fan = start;
  let worth = fanWorth(fan, map);
  for (let step = map.width / 12; step >= finest; step /= 2) {
    for (let round = 0, better = true; better && round < 12; round++) {
      better = false;
      for (const move of moves) {
        for (const signed of [step, -step]) {
          const next = moved(fan, move, signed, map);
          const nextWorth = fanWorth(next, map);
          if (nextWorth <= worth) continue;
          fan = next;
          worth = nextWorth;
          better = true;
        }
      }
    }
  }
  return { fan, worth };
}

/** Which phantoms there are: sampled ones of a kind, and the demo exam. */
import { createRandom, type Random } from './random.ts';
import type { BLineSpec, PhantomKind, PhantomSpec, ProbeKind, RibSpec } from './spec.ts';

const BETWEEN_RIBS = 0.08;

/** B-lines with room between them, all in the open space from `from` to `to`. */
function spreadBLines(random: Random, count: number, from: number, to: number): BLineSpec[] {
  const step = (to - from) / count;
  return Array.from({ length: count }, (_, i) => ({
    place: from + step * (i + random.between(0.3, 0.7)), width: Math.min(step * 0.6, random.between(0.022, 0.055)), strength: random.between(14, 22), confluent: false,
  }));
}

function bLinesOf(kind: PhantomKind, random: Random, from: number, to: number): BLineSpec[] {
  switch (kind) {
    case 'a-lines': return [];
    case 'few-b-lines': return spreadBLines(random, random.whole(1, 2), from, to).map((line) => ({ ...line, strength: line.strength - 3 }));
    case 'b-lines': return spreadBLines(random, random.whole(3, 6), from, to);
    case 'confluent': {
      const width = random.between(0.5, 0.85) * (to - from);
      const place = random.between(from + width / 2, to - width / 2);
      return [{ place, width, strength: random.between(15, 22), confluent: true }, ...spreadBLines(random, random.whole(0, 2), from, to)];
    }
  }
}

/** Ribs at both sides of the view, at one side, or out of view. */
function ribsOf(random: Random): RibSpec[] {
  const width = () => random.between(0.1, 0.2);
  const left = { place: random.between(0.03, 0.16), width: width() };
  const right = { place: random.between(0.84, 0.97), width: width() };
  const seen = random.whole(0, 3);
  return seen === 0 ? [] : seen === 1 ? [left] : seen === 2 ? [right] : [left, right];
}

/** Frame sizes seen in practice: square crops, 4:3 screens, tall linear crops. */
function frameOf(probe: ProbeKind, random: Random): Pick<PhantomSpec, 'width' | 'height' | 'halfAngle' | 'radiusRatio' | 'margin'> {
  const size = 2 * random.whole(150, 240);
  if (probe === 'linear') return { width: 2 * Math.round(size * random.between(0.34, 0.5)), height: size, halfAngle: 0, radiusRatio: 0, margin: random.whole(0, 12) };
  const lumify = random.chance(0.6);
  return lumify
    ? { width: 350, height: 350, halfAngle: random.between(0.53, 0.6), radiusRatio: random.between(0.33, 0.37), margin: 0 }
    : { width: random.chance(0.5) ? size : 2 * Math.round(size * 0.67), height: size, halfAngle: random.between(0.45, 0.65), radiusRatio: random.between(0.25, 0.45), margin: random.whole(0, 14) };
}

/** A random clip of a kind; the same seed and kind always give the same clip. */
export function samplePhantom(kind: PhantomKind, seed: number, overrides: Partial<PhantomSpec> = {}): PhantomSpec {
  const random = createRandom(seed * 101 + 13);
  const probe: ProbeKind = overrides.probe ?? (random.chance(0.65) ? 'convex' : 'linear');
  const ribs = ribsOf(random);
  const from = Math.max(BETWEEN_RIBS, ...ribs.filter((rib) => rib.place < 0.5).map((rib) => rib.place + rib.width / 2 + 0.05));
  const to = Math.min(1 - BETWEEN_RIBS, ...ribs.filter((rib) => rib.place > 0.5).map((rib) => rib.place - rib.width / 2 - 0.05));
  const bLines = bLinesOf(kind, random, from, to);
  const healthy = kind === 'a-lines';
  const depth = random.between(0.13, probe === 'linear' ? 0.34 : 0.27);
  return {
    name: `phantom-${seed}-${kind}.mp4`, zone: null, seed, probe, ...frameOf(probe, random), frames: 75, framesPerSecond: 25,
    pleura: { depth, tilt: random.between(-0.03, 0.03), curve: random.between(-0.005, 0.012), irregularity: healthy ? random.between(0, 0.25) : random.between(0.1, 0.9) },
    breathing: { sliding: random.between(0.01, 0.035), lift: random.between(0.002, 0.008), periodSeconds: random.between(2.8, 5) },
    aLines: healthy ? { count: random.whole(1, 4), strength: random.between(12, 24) } : { count: random.whole(0, 2), strength: random.between(6, 13) },
    bLines, ribs, gain: random.between(-11, 0), noise: random.between(-4, 6),
    text: random.chance(0.4) ? `${random.chance(0.5) ? 'L' : 'R'}${random.whole(1, 3)}` : null,
    ...overrides,
  };
}

export type PhantomSet = 'demo' | 'b-lines' | 'a-lines' | 'mixed';

/** A set of `count` clips; `mixed` takes the kinds in turn. The demo exam has a fixed count. */
export function phantomSet(set: PhantomSet, count: number, seed: number): PhantomSpec[] {
  const kinds: readonly PhantomKind[] = set === 'mixed' ? ['a-lines', 'b-lines', 'few-b-lines', 'confluent'] : set === 'b-lines' ? ['b-lines', 'b-lines', 'confluent'] : ['a-lines'];
  if (set === 'demo') return demoExam();
  return Array.from({ length: count }, (_, i) => samplePhantom(kinds[i % kinds.length] ?? 'a-lines', seed + i));
}

/** A BLUE exam of six zones with interstitial syndrome on both sides and one clean zone each. */
export function demoExam(): PhantomSpec[] {
  const view = { probe: 'convex' as const, width: 350, height: 350, halfAngle: 0.56, radiusRatio: 0.35, margin: 0, frames: 100, framesPerSecond: 25, gain: -5, noise: 0 };
  const zones: readonly (readonly [zone: string, kind: PhantomKind, seed: number])[] = [
    ['R1', 'a-lines', 9_001], ['R2', 'b-lines', 9_002], ['R3', 'confluent', 9_003], ['L1', 'a-lines', 9_004], ['L2', 'b-lines', 9_005], ['L3', 'b-lines', 9_006],
  ];
  return zones.map(([zone, kind, seed]) => samplePhantom(kind, seed, { ...view, name: `${zone}.mp4`, zone, text: zone }));
}

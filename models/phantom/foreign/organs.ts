/**
 * Ultrasound of anything but lung: abdomen, heart, neck, limbs, fluid with a child in it, test objects for quality control. Tissue fills the image:
 * no pleural line that ends it, no A-lines, no B-lines. Same speckle, scan conversion and decibel scale as the lung phantoms, so that a guard cannot
 * tell them by how they are drawn.
 */
import type { Sector } from '../../../preload/domain.ts';
import { createScanConverter } from '../geometry.ts';
import type { Random } from '../random.ts';
import { BEAMS, createSpeckle, DEPTHS } from '../speckle.ts';
import { fractalNoise } from './noise.ts';
import type { Field } from './noise.ts';

const power = (decibels: number) => 10 ** (decibels / 10);
const VOID = -75;

/** Echo level (decibels below white) at a place across (0..1), a depth (0..1) and a moment of the heart beat or breath (0..1). */
type Body = (place: number, depth: number, moment: number) => number;
type MakeBody = (random: Random) => Body;

interface Round {
  readonly place: number;
  readonly depth: number;
  readonly across: number;
  readonly along: number;
  readonly angle: number;
}

const field = (random: Random, octaves = 3): Field => fractalNoise(random.whole(1, 1_000_000), octaves, 0.5);

function round(random: Random, across: number, along: number): Round {
  return { place: random.between(0.15, 0.85), depth: random.between(0.25, 0.8), across: across * random.between(0.6, 1.4), along: along * random.between(0.6, 1.4), angle: random.between(-0.6, 0.6) };
}

/** 1 at the centre, 0 on the border, negative outside. */
function inside(shape: Round, place: number, depth: number, grown = 1): number {
  const [x, y] = [place - shape.place, depth - shape.depth];
  const [cos, sin] = [Math.cos(shape.angle), Math.sin(shape.angle)];
  return 1 - Math.hypot((x * cos + y * sin) / (shape.across * grown), (y * cos - x * sin) / (shape.along * grown));
}

/** Skin and fat at the top, of `thick` depth. */
function skin(depth: number, thick: number): number {
  if (depth < 0.015) return -6;
  return depth < thick ? -26 + 8 * Math.sin(depth * 160) : VOID;
}

const louder = (...levels: readonly number[]) => Math.max(...levels);

/** Fluid lets through more: what lies below it is brighter; stone lets nothing through. */
function below(shape: Round, place: number, depth: number): boolean {
  return Math.abs(place - shape.place) < shape.across * 0.75 && depth > shape.depth + shape.along * 0.8;
}

const liver: MakeBody = (random) => {
  const [grain, thick, base] = [field(random), random.between(0.04, 0.12), random.between(-30, -20)];
  const vessels = Array.from({ length: random.whole(2, 7) }, () => ({ place: random.between(0, 1), depth: random.between(0.2, 0.9), lean: random.between(-1.2, 1.2), width: random.between(0.008, 0.03), wall: random.chance(0.4), long: random.between(0.1, 0.4) }));
  const diaphragm = random.chance(0.5) ? random.between(0.7, 0.95) : null;
  return (place, depth, moment) => {
    const moved = depth + 0.02 * moment;
    let level = base + 6 * (grain(place * 6, moved * 6) - 0.5);
    for (const vessel of vessels) {
      if (Math.abs(place - vessel.place) > vessel.long) continue;
      const off = Math.abs(moved - vessel.depth - vessel.lean * (place - vessel.place)) / vessel.width;
      if (off < 1) level = VOID;
      else if (off < 1.5 && vessel.wall) level = base + 12;
    }
    if (diaphragm !== null) {
      const off = moved - diaphragm + 0.25 * (place - 0.5) ** 2;
      if (Math.abs(off) < 0.008) return -5;
      if (off > 0) level -= 6;
    }
    return louder(level, skin(depth, thick));
  };
};

const kidney: MakeBody = (random) => {
  const around = liver(random);
  const cortex = { ...round(random, 0.3, 0.14), depth: random.between(0.35, 0.6), place: random.between(0.35, 0.65) };
  const cysts = Array.from({ length: random.whole(0, 2) }, () => round(random, 0.05, 0.05));
  const core = field(random);
  return (place, depth, moment) => {
    const within = inside(cortex, place, depth, 1 + 0.02 * moment);
    const cyst = cysts.find((shape) => inside(shape, place, depth) > 0);
    if (cyst !== undefined) return VOID;
    if (within > 0.55) return -14 + 10 * (core(place * 14, depth * 14) - 0.5);
    if (within > 0) return -32 + 5 * core(place * 20, depth * 20);
    if (within > -0.06) return -14;
    return around(place, depth, moment) + (cysts.some((shape) => below(shape, place, depth)) ? 6 : 0);
  };
};

const gallbladder: MakeBody = (random) => {
  const around = liver(random);
  const sac = { ...round(random, 0.13, 0.1), depth: random.between(0.3, 0.6) };
  const stones = Array.from({ length: random.whole(0, 3) }, () => ({ place: sac.place + random.between(-0.6, 0.6) * sac.across, depth: sac.depth + 0.6 * sac.along, across: random.between(0.012, 0.04), along: random.between(0.01, 0.025), angle: 0 }));
  return (place, depth, moment) => {
    if (stones.some((stone) => inside(stone, place, depth) > 0)) return -3;
    if (stones.some((stone) => Math.abs(place - stone.place) < stone.across && depth > stone.depth)) return -62;
    const within = inside(sac, place, depth, 1 + 0.03 * moment);
    if (within > 0) return VOID;
    if (within > -0.12) return -13;
    return around(place, depth, moment) + (below(sac, place, depth) ? 8 : 0);
  };
};

const heart: MakeBody = (random) => {
  const chambers = Array.from({ length: random.whole(2, 4) }, (_, index) => ({ place: 0.32 + 0.34 * (index % 2) + random.between(-0.06, 0.06), depth: 0.34 + 0.33 * Math.floor(index / 2) + random.between(-0.05, 0.05), across: random.between(0.11, 0.17), along: random.between(0.11, 0.17), angle: random.between(-0.3, 0.3) }));
  const [grain, far] = [field(random), random.between(0.82, 0.95)];
  const leaf = random.between(-0.3, 0.3);
  return (place, depth, moment) => {
    const beat = 1 + 0.14 * Math.sin(moment * 2 * Math.PI);
    const within = Math.max(...chambers.map((chamber) => inside(chamber, place, depth, beat)));
    if (Math.abs(depth - 0.52 - leaf * (place - 0.5) * beat) < 0.007 && Math.abs(place - 0.5) < 0.3) return -12;
    if (within > 0) return -58;
    if (Math.abs(depth - far + 0.2 * (place - 0.5) ** 2) < 0.01) return -4;
    if (within > -0.12) return -14 + 8 * (grain(place * 18, depth * 18) - 0.5);
    return depth > far ? -48 : -27 + 12 * (grain(place * 9, depth * 9) - 0.5);
  };
};

const neck: MakeBody = (random) => {
  const lobes = [0.24, 0.76].map((place) => ({ place, depth: random.between(0.35, 0.45), across: random.between(0.13, 0.19), along: random.between(0.12, 0.17), angle: random.between(-0.2, 0.2) }));
  const vessels = [0.06, 0.94].map((place) => ({ place: place + random.between(-0.04, 0.04), depth: random.between(0.35, 0.55), across: random.between(0.05, 0.08), along: random.between(0.05, 0.09), angle: 0 }));
  const nodules = Array.from({ length: random.whole(0, 3) }, () => ({ ...round(random, 0.05, 0.05), depth: random.between(0.3, 0.5), level: random.chance(0.5) ? VOID : -34 }));
  const [grain, windpipe] = [field(random), random.chance(0.6)];
  return (place, depth, moment) => {
    if (vessels.some((vessel) => inside(vessel, place, depth, 1 + 0.06 * Math.sin(moment * 6.28)) > 0)) return VOID;
    const nodule = nodules.find((shape) => inside(shape, place, depth) > 0);
    if (nodule !== undefined) return nodule.level;
    if (windpipe && Math.abs(place - 0.5) < 0.12 && depth > 0.33) return depth < 0.36 ? -4 : -40 - 40 * (depth - 0.36) + 9 * Math.sin(depth * 90);
    if (lobes.some((lobe) => inside(lobe, place, depth) > 0)) return -20 + 6 * (grain(place * 12, depth * 12) - 0.5);
    if (depth < 0.24) return -28 + 14 * Math.sin(depth * 130 + 3 * grain(place * 5, 1)) ** 3;
    return -35 + 12 * (grain(place * 7, depth * 16) - 0.5);
  };
};

const limb: MakeBody = (random) => {
  const [grain, fibres, lean] = [field(random), random.between(60, 170), random.between(-0.25, 0.25)];
  const bone = random.chance(0.5) ? random.between(0.55, 0.85) : null;
  const [top, middle] = [random.between(0.08, 0.2), random.between(0.35, 0.6)];
  return (place, depth, moment) => {
    const moved = depth + lean * place + 0.015 * moment;
    if (bone !== null) {
      const off = depth - bone + 0.3 * (place - 0.5) ** 2;
      if (Math.abs(off) < 0.01) return -4;
      if (off > 0) return -58;
    }
    if (Math.abs(moved - middle) < 0.008) return -9;
    if (depth < top) return -25 + 10 * (grain(place * 8, depth * 20) - 0.5);
    return -36 + 16 * Math.sin(moved * fibres + 5 * grain(place * 4, moved * 6)) ** 4;
  };
};

const child: MakeBody = (random) => {
  const skull = { place: random.between(0.35, 0.65), depth: random.between(0.4, 0.6), across: random.between(0.13, 0.24), along: random.between(0.11, 0.19), angle: random.between(-0.4, 0.4) };
  const parts = Array.from({ length: random.whole(1, 4) }, () => round(random, 0.1, 0.08));
  const [grain, wall] = [field(random), random.between(0.14, 0.24)];
  return (place, depth, moment) => {
    const head = inside({ ...skull, place: skull.place + 0.03 * moment }, place, depth);
    if (Math.abs(head) < 0.09) return -7;
    if (head > 0) return -42 + 12 * (grain(place * 10, depth * 10) - 0.5);
    if (parts.some((part) => inside(part, place + 0.02 * moment, depth) > 0)) return -20 + 12 * (grain(place * 16, depth * 16) - 0.5);
    if (depth < wall + 0.05 * grain(place * 3, 0) || depth > 0.9 - 0.06 * grain(place * 3, 4)) return -25 + 8 * (grain(place * 9, depth * 9) - 0.5);
    return VOID;
  };
};

const bladder: MakeBody = (random) => {
  const sac = { place: random.between(0.4, 0.6), depth: random.between(0.38, 0.5), across: random.between(0.25, 0.42), along: random.between(0.17, 0.28), angle: random.between(-0.2, 0.2) };
  const grain = field(random);
  return (place, depth) => {
    const within = inside(sac, place, depth);
    if (within > 0) return depth < sac.depth - sac.along * 0.5 ? -45 : VOID;
    if (within > -0.08) return -12;
    return -27 + 10 * (grain(place * 8, depth * 8) - 0.5) + (below(sac, place, depth) ? 8 : 0);
  };
};

/** Wires and cylinders in even scatter, for checking a scanner. */
const testObject: MakeBody = (random) => {
  const [step, rows] = [random.between(0.1, 0.22), random.between(0.09, 0.18)];
  const cylinders = Array.from({ length: random.whole(2, 6) }, (_, index) => ({ place: 0.15 + 0.15 * index, depth: random.between(0.3, 0.8), across: random.between(0.03, 0.06), along: random.between(0.03, 0.06), angle: 0, level: random.chance(0.5) ? VOID : random.between(-38, -10) }));
  const [base, wired] = [random.between(-30, -22), random.chance(0.75)];
  return (place, depth, moment) => {
    const cylinder = cylinders.find((shape) => inside(shape, place + 0.01 * moment, depth) > 0);
    if (cylinder !== undefined) return cylinder.level;
    const wire = Math.hypot((((place + 10) % step) - step / 2) * 1.6, ((depth + 0.01) % rows) - rows / 2);
    return wired && wire < 0.007 ? -2 : base;
  };
};

export type Organ = 'liver' | 'kidney' | 'gallbladder' | 'heart' | 'neck' | 'limb' | 'child' | 'bladder' | 'test-object';

const bodies: Readonly<Record<Organ, MakeBody>> = { liver, kidney, gallbladder, heart, neck, limb, child, bladder, 'test-object': testObject };

/** Curved arrays for the abdomen, a small head with a wide angle for the heart, straight ones for what lies near. */
function sectorFor(organ: Organ, random: Random, width: number, height: number): Sector {
  const margin = random.whole(0, 16);
  const depth = height - 2 * margin;
  if (organ === 'neck' || organ === 'limb') return { kind: 'rect', box: { x: margin, y: margin, width: width - 2 * margin, height: depth } };
  const half = organ === 'heart' ? random.between(0.62, 0.78) : random.between(0.48, 0.66);
  const ratio = organ === 'heart' ? random.between(0.02, 0.06) : random.between(0.24, 0.42);
  const outerRadius = depth / (1 - ratio * Math.cos(half));
  const innerRadius = outerRadius * ratio;
  return { kind: 'convex', apexX: (width - 1) / 2, apexY: margin - innerRadius * Math.cos(half), leftAngle: -half, rightAngle: half, innerRadius, outerRadius, box: { x: 0, y: margin, width, height: depth } };
}

/** Frames of an organ as a scanner shows them, `frames` over one beat or breath. */
export function* organFrames(organ: Organ, random: Random, width: number, height: number, frames: number): Generator<Uint8Array> {
  const body = bodies[organ](random);
  const convert = createScanConverter(sectorFor(organ, random, width, height), width, height);
  const seed = random.whole(1, 1_000_000);
  const speckle = createSpeckle(seed, random.whole(1, 3), 1);
  const receiver = createSpeckle(seed + 1, 1, 0);
  const [gain, range, fade, noise] = [random.between(-8, 6), random.between(50, 66), random.between(0, 9), random.between(-8, 8)];
  const [grain, hiss, levels] = [new Float32Array(BEAMS * DEPTHS), new Float32Array(BEAMS * DEPTHS), new Float32Array(BEAMS * DEPTHS)];
  for (let frame = 0; frame < frames; frame++) {
    speckle.intensity(0.1 * frame, grain);
    receiver.intensity(random.between(0, 6.28), hiss);
    for (let row = 0, at = 0; row < DEPTHS; row++) {
      for (let beam = 0; beam < BEAMS; beam++, at++) {
        const depth = row / DEPTHS;
        const echo = power(body(beam / (BEAMS - 1), depth, frame / frames)) * (grain[at] ?? 0) + power(-64 + noise + 14 * depth) * (hiss[at] ?? 0);
        levels[at] = Math.min(255, Math.max(0, (255 * (10 * Math.log10(echo + 1e-9) + gain - fade * depth + range)) / range));
      }
    }
    yield convert(levels);
  }
}

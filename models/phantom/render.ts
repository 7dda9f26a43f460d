/**
 * Draws a phantom: echo intensities by beam and depth (chest wall, pleura, reverberation, A-lines, B-lines, ribs), speckle, noise,
 * logarithmic compression, scan conversion, burnt-in text. Everything works on intensities and is shown in decibels, as a scanner does.
 */
import { createScanConverter, sectorOf } from './geometry.ts';
import { createMotion, type Moment, ribCover } from './motion.ts';
import { createRandom } from './random.ts';
import { labelOf, type PhantomSpec } from './spec.ts';
import { BEAMS, createSpeckle, DEPTHS, normalField } from './speckle.ts';
import { drawText } from './text.ts';
import { type FrameTruth, frameTruth, type PhantomTruth } from './truth.ts';

const DYNAMIC_RANGE = 58;
const wrap = (beam: number) => ((beam % BEAMS) + BEAMS) % BEAMS;
const power = (decibels: number) => 10 ** (decibels / 10);

/** Echo levels in decibels below white. */
const FAT = -29;
const MUSCLE = -33;
const PLEURA = -4;
const LUNG = -40;
const RIB_CAP = -9;

interface Layers {
  /** Chest-wall intensity by beam and by depth over pleural depth, DEPTHS rows of BEAMS. */
  readonly wall: Float32Array;
  /** Brightness of the pleura along the lung, moving with it. */
  readonly pleura: Float32Array;
}

/** Skin, fat with bright septa, fasciae and striped muscle; stretched to the pleural depth of each beam. */
function chestWall(spec: PhantomSpec): Layers {
  const random = createRandom(spec.seed * 31 + 1);
  const septa = normalField(spec.seed * 31 + 2, 14, 1);
  const fasciae = Array.from({ length: random.whole(2, 4) }, () => ({ depth: random.between(0.25, 0.85), slope: random.between(-0.1, 0.1), level: random.between(-16, -10) }));
  const muscleFrom = random.between(0.4, 0.65);
  const wall = new Float32Array(BEAMS * DEPTHS);
  for (let row = 0; row < DEPTHS; row++) {
    const depth = row / DEPTHS;
    for (let beam = 0; beam < BEAMS; beam++) {
      const place = beam / BEAMS - 0.5;
      const tissue = depth < muscleFrom ? FAT + 5 * (septa[row * BEAMS + beam] ?? 0) : MUSCLE + 4.5 * (septa[row * BEAMS + beam] ?? 0);
      let sum = power(tissue) + power(-8) * Math.exp(-((depth / 0.035) ** 2));
      for (const fascia of fasciae) sum += power(fascia.level) * Math.exp(-(((depth - fascia.depth - fascia.slope * place) / 0.012) ** 2));
      wall[row * BEAMS + beam] = sum;
    }
  }
  const field = normalField(spec.seed * 31 + 3, 3, 0);
  const broken = 2.2 + 4.5 * spec.pleura.irregularity;
  const pleura = Float32Array.from({ length: BEAMS }, (_, beam) => power(PLEURA + broken * Math.min(1, field[beam] ?? 0)));
  return { wall, pleura };
}

/** Intensity that each B-line adds along the beams: constant down to the lower edge, which tells it from other artefacts, and streaked. */
function bLineProfile(moment: Moment, streaks: Float32Array): Float32Array {
  const shift = Math.round(moment.slide * BEAMS);
  const profile = new Float32Array(BEAMS);
  for (const line of moment.bLines) {
    for (let beam = 0; beam < BEAMS; beam++) {
      // A flat-topped bell: half intensity at the stated width.
      const off = Math.abs(beam / (BEAMS - 1) - line.place) / (line.width / 2);
      profile[beam] = (profile[beam] ?? 0) + power(LUNG + line.strength + 1.6 * (streaks[wrap(beam - shift)] ?? 0)) * Math.exp(-Math.LN2 * off ** 3);
    }
  }
  return profile;
}

interface Brush {
  readonly spec: PhantomSpec;
  readonly layers: Layers;
  readonly ribs: Float32Array;
  readonly tissue: Float32Array;
  readonly lung: Float32Array;
  readonly noise: Float32Array;
}

/** Adds one beam's echoes to `levels` (decibel image, 0..255). */
function drawBeam(levels: Float32Array, brush: Brush, moment: Moment, beam: number, bLine: number): void {
  const { spec, layers, ribs } = brush;
  const pleura = moment.pleura[beam] ?? 0.2;
  const covered = ribs[beam] ?? 0;
  const moving = wrap(beam - Math.round(moment.slide * BEAMS));
  // B-lines replace A-lines: ring-down instead of mirror.
  const mirror = 1 / (1 + bLine / power(LUNG + 4));
  const facing = Math.exp(-(((beam / BEAMS - 0.5) / 0.42) ** 4));
  const line = (layers.pleura[moving] ?? 0) * (0.35 + 0.65 * facing);
  const thickness = 0.007 + 0.006 * spec.pleura.irregularity;
  const ribTop = pleura * 0.82;
  const shadow = 1 - covered * 0.994;
  for (let row = 0; row < DEPTHS; row++) {
    const depth = row / DEPTHS;
    const relative = depth / pleura;
    const at = row * BEAMS + beam;
    const below = depth - pleura;
    let echo = line * Math.exp(-((below / thickness) ** 2));
    if (relative < 1) {
      echo += (layers.wall[Math.floor(relative * DEPTHS) * BEAMS + beam] ?? 0) * (brush.tissue[at] ?? 0);
    } else {
      const fade = Math.exp(-below * 3.2);
      const ghost = relative < 2 ? 0.012 * (layers.wall[Math.floor((relative - 1) * DEPTHS) * BEAMS + beam] ?? 0) * mirror : 0;
      const near = power(-19) * Math.exp(-below * 26);
      const order = Math.round(relative);
      const aLine = order >= 2 && order <= spec.aLines.count + 1
        ? power(LUNG + spec.aLines.strength - 4.5 * (order - 2)) * facing * mirror * Math.exp(-(((relative - order) * pleura / (thickness * (0.9 + 0.25 * order))) ** 2))
        : 0;
      const grain = brush.lung[row * BEAMS + moving] ?? 0;
      echo += (power(LUNG) * fade + ghost + near + bLine) * grain + aLine * (0.55 + 0.45 * grain);
    }
    if (covered > 0.01 && depth > ribTop) echo = echo * shadow + covered * power(RIB_CAP) * Math.exp(-(((depth - ribTop - 0.03 * (1 - covered)) / 0.012) ** 2));
    const noise = power(-62 + spec.noise + 16 * depth) * (brush.noise[at] ?? 0);
    const decibels = (10 / Math.LN10) * Math.log(echo + noise + 1e-9) + spec.gain - 5 * depth;
    levels[at] = Math.min(255, Math.max(0, (255 * (decibels + DYNAMIC_RANGE)) / DYNAMIC_RANGE));
  }
}

export interface RenderedFrame {
  readonly pixels: Uint8Array;
  readonly truth: FrameTruth;
}

/** Frames one by one, so that a long clip never lies in memory. */
export function* renderFrames(spec: PhantomSpec): Generator<RenderedFrame> {
  const sector = sectorOf(spec);
  const convert = createScanConverter(sector, spec.width, spec.height);
  const motion = createMotion(spec);
  const random = createRandom(spec.seed * 31 + 4);
  const tissue = createSpeckle(spec.seed * 31 + 5, 2, 1);
  const lung = createSpeckle(spec.seed * 31 + 6, 2, 1);
  const area = BEAMS * DEPTHS;
  const grain = { tissue: new Float32Array(area), lung: new Float32Array(area), noise: new Float32Array(area), levels: new Float32Array(area) };
  const ribs = Float32Array.from({ length: BEAMS }, (_, beam) => ribCover(spec.ribs, beam / (BEAMS - 1)));
  const layers = chestWall(spec);
  const streaks = normalField(spec.seed * 31 + 9, 1, 0).subarray(0, BEAMS);
  for (let frame = 0; frame < spec.frames; frame++) {
    const moment = motion(frame);
    tissue.intensity(0.02 * frame, grain.tissue);
    lung.intensity(0.16 * frame, grain.lung);
    lung.intensity(random.between(0, 2 * Math.PI), grain.noise);
    const profile = bLineProfile(moment, streaks);
    const brush: Brush = { spec, layers, ribs, ...grain };
    for (let beam = 0; beam < BEAMS; beam++) drawBeam(grain.levels, brush, moment, beam, profile[beam] ?? 0);
    const pixels = convert(grain.levels);
    if (spec.text !== null) drawText(pixels, spec.width, spec.text, 8, Math.round(spec.height * 0.9), 2);
    yield { pixels, truth: frameTruth(spec, sector, moment, frame) };
  }
}

/** All about a clip but its frames' truth. */
export function truthHeader(spec: PhantomSpec): Omit<PhantomTruth, 'frames'> {
  return { name: spec.name, seed: spec.seed, probe: spec.probe, width: spec.width, height: spec.height, label: labelOf(spec), sector: sectorOf(spec) };
}

/** The whole clip at once: `frames` are width x height gray bytes each. */
export function renderPhantom(spec: PhantomSpec): { readonly frames: readonly Uint8Array[]; readonly truth: PhantomTruth } {
  const rendered = [...renderFrames(spec)];
  return { frames: rendered.map((frame) => frame.pixels), truth: { ...truthHeader(spec), frames: rendered.map((frame) => frame.truth) } };
}

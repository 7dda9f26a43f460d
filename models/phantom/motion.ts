/** Where pleura, lung and B-lines are at a time: what both the picture and the ground truth are drawn from. */
import { createRandom } from './random.ts';
import type { PhantomSpec, RibSpec } from './spec.ts';
import { BEAMS } from './speckle.ts';

export interface BLineState {
  readonly id: number;
  readonly place: number;
  readonly width: number;
  /** Decibels above the lung background. */
  readonly strength: number;
}

export interface Moment {
  /** Lung shift under the chest wall, of the aperture. */
  readonly slide: number;
  /** Pleural depth by beam, of the image depth. */
  readonly pleura: Float32Array;
  readonly bLines: readonly BLineState[];
}

/** Smooth bumps along the pleura, about -1..1, from a few sines of seeded phase. */
function bumps(seed: number): (place: number) => number {
  const random = createRandom(seed);
  const waves = [3, 5, 8, 13].map((cycles) => ({ cycles: cycles * random.between(0.8, 1.2), phase: random.between(0, 6.3), size: random.between(0.4, 1) }));
  return (place) => waves.reduce((sum, wave) => sum + wave.size * Math.sin(2 * Math.PI * wave.cycles * place + wave.phase), 0) / 2.5;
}

/** 1 behind a rib's middle, 0 beside it, with soft edges as the beam is wide. */
export function ribCover(ribs: readonly RibSpec[], place: number): number {
  return ribs.reduce((most, rib) => {
    const inside = rib.width / 2 - Math.abs(place - rib.place);
    return Math.max(most, 1 / (1 + Math.exp(-inside / 0.008)));
  }, 0);
}

/** Returns the state of the anatomy at a frame. */
export function createMotion(spec: PhantomSpec): (frame: number) => Moment {
  const random = createRandom(spec.seed * 31 + 7);
  const start = random.between(0, 2 * Math.PI);
  const flicker = spec.bLines.map(() => ({ phase: random.between(0, 6.3), rate: random.between(0.4, 1.1) }));
  const bump = bumps(spec.seed * 31 + 8);
  const { depth, tilt, curve, irregularity } = spec.pleura;
  return (frame) => {
    const seconds = frame / spec.framesPerSecond;
    const breath = Math.sin(start + (2 * Math.PI * seconds) / spec.breathing.periodSeconds);
    // The heart adds a small, fast tug.
    const slide = spec.breathing.sliding * (breath + 0.08 * Math.sin(2 * Math.PI * 1.2 * seconds));
    const pleura = new Float32Array(BEAMS);
    for (let beam = 0; beam < BEAMS; beam++) {
      const place = beam / (BEAMS - 1) - 0.5;
      pleura[beam] = depth + spec.breathing.lift * breath + tilt * place + curve * (1 - 4 * place * place)
        + 0.008 * irregularity * bump(place + 0.5 - slide);
    }
    const bLines = spec.bLines.map((line, id) => {
      const pulse = flicker[id] ?? { phase: 0, rate: 1 };
      return {
        id, place: line.place + slide, width: line.width,
        strength: line.strength + 1.5 * Math.sin(2 * Math.PI * pulse.rate * seconds + pulse.phase),
      };
    });
    return { slide, pleura, bLines };
  };
}

/**
 * Clips of anything but lung ultrasound, made by rule: what the guard learns to refuse. Each family draws its own world; the same family and seed
 * give the same clip on every machine.
 */
import { createRandom } from '../random.ts';
import { darkness, desktop, gradient, monitor, noise, page, plot, testChart } from './charts.ts';
import { organFrames } from './organs.ts';
import type { Organ } from './organs.ts';
import { toFrame } from './picture.ts';
import { bodySlice, headSlice, projection, trace } from './scans.ts';
import { landscape, material, portrait, roundView, things } from './scenes.ts';
import type { MakeScene } from './scenes.ts';

const scenes = {
  things, landscape, material, 'round-view': roundView, portrait, 'test-chart': testChart, plot, page, desktop, monitor, noise, gradient, darkness,
  'body-slice': bodySlice, 'head-slice': headSlice, projection, trace,
} as const satisfies Readonly<Record<string, MakeScene>>;

const organs: readonly Organ[] = ['liver', 'kidney', 'gallbladder', 'heart', 'neck', 'limb', 'child', 'bladder', 'test-object'];

export type ForeignFamily = keyof typeof scenes | Organ;

export const foreignFamilies: readonly ForeignFamily[] = [...organs, 'things', 'landscape', 'material', 'round-view', 'portrait', 'test-chart', 'plot', 'page', 'desktop', 'monitor', 'noise', 'gradient', 'darkness', 'body-slice', 'head-slice', 'projection', 'trace'];

export interface ForeignSpec {
  /** File name, e.g. `foreign-7-liver.mp4`. */
  readonly name: string;
  readonly family: ForeignFamily;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
}

function isOrgan(family: ForeignFamily): family is Organ {
  return organs.some((organ) => organ === family);
}

export function sampleForeign(family: ForeignFamily, seed: number): ForeignSpec {
  const random = createRandom(seed * 97 + 5);
  const [width, height] = random.chance(0.3) ? [350, 350] : [2 * random.whole(120, 220), 2 * random.whole(110, 180)];
  return { name: `foreign-${seed}-${family}.mp4`, family, seed, width, height, frames: 8, framesPerSecond: 10 };
}

/** `count` clips, the families in turn. */
export function foreignSet(count: number, seed: number): ForeignSpec[] {
  return Array.from({ length: count }, (_, index) => sampleForeign(foreignFamilies[index % foreignFamilies.length] ?? 'things', seed + index));
}

export function* foreignFrames(spec: ForeignSpec): Generator<Uint8Array> {
  const random = createRandom(spec.seed * 193 + 29);
  if (isOrgan(spec.family)) {
    yield* organFrames(spec.family, random, spec.width, spec.height, spec.frames);
    return;
  }
  const scene = scenes[spec.family](random, spec.width, spec.height);
  for (let frame = 0; frame < spec.frames; frame++) yield toFrame(scene(frame / spec.frames));
}

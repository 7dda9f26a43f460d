/** Pictures of other medical machines: slices as of CT and MR, projections as of X-ray, traces as of Doppler and M-mode. */
import type { Random } from '../random.ts';
import { fractalNoise, staticNoise, valueNoise } from './noise.ts';
import { createPicture, ellipse, fillShape, paint, stroke } from './picture.ts';
import type { Picture } from './picture.ts';
import type { MakeScene } from './scenes.ts';

const seedOf = (random: Random) => random.whole(1, 1_000_000);

function grainy(picture: Picture, seed: number, spread: number): Picture {
  const field = staticNoise(seed);
  paint(picture, (x, y, level) => level + spread * (field(x, y) - 0.5));
  return picture;
}

/** A body slice: skin, fat, muscle, spine, and lungs or bowel and organs, on its table. */
export const bodySlice: MakeScene = (random, width, height) => {
  const [x, y] = [width / 2, height * random.between(0.45, 0.52)];
  const [across, along] = [width * random.between(0.36, 0.46), height * random.between(0.28, 0.38)];
  const chest = random.chance(0.5);
  const [fat, muscle, bone] = [random.between(40, 80), random.between(100, 150), random.between(210, 255)];
  const organs = Array.from({ length: random.whole(3, 9) }, () => ({ x: random.between(-0.6, 0.6), y: random.between(-0.6, 0.5), size: random.between(0.08, 0.35), level: random.chance(0.3) ? random.between(5, 30) : random.between(110, 190), angle: random.between(0, 3) }));
  const [seed, bias] = [seedOf(random), valueNoise(seedOf(random))];
  return (moment) => {
    const picture = createPicture(width, height);
    const grown = 1 + 0.05 * Math.sin(moment * 3);
    const body = ellipse(x, y, across, along);
    fillShape(picture, body, () => fat);
    fillShape(picture, ellipse(x, y, across * 0.9, along * 0.86), () => muscle);
    if (chest) for (const side of [-1, 1]) fillShape(picture, ellipse(x + side * across * 0.45, y - along * 0.05, across * 0.33 * grown, along * 0.62, side * 0.2), (px, py) => 8 + 18 * bias(px / 9, py / 9));
    else for (const organ of organs) fillShape(picture, ellipse(x + organ.x * across, y + organ.y * along, organ.size * across * grown, organ.size * along * 1.1, organ.angle), () => organ.level);
    if (chest) fillShape(picture, ellipse(x + across * 0.12, y - along * 0.1, across * 0.2, along * 0.34, 0.5), () => muscle + 30);
    for (let rib = 0; rib < 14; rib++) fillShape(picture, ellipse(x + across * 0.86 * Math.cos(rib * 0.45), y + along * 0.82 * Math.sin(rib * 0.45), 9, 4, rib * 0.45 + 1.57), () => bone);
    fillShape(picture, ellipse(x, y + along * 0.62, across * 0.12, along * 0.16), () => bone);
    fillShape(picture, ellipse(x, y + along * 0.68, across * 0.035, along * 0.05), () => muscle);
    fillShape(picture, (px, py) => 2 - Math.abs(py - y - along * 1.12 + ((px - x) / width) ** 2 * 60), () => 90);
    return grainy(picture, seed + Math.round(moment * 31), 22);
  };
};

/** A head slice: scalp, skull, folded grey and white matter, ventricles. */
export const headSlice: MakeScene = (random, width, height) => {
  const [x, y] = [width / 2, height / 2];
  const size = Math.min(width, height) * random.between(0.36, 0.46);
  const folds = fractalNoise(seedOf(random), 4, 0.55);
  const bias = valueNoise(seedOf(random));
  const [grey, white, fluid] = random.chance(0.5) ? [130, 180, 25] : [160, 105, 240];
  const ct = random.chance(0.4);
  const seed = seedOf(random);
  return (moment) => {
    const picture = createPicture(width, height);
    const slice = 1 - 0.15 * moment;
    fillShape(picture, ellipse(x, y, size * 0.82 * slice, size * slice), () => (ct ? 110 : 210));
    fillShape(picture, ellipse(x, y, size * 0.77 * slice, size * 0.95 * slice), () => (ct ? 255 : 20));
    const brain = ellipse(x, y, size * 0.7 * slice, size * 0.87 * slice);
    fillShape(picture, brain, (px, py) => {
      const depth = brain(px, py) / size;
      const fold = Math.sin(28 * folds(px / 50, py / 50) + 20 * depth);
      const matter = depth < 0.25 ? (fold > 0.1 ? grey : fold < -0.75 ? fluid : white) : white;
      return (ct ? 100 + 0.2 * (matter - 100) : matter) * (0.8 + 0.4 * bias(px / 120, py / 120));
    });
    for (const side of [-1, 1]) fillShape(picture, ellipse(x + side * size * 0.13, y - size * 0.05, size * 0.07, size * 0.28, side * -0.25), () => (ct ? 45 : fluid));
    return grainy(picture, seed + Math.round(moment * 31), 14);
  };
};

/** Shadows of a chest, hand or limb on a plate. */
export const projection: MakeScene = (random, width, height) => {
  const chest = random.chance(0.6);
  const seed = seedOf(random);
  const lean = random.between(-0.05, 0.05);
  const bones = Array.from({ length: random.whole(2, 6) }, (_, index) => ({ x: 0.2 + 0.13 * index + random.between(-0.03, 0.03), angle: random.between(-0.2, 0.2), thick: random.between(8, 30) }));
  const soft = fractalNoise(seedOf(random), 3, 0.5);
  return (moment) => {
    const picture = createPicture(width, height);
    paint(picture, (x, y) => 60 + 60 * soft(x / 90, y / 90));
    if (chest) {
      for (const side of [-1, 1]) fillShape(picture, ellipse(width * (0.5 + side * 0.22), height * 0.48, width * 0.17, height * 0.36, side * 0.12), () => 30);
      fillShape(picture, ellipse(width * 0.55, height * 0.62, width * 0.16, height * 0.2, 0.5), () => 190);
      fillShape(picture, stroke(width * 0.5, 0, width * (0.5 + lean), height, width * 0.08), () => 205);
      for (let rib = 0; rib < 9; rib++) for (const side of [-1, 1]) {
        const arc = (x: number) => height * (0.1 + 0.085 * rib) + (1 - ((x - width / 2) / (width * 0.4)) ** 2) * -height * 0.05 + Math.abs(x - width / 2) * 0.25;
        fillShape(picture, (x, y) => ((x - width / 2) * side < 6 || Math.abs(x - width / 2) > width * 0.38 ? -1 : 4 - Math.abs(y - arc(x) - moment * 4)), (x, y) => (picture.levels[Math.floor(y) * width + Math.floor(x)] ?? 0) + 45);
      }
      fillShape(picture, (_, y) => y - height * (0.84 + moment * 0.02), () => 200);
    } else {
      for (const bone of bones) {
        const line = stroke(bone.x * width, height * 0.05, (bone.x + bone.angle) * width, height, bone.thick);
        fillShape(picture, (x, y) => line(x, y) + bone.thick * 0.7, () => 120);
        fillShape(picture, line, (x, y) => 240 - 5 * Math.max(0, line(x, y)));
      }
    }
    return grainy(picture, seed + Math.round(moment * 31), 16);
  };
};

/** A strip that runs through time: flow velocities about a base line, or the layers under one beam. */
export const trace: MakeScene = (random, width, height) => {
  const doppler = random.chance(0.6);
  const seed = seedOf(random);
  const period = random.between(40, 130);
  const layers = Array.from({ length: random.whole(3, 8) }, () => ({ y: random.between(0.1, 0.95), swing: random.between(0, 0.07), thick: random.between(1, 9), level: random.between(80, 240) }));
  const base = random.between(0.4, 0.8);
  return (moment) => {
    const picture = createPicture(width, height);
    const field = staticNoise(seed);
    const shift = Math.round(moment * 60);
    paint(picture, (x, y) => {
      const phase = ((x + shift) % period) / period;
      const beat = Math.exp(-(((phase - 0.25) / 0.12) ** 2)) + 0.45 * Math.exp(-(((phase - 0.6) / 0.16) ** 2));
      const grain = field(x + shift, y);
      if (doppler) {
        const reach = height * (base - 0.08 - 0.55 * beat * base);
        const inside = y < height * base && y > reach;
        return Math.abs(y - height * base) < 1 ? 180 : inside ? 40 + 190 * grain * Math.exp(-((y - reach) / (height * 0.12))) + 60 * grain : 10 * grain;
      }
      return layers.reduce((sum, layer) => sum + layer.level * Math.exp(-(((y - height * (layer.y - layer.swing * beat)) / layer.thick) ** 2)), 25 * grain + 15);
    });
    return picture;
  };
};

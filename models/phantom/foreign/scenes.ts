/** Pictures of the world outside medicine: things before things, landscapes, materials. Each maker returns the picture of a moment (0..1). */
import type { Random } from '../random.ts';
import { fractalNoise, valueNoise } from './noise.ts';
import { createPicture, ellipse, fillBox, fillShape, paint, stroke } from './picture.ts';
import type { Picture } from './picture.ts';

export type Scene = (moment: number) => Picture;
export type MakeScene = (random: Random, width: number, height: number) => Scene;

const seedOf = (random: Random) => random.whole(1, 1_000_000);

/** Things of all sizes that cover one another, each with its own surface: the statistics of photographs (dead leaves, Lee et al. 2001). */
export const things: MakeScene = (random, width, height) => {
  const count = random.whole(25, 110);
  const made = Array.from({ length: count }, () => {
    const size = Math.min(width, height) * 0.5 * random.between(0.08, 1) ** 2.2;
    return {
      x: random.between(-0.1, 1.1) * width, y: random.between(-0.1, 1.1) * height, size, shape: random.whole(0, 3), angle: random.between(0, Math.PI), stretch: random.between(0.4, 1),
      level: random.between(8, 235), shade: random.between(-60, 60), grain: random.between(0, 45), scale: random.between(3, 40), seed: seedOf(random), drift: random.between(-0.06, 0.06),
    };
  });
  const sky = random.between(30, 220);
  return (moment) => {
    const picture = createPicture(width, height, sky);
    for (const thing of made) {
      const surface = fractalNoise(thing.seed, 3, 0.55);
      const x = thing.x + thing.drift * moment * width;
      const inside = thing.shape === 0
        ? stroke(x - thing.size * Math.cos(thing.angle), thing.y - thing.size * Math.sin(thing.angle), x + thing.size * Math.cos(thing.angle), thing.y + thing.size * Math.sin(thing.angle), thing.size * thing.stretch * 0.4)
        : thing.shape === 1 ? boxAround(x, thing.y, thing.size, thing.size * thing.stretch, thing.angle) : ellipse(x, thing.y, thing.size, thing.size * thing.stretch, thing.angle);
      within(picture, x, thing.y, 1.6 * thing.size, inside, (px, py) => thing.level + (thing.shade * (px - x + py - thing.y)) / (2 * thing.size) + thing.grain * (surface((px - x) / thing.scale, py / thing.scale) - 0.5) * 2);
    }
    return picture;
  };
};

function boxAround(centreX: number, centreY: number, halfWidth: number, halfHeight: number, angle: number): (x: number, y: number) => number {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return (x, y) => Math.min(halfWidth - Math.abs((x - centreX) * cos + (y - centreY) * sin), halfHeight - Math.abs((y - centreY) * cos - (x - centreX) * sin));
}

/** `fillShape` limited to a square around a point. */
function within(picture: Picture, x: number, y: number, reach: number, inside: (x: number, y: number) => number, level: (x: number, y: number) => number): void {
  const { width, height, levels } = picture;
  for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(height, y + reach); row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column < Math.min(width, x + reach); column++) {
      const share = Math.min(1, Math.max(0, inside(column, row) + 0.5));
      const at = row * width + column;
      if (share > 0) levels[at] = (levels[at] ?? 0) * (1 - share) + share * level(column, row);
    }
  }
}

/** Sky, ranges of hills one behind the other, trees or masts, ground. */
export const landscape: MakeScene = (random, width, height) => {
  const bright = random.between(120, 240);
  const ranges = Array.from({ length: random.whole(2, 5) }, (_, rank) => ({ outline: fractalNoise(seedOf(random), 5, random.between(0.4, 0.6)), base: 0.35 + 0.13 * rank, rise: random.between(0.1, 0.35), level: random.between(20, 190), grain: random.between(5, 50), seed: seedOf(random) }));
  const clouds = fractalNoise(seedOf(random), 5, 0.55);
  const trees = Array.from({ length: random.whole(0, 14) }, () => ({ x: random.between(0, 1), top: random.between(0.1, 0.6), thick: random.between(2, 12), level: random.between(5, 70) }));
  return (moment) => {
    const picture = createPicture(width, height);
    const shift = moment * 0.12;
    paint(picture, (x, y) => bright - (90 * y) / height + 70 * (clouds(x / 60 + shift, y / 30) - 0.5));
    for (const range of ranges) {
      const surface = fractalNoise(range.seed, 4, 0.6);
      paint(picture, (x, y, before) => {
        const top = height * (range.base - range.rise * (range.outline(x / width * 4 + shift, range.base * 9) - 0.4));
        return y < top ? before : range.level + range.grain * (surface(x / 9 + shift * 20, y / 9) - 0.5) * 2;
      });
    }
    for (const tree of trees) fillBox(picture, (tree.x - shift * 0.5) * width, tree.top * height, tree.thick, height, tree.level);
    return picture;
  };
};

/** Wood, marble, weave, bricks, tiles, cells, ripples. */
export const material: MakeScene = (random, width, height) => {
  const kind = random.whole(0, 5);
  const [rough, fine] = [fractalNoise(seedOf(random), 4, 0.55), valueNoise(seedOf(random))];
  const scale = random.between(8, 50);
  const angle = random.between(0, Math.PI);
  const [dark, light] = [random.between(5, 110), random.between(130, 250)];
  const cells = Array.from({ length: 60 }, () => ({ x: random.between(0, width), y: random.between(0, height), level: random.between(0, 1) }));
  const surface = (x: number, y: number): number => {
    const along = (x * Math.cos(angle) + y * Math.sin(angle)) / scale;
    const across = (y * Math.cos(angle) - x * Math.sin(angle)) / scale;
    switch (kind) {
      case 0: return 0.5 + 0.5 * Math.sin(6 * along + 9 * rough(along * 0.3, across * 0.05));
      case 1: return Math.abs(Math.sin(2 * along + 8 * rough(along * 0.7, across * 0.7)));
      case 2: return (Math.sin(7 * along) + Math.sin(7 * across) + 2) / 4;
      case 3: {
        const row = Math.floor(across);
        return Math.abs(across - row - 0.5) > 0.44 || Math.abs((along / 2 + row / 2) % 1) < 0.06 ? 0.1 : 0.5 + 0.4 * fine(row * 3, Math.floor(along / 2 + row / 2));
      }
      case 4: {
        const near = cells.map((cell) => Math.hypot(cell.x - x, cell.y - y)).sort((a, b) => a - b);
        return Math.min(1, ((near[1] ?? 0) - (near[0] ?? 0)) / 14);
      }
      default: return 0.5 + 0.5 * Math.sin(Math.hypot(x - width / 3, y - height / 2) / (scale / 4) + 3 * rough(x / 40, y / 40));
    }
  };
  return (moment) => {
    const picture = createPicture(width, height);
    const shift = moment * 25;
    paint(picture, (x, y) => dark + (light - dark) * surface(x + shift, y) + 25 * (rough(x / 5 + shift, y / 5) - 0.5));
    return picture;
  };
};

/** A round field of view, bright in the middle, with soft bodies in it: endoscopes, microscopes, lamps. */
export const roundView: MakeScene = (random, width, height) => {
  const radius = Math.min(width, height) * random.between(0.4, 0.6);
  const bodies = Array.from({ length: random.whole(2, 40) }, () => ({ x: random.between(0, width), y: random.between(0, height), size: random.between(4, radius * 0.5), level: random.between(20, 240), rim: random.chance(0.5), drift: random.between(-20, 20) }));
  const folds = fractalNoise(seedOf(random), 4, 0.5);
  const base = random.between(60, 180);
  return (moment) => {
    const picture = createPicture(width, height, base);
    paint(picture, (x, y) => base + 70 * (folds(x / 50, y / 50 + moment) - 0.5));
    for (const body of bodies) {
      const inside = ellipse(body.x + body.drift * moment, body.y, body.size, body.size * 0.8);
      fillShape(picture, (x, y) => (body.rim ? 3 - Math.abs(inside(x, y)) : inside(x, y)), () => body.level);
    }
    paint(picture, (x, y, level) => {
      const far = Math.hypot(x - width / 2, y - height / 2) / radius;
      return far > 1 ? 0 : level * (1.1 - 0.7 * far * far);
    });
    return picture;
  };
};

/** A face or mannequin before a blurred room: large smooth ovals with darker spots. */
export const portrait: MakeScene = (random, width, height) => {
  const [x, y] = [random.between(0.35, 0.65) * width, random.between(0.4, 0.6) * height];
  const size = height * random.between(0.2, 0.36);
  const [skin, hair, room] = [random.between(90, 220), random.between(10, 120), fractalNoise(seedOf(random), 3, 0.4)];
  const light = random.between(-0.35, 0.35);
  return (moment) => {
    const picture = createPicture(width, height);
    const centre = x + 12 * moment;
    paint(picture, (px, py) => 30 + 170 * room(px / 90, py / 90));
    fillShape(picture, ellipse(centre, y + size * 1.75, size * 1.5, size), () => hair * 0.8 + 20);
    fillShape(picture, ellipse(centre, y - size * 0.15, size * 0.86, size * 1.12), () => hair);
    fillShape(picture, ellipse(centre, y, size * 0.7, size), (px) => skin * (1 + (light * (px - centre)) / size));
    for (const side of [-1, 1]) {
      fillShape(picture, ellipse(centre + side * size * 0.27, y - size * 0.18, size * 0.12, size * 0.06), () => 235);
      fillShape(picture, ellipse(centre + side * size * 0.27, y - size * 0.18, size * 0.055, size * 0.055), () => 15);
      fillShape(picture, stroke(centre + side * size * 0.15, y - size * 0.36, centre + side * size * 0.42, y - size * 0.36, size * 0.07), () => hair);
    }
    fillShape(picture, stroke(centre, y - size * 0.1, centre + size * 0.04, y + size * 0.15, size * 0.07), () => skin * 0.75);
    fillShape(picture, stroke(centre - size * 0.22, y + size * 0.42, centre + size * 0.22, y + size * 0.42, size * 0.09), () => skin * 0.45);
    return picture;
  };
};

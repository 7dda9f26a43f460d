/** Pictures made by machines: test charts, plots, text, windows on a screen, and pictures of nothing (noise, gradients, black, one gray). */
import type { Random } from '../random.ts';
import { drawText } from '../text.ts';
import { fractalNoise, staticNoise } from './noise.ts';
import { createPicture, ellipse, fillBox, fillShape, paint, stroke } from './picture.ts';
import type { Picture } from './picture.ts';
import type { MakeScene } from './scenes.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function words(random: Random, length: number): string {
  return Array.from({ length }, () => (random.chance(0.17) ? ' ' : letters[random.whole(0, letters.length - 1)])).join('');
}

/** Text is drawn bright on dark; `level` recolours it. */
function write(picture: Picture, text: string, x: number, y: number, scale: number, level: number): void {
  const mask = new Uint8Array(picture.levels.length);
  drawText(mask, picture.width, text, Math.round(x), Math.round(y), scale);
  for (let at = 0; at < mask.length; at++) if (mask[at] !== 0) picture.levels[at] = level;
}

/** Bars, steps, ramps, grids, rays and checks, as charts for cameras and screens have them. */
export const testChart: MakeScene = (random, width, height) => {
  const kind = random.whole(0, 6);
  const parts = random.whole(4, 16);
  const bars = Array.from({ length: parts }, () => random.between(0, 255));
  const inverted = random.chance(0.3);
  const level = (x: number, y: number, moment: number): number => {
    const angle = Math.atan2(y - height / 2, x - width / 2) + moment * 0.3;
    const far = Math.hypot(x - width / 2, y - height / 2);
    switch (kind) {
      case 0: return y < height * 0.67 ? (bars[Math.floor((x / width) * parts)] ?? 0) : (bars[Math.floor((1 - x / width) * parts)] ?? 0) * 0.6;
      case 1: return (255 * Math.floor((x / width) * parts)) / (parts - 1);
      case 2: return Math.floor((x + moment * 30) / (width / parts)) % 2 === Math.floor(y / (width / parts)) % 2 ? 230 : 20;
      case 3: return Math.sin(angle * parts * 3) > 0 ? 235 : 15;
      case 4: return Math.min((x + moment * 20) % (width / parts), y % (width / parts)) < 2 || Math.abs(far - height * 0.4) < 2 ? 235 : 60;
      case 5: return Math.sin(far / (2 + (far / height) * parts)) > 0 ? 220 : 30;
      default: return 127 + 120 * Math.sin((far * far) / (width * 6) + moment * 3);
    }
  };
  const title = words(random, 12);
  return (moment) => {
    const picture = createPicture(width, height);
    paint(picture, (x, y) => (inverted ? 255 - level(x, y, moment) : level(x, y, moment)));
    if (parts % 2 === 0) write(picture, title, width * 0.2, height * 0.45, 3, 255);
    return picture;
  };
};

/** A diagram: axes, grid, curves or columns, words. */
export const plot: MakeScene = (random, width, height) => {
  const dark = random.chance(0.4);
  const [paper, ink] = dark ? [random.between(0, 40), 220] : [random.between(225, 255), 20];
  const curves = Array.from({ length: random.whole(1, 4) }, () => ({ shape: fractalNoise(random.whole(1, 1e6), 4, 0.5), level: random.between(30, 220), columns: random.chance(0.35) }));
  const caption = words(random, 18);
  const sweep = random.between(0, 3);
  return (moment) => {
    const picture = createPicture(width, height, paper);
    const [left, bottom] = [width * 0.12, height * 0.88];
    for (let line = 1; line < 8; line++) {
      fillBox(picture, left, bottom - (line * height) / 10, width * 0.84, 1, (paper * 3 + ink) / 4);
      fillBox(picture, left + (line * width) / 9, height * 0.1, 1, bottom - height * 0.1, (paper * 3 + ink) / 4);
    }
    for (const curve of curves) {
      for (let x = left; x < width * 0.96; x += curve.columns ? 18 : 1) {
        const top = bottom - height * 0.75 * curve.shape(x / 60 + moment * sweep, 3);
        if (curve.columns) fillBox(picture, x + 3, top, 12, bottom - top, curve.level);
        else fillBox(picture, x, top - 1, 1.5, 3 + Math.abs(curve.shape((x + 1) / 60 + moment * sweep, 3) - curve.shape(x / 60 + moment * sweep, 3)) * height * 0.75, curve.level);
      }
    }
    fillBox(picture, left, height * 0.08, 2, height * 0.8, ink);
    fillBox(picture, left, bottom, width * 0.84, 2, ink);
    write(picture, caption, width * 0.25, height * 0.93, 1, ink);
    return picture;
  };
};

/** A page or terminal full of text that scrolls. */
export const page: MakeScene = (random, width, height) => {
  const dark = random.chance(0.5);
  const [paper, ink] = dark ? [random.between(0, 45), random.between(140, 240)] : [random.between(215, 255), random.between(0, 70)];
  const scale = random.whole(1, 3);
  const lines = Array.from({ length: Math.ceil(height / (9 * scale)) + 12 }, () => (random.chance(0.12) ? '' : words(random, random.whole(6, Math.floor(width / (6 * scale))))));
  const picture0 = random.chance(0.3) ? { x: random.between(0.1, 0.5), y: random.between(0.1, 0.5), level: random.between(60, 200) } : null;
  return (moment) => {
    const picture = createPicture(width, height, paper);
    const first = Math.floor(moment * 8);
    lines.slice(first).forEach((line, index) => write(picture, line, 6, 4 + index * 9 * scale, scale, ink));
    if (picture0 !== null) fillBox(picture, picture0.x * width, picture0.y * height, width * 0.35, height * 0.3, picture0.level);
    return picture;
  };
};

/** A screen recording: windows with bars, buttons, lists, a moving pointer. */
export const desktop: MakeScene = (random, width, height) => {
  const backdrop = fractalNoise(random.whole(1, 1e6), 3, 0.5);
  const base = random.between(10, 160);
  const windows = Array.from({ length: random.whole(1, 4) }, () => ({ x: random.between(-0.05, 0.5), y: random.between(0, 0.5), w: random.between(0.35, 0.8), h: random.between(0.3, 0.8), paper: random.chance(0.5) ? random.between(15, 50) : random.between(220, 255), rows: Array.from({ length: 14 }, () => words(random, random.whole(4, 22))) }));
  return (moment) => {
    const picture = createPicture(width, height);
    paint(picture, (x, y) => base + 40 * backdrop(x / 80, y / 80));
    for (const { x, y, w, h, paper, rows } of windows) {
      const [left, top] = [x * width, y * height];
      fillBox(picture, left, top, w * width, h * height, paper);
      fillBox(picture, left, top, w * width, 14, paper > 128 ? 170 : 80);
      fillBox(picture, left, top + 14, w * width * 0.22, h * height - 14, paper > 128 ? paper - 25 : paper + 20);
      rows.slice(0, Math.max(0, Math.floor((h * height - 24) / 12))).forEach((row, index) => write(picture, row.slice(0, Math.floor((w * width * 0.75) / 6)), left + w * width * 0.24, top + 20 + 12 * index, 1, paper > 128 ? 40 : 205));
    }
    fillBox(picture, 0, height - 16, width, 16, 35);
    fillShape(picture, stroke(width * (0.2 + 0.5 * moment), height * 0.4, width * (0.2 + 0.5 * moment) + 6, height * 0.4 + 10, 4), () => 250);
    return picture;
  };
};

/** Static of all grain sizes, snow, salt and pepper. */
export const noise: MakeScene = (random, width, height) => {
  const [mean, spread, grain] = [random.between(30, 200), random.between(15, 250), random.chance(0.5) ? 1 : random.between(1, 14)];
  const seed = random.whole(1, 1e6);
  const kind = random.whole(0, 2);
  return (moment) => {
    const picture = createPicture(width, height);
    const field = grain === 1 ? staticNoise(seed + Math.round(moment * 97)) : fractalNoise(seed + Math.round(moment * 97), 2, 0.6);
    paint(picture, (x, y) => {
      const value = field(x / grain, y / grain);
      if (kind === 0) return value > 0.94 ? 255 : value < 0.06 ? 0 : mean;
      if (kind === 1) return mean + spread * (value - 0.5);
      return value > 0.85 ? 220 * value : 12 * value;
    });
    return picture;
  };
};

/** Smooth shades without any structure; some nothing but one gray. */
export const gradient: MakeScene = (random, width, height) => {
  const [from, to] = [random.between(0, 255), random.chance(0.25) ? null : random.between(0, 255)];
  const angle = random.between(0, 2 * Math.PI);
  const round = random.chance(0.4);
  return (moment) => {
    const picture = createPicture(width, height);
    paint(picture, (x, y) => {
      const along = round ? Math.hypot(x / width - 0.5, y / height - 0.5) * 1.4 : 0.5 + (x / width - 0.5) * Math.cos(angle + moment) * 0.7 + (y / height - 0.5) * Math.sin(angle + moment) * 0.7;
      return from + ((to ?? from) - from) * along;
    });
    return picture;
  };
};

/** Black, or nearly so: a covered camera, a probe in the air with the gain down, a logo in the dark. */
export const darkness: MakeScene = (random, width, height) => {
  const seed = random.whole(1, 1e6);
  const [floor, spread] = [random.between(0, 3), random.chance(0.3) ? 0 : random.between(0, 5)];
  const logo = random.chance(0.4) ? words(random, 8) : null;
  return (moment) => {
    const picture = createPicture(width, height);
    const field = staticNoise(seed + Math.round(moment * 53));
    paint(picture, (x, y) => floor + spread * field(x, y));
    if (logo !== null) write(picture, logo, width * 0.4, height * 0.5, 1, 120);
    return picture;
  };
};

/** A clock, a gauge, blinking lamps: small bright things on a dark ground, as monitors show vital signs. */
export const monitor: MakeScene = (random, width, height) => {
  const traces = Array.from({ length: random.whole(2, 4) }, () => ({ seed: random.whole(1, 1e6), period: random.between(30, 90), spike: random.between(0.4, 1), level: random.between(120, 240) }));
  const numbers = Array.from({ length: 4 }, () => String(random.whole(10, 199)));
  return (moment) => {
    const picture = createPicture(width, height, 6);
    traces.forEach((trace, index) => {
      const middle = ((index + 0.6) * height) / (traces.length + 0.4);
      let before = middle;
      for (let x = 4; x < width * 0.75; x++) {
        const phase = ((x + moment * 120) % trace.period) / trace.period;
        const now = middle - height * 0.14 * (trace.spike * Math.exp(-(((phase - 0.4) / 0.03) ** 2)) + 0.25 * Math.exp(-(((phase - 0.7) / 0.08) ** 2)));
        fillBox(picture, x, Math.min(before, now), 1.5, Math.abs(now - before) + 2, trace.level);
        before = now;
      }
      write(picture, numbers[index] ?? '0', width * 0.8, middle - 12, 3, trace.level);
    });
    fillShape(picture, ellipse(width * 0.93, height * 0.07, 6, 6), () => 240);
    return picture;
  };
};

/** Which pixels of a phantom's frame are B-line and which pleura: what an explanation should point at. */
import { fromPixel, sectorOf } from './geometry.ts';
import { createMotion, ribCover } from './motion.ts';
import type { PhantomSpec } from './spec.ts';
import { BEAMS } from './speckle.ts';

/** Half the thickness that counts as pleural line, of the image depth: its brightness has fallen to a few percent there. */
const halfPleura = 0.014;

/** What a frame pixel (not necessarily a whole one) belongs to; null for everything else. B-lines begin below the pleural line. Nothing shows behind ribs. */
export type Truth = 'b-line' | 'pleura' | null;

/** For each frame of a phantom a function that says what a point of the frame belongs to. */
export function createMasks(spec: PhantomSpec): (frame: number) => (x: number, y: number) => Truth {
  const sector = sectorOf(spec);
  const motion = createMotion(spec);
  return (frame) => {
    const { pleura, bLines } = motion(frame);
    return (x, y) => {
      const [beam, depth] = fromPixel(sector, x, y);
      if (!(beam >= 0 && beam <= 1 && depth >= 0 && depth <= 1) || ribCover(spec.ribs, beam) > 0.5) return null;
      const below = depth - (pleura[Math.round(beam * (BEAMS - 1))] ?? 0);
      if (Math.abs(below) <= halfPleura) return 'pleura';
      return below > 0 && bLines.some((line) => Math.abs(beam - line.place) <= line.width / 2) ? 'b-line' : null;
    };
  };
}

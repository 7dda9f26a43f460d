/** The clips that the model gets most wrong, with a picture of what misled it. */
import { join } from 'node:path';
import type { LabelledResult } from '../../analysis/evaluation.ts';
import { openFrameStore } from '../../media/frame-store.ts';
import { grayPath } from '../../media/layout.ts';
import { encodePng } from '../../media/png.ts';
import type { Workplace } from '../workplace.ts';

/** Most clips shown on either side. */
const mostOnEitherSide = 6;
/** Longer side of a picture, pixels. */
const pictureSize = 220;

export interface WorstCase {
  readonly clip: LabelledResult;
  /** The frame with the highest probability, decoded index. */
  readonly frame: number;
  /** PNG as a data URL; null where the clip could not be read again. */
  readonly picture: string | null;
}

interface Pixels {
  readonly gray: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Area mean over whole pixels, brightened as the network's input is: most ultrasound frames are dark. */
function smaller({ gray, width, height }: Pixels, gain: number): Pixels {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / pictureSize));
  const [columns, rows] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const small = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let sum = 0;
      for (let y = 0; y < step; y += 1) for (let x = 0; x < step; x += 1) sum += gray[(row * step + y) * width + column * step + x] ?? 0;
      small[row * columns + column] = Math.round(255 * Math.min(1, sum / (step * step) / gain) ** 0.7);
    }
  }
  return { gray: small, width: columns, height: rows };
}

async function pictureOf(workplace: Workplace, file: string, key: string, frame: number): Promise<string | null> {
  const storeRoot = workplace.folder(join('worst', key));
  const imported = await workplace.media.importClip({ source: file, storeRoot, ffmpeg: workplace.ffmpeg }, { signal: new AbortController().signal });
  if (!imported.ok) return null;
  const opened = openFrameStore(grayPath(storeRoot, imported.value.media.sha256));
  if (!opened.ok) return null;
  try {
    const { width, height } = opened.value;
    const { gray, width: columns, height: rows } = smaller({ gray: await opened.value.read(frame), width, height }, imported.value.media.gain);
    return `data:image/png;base64,${encodePng(gray, columns, rows, 1).toString('base64')}`;
  } catch {
    return null;
  } finally {
    opened.value.close();
  }
}

function highestFrame(clip: LabelledResult): number {
  const probabilities = clip.frameProbabilities ?? [];
  return probabilities.reduce<number>((best, probability, frame) => ((probability ?? -1) > (probabilities[best] ?? -1) ? frame : best), 0);
}

/** Wrong at the threshold, furthest from it first: missed ones and false alarms, a few each. */
export function worstOf(clips: readonly LabelledResult[], threshold: number): LabelledResult[] {
  const wrong = (positive: boolean): LabelledResult[] => clips
    .filter((clip) => clip.probability !== null && clip.positive === positive && clip.probability >= threshold !== positive)
    .toSorted((a, b) => (positive ? 1 : -1) * ((a.probability ?? 0) - (b.probability ?? 0)))
    .slice(0, mostOnEitherSide);
  return [...wrong(true), ...wrong(false)];
}

/** `fileOf` finds a clip's file. Reads the few clips again, as evaluation keeps no frames. */
export async function worstCases(workplace: Workplace, clips: readonly LabelledResult[], threshold: number, fileOf: (clip: LabelledResult) => string): Promise<WorstCase[]> {
  return Promise.all(worstOf(clips, threshold).map(async (clip, index) => {
    const frame = highestFrame(clip);
    return { clip, frame, picture: await pictureOf(workplace, fileOf(clip), String(index), frame) };
  }));
}

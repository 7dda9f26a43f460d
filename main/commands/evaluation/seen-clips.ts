/** Whether the bundle was trained on the clips it is evaluated on: figures on those say how well it remembers, not how well it reads. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Manifest } from '../../inference/bundle-format.ts';

const namedClips = z.object({ clips: z.array(z.object({ file: z.string() })) });

/** How many of these files bear the name of a training clip; null where the bundle does not name its training clips. */
export async function seenClips(bundleDir: string, files: readonly string[]): Promise<number | null> {
  const text = await readFile(join(bundleDir, 'oof.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const parsed = namedClips.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  const names = new Set(parsed.data.clips.map((clip) => basename(clip.file.replaceAll('\\', '/'))));
  return files.filter((file) => names.has(basename(file))).length;
}

/** What the figures may be taken for. */
export function statementOf(seen: number | null, clips: number, training: Manifest['training']): string {
  const trained = training.datasets.map((dataset) => dataset.name).join(', ') || 'no listed data';
  if (seen === null) return `The model was trained on ${trained}. If these clips are among them, these figures say how well it remembers them; its card has the cross-validation by patient.`;
  if (seen === 0) return `None of these clips bears the name of one that the model was trained on (${trained}).`;
  return `The model was trained on ${seen} of these ${clips} clips (in-sample): these figures say how well it remembers them, and are no estimate of its performance on other patients. `
    + 'Its card has the cross-validation by patient.';
}

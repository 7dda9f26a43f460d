/** Scores that a bundle's cross-validation gave its own training clips, in place of the engine's: with them `evaluate` gives the card's figures again from any table of labels. */
import { basename } from 'node:path';
import type { AppError, Result } from '../../../preload/domain.ts';
import type { LabelledResult } from '../../analysis/evaluation.ts';
import { clipVerdict } from '../../analysis/clip-score.ts';
import type { Bundle } from '../../inference/bundle.ts';
import { readBundleJson } from '../card/bundle-files.ts';
import { outOfFoldSchema } from '../card/formats.ts';
import type { OutOfFoldClip } from '../card/formats.ts';
import type { LabelledRow } from './labels.ts';

const unknown = { code: 'not-found', message: 'The clip is not among those of the bundle\'s cross-validation.' } as const;

export const outOfFoldStatement = 'Out of fold, as in the bundle\'s card: models that never saw a clip\'s patient scored it. The thresholds were chosen on these same scores.';

function resultOf({ file, group, positive, fields }: LabelledRow, clip: OutOfFoldClip | undefined, { operatingPoints }: Bundle['manifest']): LabelledResult {
  const row = { file, group, positive, fields, warnings: [] };
  if (clip === undefined) return { ...row, probability: null, verdict: 'failed', frames: 0, scored: 0, frameProbabilities: [], error: unknown };
  const { probability, frames } = clip;
  // By decoded index, as everywhere.
  const frameProbabilities: (number | null)[] = Array.from({ length: Math.max(-1, ...frames) + 1 }, () => null);
  frames.forEach((frame, index) => (frameProbabilities[frame] = clip.frameProbabilities[index] ?? null));
  return { ...row, probability, verdict: clipVerdict(probability, operatingPoints), frames: frameProbabilities.length, scored: frames.length, frameProbabilities, error: null };
}

/** A result a row, found by the clip's file name. Error: `model-invalid` where the bundle has no such scores. */
export async function outOfFoldResults(bundle: Bundle, rows: readonly LabelledRow[]): Promise<Result<readonly LabelledResult[]>> {
  const read = await readBundleJson(bundle.dir, 'oof.json', outOfFoldSchema);
  if (!read.ok) return read;
  const error: AppError = { code: 'model-invalid', message: 'The bundle has no scores of its cross-validation (oof.json).', hint: 'Leave out --out-of-fold, or name another model.' };
  if (read.value === null) return { ok: false, error };
  const byName = new Map(read.value.clips.map((clip) => [basename(clip.file), clip]));
  return { ok: true, value: rows.map((row) => resultOf(row, byName.get(basename(row.file.replaceAll('\\', '/'))), bundle.manifest)) };
}

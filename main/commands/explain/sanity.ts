/** Sanity check by randomised weights (Adebayo et al. 2018): a map that survives them explains the picture, not the model. */
import { rankCorrelation } from '../../analysis/explanation-map.ts';
import type { ExplainReport } from './format.ts';
import type { BenchFrame } from './frames.ts';
import { meanOf } from './means.ts';
import type { BenchModel } from './model.ts';

export interface Randomised {
  /** What was randomised, as the table names it. */
  readonly what: string;
  readonly model: BenchModel;
}

/** Rank correlation of every map with itself after randomising; frames whose map is flat in either are left out. */
export async function sanityCheck(model: BenchModel, randomised: readonly Randomised[], frames: readonly BenchFrame[]): Promise<ExplainReport['sanity']> {
  const images = frames.map((frame) => frame.image);
  const before = await model.looks(images);
  const rows: ExplainReport['sanity']['rows'] = [];
  for (const { what, model: other } of randomised) {
    const after = await other.looks(images);
    ['fused', ...model.branches].forEach((name, map) => {
      const values = frames.map(({ clip }, index) => {
        const [one, two] = [before[index]?.maps[map], after[index]?.maps[map]];
        return { clip, value: one === undefined || two === undefined ? null : rankCorrelation(one.signed, two.signed) };
      });
      rows.push({ map: `Grad-CAM ${name}`, randomised: what, flat: values.filter(({ value }) => value === null).length, correlation: meanOf(values) });
    });
  }
  return { frames: frames.length, rows };
}

/** Which locked test set judges a challenger. */
import { z } from 'zod';
import type { CaseLog } from '../../db/case-log.ts';
import type { DatasetRecord } from '../../db/datasets.ts';
import type { ClipId, ModelRef } from '../../preload/domain.ts';

/** The clips of a locked test set, with what its dataset says of them. */
export interface LockedTest {
  readonly dataset: string;
  readonly name: string;
  /** Of the dataset that the challenger was trained on, or of a version of it. */
  readonly ofTraining: boolean;
  readonly clips: readonly { readonly clipId: ClipId; readonly patient: string; readonly positive: boolean }[];
}

const detailSchema = z.object({ model: z.object({ id: z.string(), version: z.string() }) });

/** Datasets that this model was trained on: trainings write the name of the model to come into the use. */
function trainedOn({ datasets }: Pick<CaseLog, 'datasets'>, { id, version }: ModelRef): readonly DatasetRecord[] {
  return datasets.all().filter((dataset) => datasets.uses(dataset.id).some(({ purpose, detail }) => {
    const read = detailSchema.safeParse(detail);
    return purpose === 'training' && read.success && read.data.model.id === id && read.data.model.version === version;
  }));
}

/**
 * That of the dataset that the challenger was trained on, else of another version of it, else one that asks the same, else the one that was locked last;
 * the newest lock goes first among equals. Null where nothing is locked.
 */
export function lockedTestFor(log: Pick<CaseLog, 'datasets'>, challenger: ModelRef): LockedTest | null {
  const { datasets } = log;
  const own = trainedOn(log, challenger);
  const nearness = ({ id, lineage, rules }: DatasetRecord): number => [
    own.some((one) => one.id === id), own.some((one) => one.lineage === lineage), own.some((one) => one.rules.question === rules.question), true,
  ].indexOf(true);
  const [chosen] = datasets.all().filter(({ lock }) => lock !== null).toSorted((a, b) => nearness(a) - nearness(b) || (b.lock?.at ?? '').localeCompare(a.lock?.at ?? ''));
  if (chosen === undefined) return null;
  const clips = datasets.clips(chosen.id).filter(({ side }) => side === 'test').map(({ clipId, patient, positive }) => ({ clipId, patient, positive }));
  return { dataset: chosen.id, name: `${chosen.name}, version ${chosen.version}`, ofTraining: nearness(chosen) < 2, clips };
}

/** Training and promotion put together from what the workstation has. */
import { fileURLToPath } from 'node:url';
import type { CaseLog } from '../../db/case-log.ts';
import type { SpawnChild } from '../child.ts';
import { createPromotions } from './promotion.ts';
import type { LockedTest, Promotions, PromotionsOptions } from './promotion.ts';
import { createTrainings } from './training.ts';
import type { Trainings, TrainingsOptions } from './training.ts';
import type { LockedAway } from './training-source.ts';

/** Entry of the training process. */
export const trainingWorkerEntry = fileURLToPath(new URL('./training-worker.ts', import.meta.url));

export interface TrainingRoomOptions extends Omit<TrainingsOptions, 'locked' | 'bundles'>, Omit<PromotionsOptions, 'lockedTest' | 'bundles'> {
  readonly spawn: SpawnChild;
  readonly bundles: TrainingsOptions['bundles'] & PromotionsOptions['bundles'];
}

export interface TrainingRoom {
  readonly trainings: Trainings;
  readonly promotions: Promotions;
  abandon(): void;
}

/** The test side of the dataset that was locked last. */
export function newestLockedTest({ datasets }: Pick<CaseLog, 'datasets'>): LockedTest | null {
  const newest = datasets.all().filter(({ lock }) => lock !== null).toSorted((a, b) => (a.lock?.at ?? '').localeCompare(b.lock?.at ?? '')).at(-1);
  if (newest === undefined) return null;
  const clips = datasets.clips(newest.id).filter(({ side }) => side === 'test').map(({ clipId, patient, positive }) => ({ clipId, patient, positive }));
  return { dataset: newest.id, name: `${newest.name}, version ${newest.version}`, clips };
}

export function createTrainingRoom(options: TrainingRoomOptions): TrainingRoom {
  const { log } = options;
  const locked = (): LockedAway => log.datasets.locked();
  const lockedTest = (): LockedTest | null => newestLockedTest(log);
  const trainings = createTrainings({ ...options, locked });
  const promotions = createPromotions({ ...options, lockedTest });
  return {
    trainings, promotions,
    abandon: () => {
      trainings.abandon();
      promotions.abandon();
    },
  };
}

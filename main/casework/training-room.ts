/** Training and promotion put together from what the workstation has. */
import { fileURLToPath } from 'node:url';
import type { SpawnChild } from '../child.ts';
import { createPromotions } from './promotion.ts';
import type { Promotions, PromotionsOptions } from './promotion.ts';
import { lockedTestFor } from './promotion-test.ts';
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

export function createTrainingRoom(options: TrainingRoomOptions): TrainingRoom {
  const { log } = options;
  const locked = (): LockedAway => log.datasets.locked();
  const trainings = createTrainings({ ...options, locked });
  const promotions = createPromotions({ ...options, lockedTest: (challenger) => lockedTestFor(log, challenger) });
  return {
    trainings, promotions,
    abandon: () => {
      trainings.abandon();
      promotions.abandon();
    },
  };
}

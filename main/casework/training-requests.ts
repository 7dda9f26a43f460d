/** What the page may ask about training and promotion. */
import { success } from './failures.ts';
import type { Promotions } from './promotion.ts';
import type { RequestHandlers } from './request-handlers.ts';
import type { Trainings } from './training.ts';

export interface TrainingContext {
  readonly trainings: Trainings;
  readonly promotions: Promotions;
}

export function trainingRequests({ trainings, promotions }: TrainingContext) {
  return {
    'training.view': async () => success(await trainings.view()),
    'training.result': async () => success(await trainings.result()),
    'training.start': async (wishes) => trainings.start(wishes),
    'training.stop': async () => {
      trainings.stop();
      return success(null);
    },
    'training.promotion': async ({ challenger }) => promotions.view(challenger),
    'training.test': async ({ challenger }) => promotions.test(challenger),
    'training.promote': async ({ challenger, reason, untested }) => promotions.promote(challenger, reason, untested),
  } satisfies Partial<RequestHandlers>;
}

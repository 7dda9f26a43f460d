/** Entry of the helper process for models: copying and checking a bundle, and the draws of a comparison, are too long for main's event loop. */
import process from 'node:process';
import { compareModels } from '../analysis/compare-models.ts';
import { connectParent } from '../child.ts';
import { promotionChecks } from '../training/promotion.ts';
import { takeBundle } from './bundles-take.ts';
import type { FromModelWorker, ToModelWorker } from './model-messages.ts';

/** Progress goes out at most this often, ms. */
const progressEvery = 100;

const parent = connectParent();
const tell = (message: FromModelWorker) => parent.post(message);

async function take(message: Extract<ToModelWorker, { kind: 'take' }>): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  const result = await takeBundle(message.request, (fraction) => {
    const now = performance.now();
    if (now - toldAt < progressEvery) return;
    toldAt = now;
    tell({ kind: 'progress', fraction });
  });
  tell({ kind: 'taken', result });
}

parent.onMessage((raw) => {
  const message = raw as ToModelWorker;
  switch (message.kind) {
    case 'take':
      // A bug ends the process; its owner answers for it.
      take(message).catch(() => process.exit(1));
      break;
    case 'compare':
      tell({ kind: 'compared', figures: compareModels(message.pair) });
      break;
    case 'promote':
      tell({ kind: 'judged', checks: promotionChecks(message.pair) });
      break;
  }
});

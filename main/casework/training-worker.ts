/** Entry of the training process: one training, then it is gone. It works at low priority, so that reading goes on beside it. */
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { connectParent } from '../child.ts';
import { seenClips } from '../commands/evaluation/seen-clips.ts';
import { makeCard } from '../commands/model-card.ts';
import { createFeatureCache } from '../training/features/feature-cache.ts';
import { trainHead } from '../training/train-run.ts';
import type { TrainingClip } from '../training/train-run.ts';
import type { CaseLogClip, FromTrainingWorker, ToTrainingWorker } from './training-messages.ts';

/** Progress goes out at most this often, ms. */
const progressEvery = 100;

const parent = connectParent();
const tell = (message: FromTrainingWorker) => parent.post(message);

function clipOf({ sha256, group, positive, kept, fold, grayPath, sector, gain, frames }: CaseLogClip): TrainingClip {
  return {
    file: sha256.slice(0, 16), sha256, kept, fold, dataset: 'case log', licence: 'own recordings', group, positive, labels: { b_lines: positive ? 1 : 0, severity: null, a_lines: null, healthy: null },
    open: () => Promise.resolve({ ok: true, value: { grayPath, sector, gain, frames } }), close: () => Promise.resolve(),
  };
}

async function train({ clips, wishes, cacheFolder }: ToTrainingWorker): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  let toldStage = '';
  const names = clips.map(({ name }) => name);
  const result = await trainHead(clips.map(clipOf), wishes, {
    cache: createFeatureCache(cacheFolder), fitWorker: new URL('../training/fit-worker.ts', import.meta.url), finish: makeCard,
    seen: (bundle) => seenClips(bundle.dir, names),
    onRow: (row) => tell({ kind: 'row', row }),
    onProgress: (stage, share, words) => {
      const now = performance.now();
      if (stage === toldStage && share < 1 && now - toldAt < progressEvery) return;
      [toldAt, toldStage] = [now, stage];
      tell({ kind: 'progress', stage, share, words });
    },
  });
  tell({ kind: 'trained', result });
}

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Not everywhere allowed; then it works like any other process.
}

parent.onMessage((raw) => {
  // A bug or a full disk ends the process; its owner answers for it.
  train(raw as ToTrainingWorker).catch(() => process.exit(1));
});

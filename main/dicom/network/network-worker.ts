/** Entry of the process that talks to another node: one task, then it is killed by its owner. */
import process from 'node:process';
import { connectParent } from '../../child.ts';
import type { FromNetworkWorker } from './network-host.ts';
import { runTask } from './tasks.ts';
import type { NetworkTask } from './tasks.ts';

/** Progress goes out at most this often, ms. */
const progressEvery = 100;

const parent = connectParent();
const tell = (message: FromNetworkWorker) => parent.post(message);

async function work(task: NetworkTask): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  const result = await runTask(task, (progress) => {
    const now = performance.now();
    if (now - toldAt < progressEvery) return;
    toldAt = now;
    tell({ kind: 'progress', progress });
  });
  tell({ kind: 'done', result });
}

parent.onMessage((raw) => {
  // A bug ends the process; its owner answers for it.
  work(raw as NetworkTask).catch(() => process.exit(1));
});

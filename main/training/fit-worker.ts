/** Entry of a fitting thread: tasks come one at a time, each is answered. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FromFitWorker } from './fit-pool.ts';
import { runFitTask } from './fit-task.ts';
import type { FitTask } from './fit-task.ts';
import { openGemm } from './gemm.ts';
import type { Material } from './material.ts';

const material = workerData as Material;
const gemm = openGemm();

async function answer(task: FitTask): Promise<FromFitWorker> {
  try {
    return { answer: await runFitTask(material, task, await gemm) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : 'unknown' };
  }
}

parentPort?.on('message', (task: FitTask) => {
  void answer(task).then((message) => parentPort?.postMessage(message));
});

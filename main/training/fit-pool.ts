/** Threads that fit heads side by side, all on the same features in shared memory. */
import { Worker } from 'node:worker_threads';
import type { Material } from './material.ts';
import type { FitAnswer, FitTask } from './fit-task.ts';

export interface FitPool {
  /** Rejects when the work fails or the pool is closed. */
  run(task: FitTask): Promise<FitAnswer>;
  close(): Promise<void>;
}

interface Asked {
  readonly task: FitTask;
  readonly resolve: (answer: FitAnswer) => void;
  readonly reject: (reason: Error) => void;
}

export type FromFitWorker = { readonly answer: FitAnswer } | { readonly error: string };

/** `entry`: fit-worker.ts or its built form. `threads`: as many tasks are worked on at once. */
export function openFitPool(entry: string | URL, material: Material, threads: number): FitPool {
  const waiting: Asked[] = [];
  const busy = new Map<Worker, Asked>();
  const idle: Worker[] = [];
  let closed = false;
  const next = (): void => {
    for (let worker = idle.pop(); worker !== undefined; worker = idle.pop()) {
      const asked = waiting.shift();
      if (asked === undefined) {
        idle.push(worker);
        return;
      }
      busy.set(worker, asked);
      worker.postMessage(asked.task);
    }
  };
  const settle = (worker: Worker, message: FromFitWorker): void => {
    const asked = busy.get(worker);
    busy.delete(worker);
    if ('answer' in message) asked?.resolve(message.answer);
    else asked?.reject(new Error(message.error));
  };
  const workers = Array.from({ length: Math.max(1, threads) }, () => {
    const worker = new Worker(entry, { workerData: material });
    worker.on('message', (message: FromFitWorker) => {
      settle(worker, message);
      idle.push(worker);
      next();
    });
    worker.on('error', (error: unknown) => settle(worker, { error: error instanceof Error ? error.message : 'unknown' }));
    worker.on('exit', () => settle(worker, { error: 'The thread ended.' }));
    return worker;
  });
  idle.push(...workers);
  return {
    run: (task) => new Promise((resolve, reject) => {
      if (closed) reject(new Error('The pool is closed.'));
      else waiting.push({ task, resolve, reject });
      next();
    }),
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new Error('The pool is closed.'));
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

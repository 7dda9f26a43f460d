/** Resident memory over time, as Electron's own metrics tell it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApp } from './launch.ts';

export interface MemorySample {
  readonly atMs: number;
  readonly mainMiB: number;
  readonly engineMiB: number;
}

const pauseMs = 500;

/** Samples until `done`; asks it after each sample. */
export async function sampleMemory(app: RunningApp, done: () => Promise<boolean>): Promise<readonly MemorySample[]> {
  const samples: MemorySample[] = [];
  const began = performance.now();
  do {
    const { main, engine } = await app.evaluate(({ app: electronApp }) => {
      const metrics = electronApp.getAppMetrics();
      const sizeOf = (found: (typeof metrics)[number] | undefined): number => (found?.memory.workingSetSize ?? 0) / 1_024;
      return { main: sizeOf(metrics.find(({ type }) => type === 'Browser')), engine: sizeOf(metrics.find(({ name }) => /engine/i.test(name ?? ''))) };
    }, null);
    samples.push({ atMs: performance.now() - began, mainMiB: main, engineMiB: engine });
    await delay(pauseMs);
  } while (!(await done()));
  return samples;
}

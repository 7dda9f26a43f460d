/**
 * Measures the whole app: `npm run -s bench-app -- [--clips N] [--frames F] [--json -]`. Imports and analyses simulated clips in a window of its own,
 * and prints how the window fared. A command, not a test: on a busy machine the figures say more about the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { measureIpc, measurePlayback, measureScrubbing, percentile, startPageMonitor, stopPageMonitor } from './bench-page.ts';
import type { Spread } from './bench-page.ts';
import { makePhantoms } from './clips.ts';
import { ask, clipDetails } from './in-page.ts';
import { sampleMemory } from './memory-samples.ts';
import type { MemorySample } from './memory-samples.ts';
import { Station } from './station.ts';

export interface AppBench {
  readonly runtime: 'electron' | 'stand-in';
  readonly clips: number;
  readonly frames: number;
  /** From starting the process to a page that answers. */
  readonly startMs: number;
  /** From the drop to the first verdict of any clip. */
  readonly firstVerdictMs: number;
  /** From the drop to the last score. */
  readonly totalMs: number;
  /** Longest time that the page's event loop did not turn while importing and analysing. */
  readonly pageStallMs: number;
  /** Longest task of the page's own scripts in that time. */
  readonly pageLongestTaskMs: number;
  /** Longest time that main's event loop did not turn in that time. */
  readonly mainStallMs: number;
  readonly scrubStepMs: Spread;
  /** Time between two pictures of the display while playing with the overlay on. */
  readonly playbackFrameMs: Spread;
  readonly ipcRoundTripMs: Spread;
  /** Resident memory of main and engine, MiB. */
  readonly memoryPeakMiB: number;
  /** Change of it from the second to the last quarter of the analysis, MiB. */
  readonly memoryTrendMiB: number;
  readonly memory: readonly MemorySample[];
}

const { values } = parseArgs({ options: { clips: { type: 'string', default: '20' }, frames: { type: 'string', default: '50' }, json: { type: 'string' } } });

async function measure(clips: number, frames: number, folder: string): Promise<AppBench> {
  const made = await makePhantoms(path.join(folder, 'clips'), ['--kind', 'mixed', '--count', String(clips), '--frames', String(frames), '--seed', '21']);
  const station = new Station(path.join(folder, 'user'));
  const began = performance.now();
  await station.start();
  await ask(station.page, 'app.info', {});
  const startMs = performance.now() - began;
  try {
    const busy = await measureBusyTime(station, made.map((one) => one.path));
    await openWorstClip(station);
    const scrubStepMs = await measureScrubbing(station.page, 200);
    const playbackFrameMs = await measurePlayback(station.page, 4_000);
    const ipcRoundTripMs = await measureIpc(station.page, 300);
    return { runtime: station.app.kind, clips: made.length, frames, startMs, ...busy, scrubStepMs, playbackFrameMs, ipcRoundTripMs };
  } finally {
    await station.end();
  }
}

type BusyTime = Pick<AppBench, 'firstVerdictMs' | 'totalMs' | 'pageStallMs' | 'pageLongestTaskMs' | 'mainStallMs' | 'memoryPeakMiB' | 'memoryTrendMiB' | 'memory'>;

async function measureBusyTime(station: Station, files: readonly string[]): Promise<BusyTime> {
  const { app, page } = station;
  await startPageMonitor(page);
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    Object.assign(globalThis, { benchDelay: delay });
  }, null);
  const dropped = performance.now();
  await station.drop(files);
  const memory = await sampleMemory(app, () => isIdle(page));
  const totalMs = performance.now() - dropped;
  // Five milliseconds of the histogram are its own pace.
  const mainStallMs = (await app.evaluate(() => (globalThis as unknown as { benchDelay: { max: number } }).benchDelay.max / 1e6, null)) - 5;
  const { firstVerdictMs, stallMs, longestTaskMs } = await stopPageMonitor(page);
  const sizes = memory.map(({ mainMiB, engineMiB }) => mainMiB + engineMiB);
  const quarter = (from: number): number => percentile(sizes.slice(Math.floor(sizes.length * from), Math.ceil(sizes.length * (from + 0.25))), 0.5);
  return {
    firstVerdictMs, totalMs, pageStallMs: stallMs, pageLongestTaskMs: longestTaskMs, mainStallMs,
    memoryPeakMiB: Math.max(...sizes), memoryTrendMiB: quarter(0.75) - quarter(0.25), memory,
  };
}

/** Asks little, so that asking does not keep the window busy. */
async function isIdle(page: Page): Promise<boolean> {
  const jobs = await ask(page, 'jobs.list', {});
  const analyses = jobs.filter(({ kind }) => kind === 'analyse');
  return analyses.length > 0 && jobs.every(({ state }) => state !== 'running' && state !== 'queued');
}

/** The clip with the highest probability, overlay on. */
async function openWorstClip(station: Station): Promise<void> {
  const details = await clipDetails(station.page);
  const worst = details.toSorted((one, other) => (other.probability ?? 0) - (one.probability ?? 0))[0];
  await station.page.evaluate((id) => {
    location.hash = `#/clip/${id}`;
  }, worst?.id ?? '');
  await station.page.locator('[data-frame="0"]').waitFor();
  await station.page.keyboard.press('g');
  await station.page.waitForTimeout(1_000);
}

function table(bench: AppBench): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const spread = ({ p50, p95, max }: Spread): string => `p50 ${ms(p50)}, p95 ${ms(p95)}, longest ${ms(max)}`;
  const rows: readonly (readonly [string, string])[] = [
    ['Runs in', bench.runtime], ['Clips', `${bench.clips} of ${bench.frames} frames`], ['Start to interactive', ms(bench.startMs)],
    ['Drop to first verdict', ms(bench.firstVerdictMs)], ['Drop to last score', ms(bench.totalMs)], ['Window: longest stall', ms(bench.pageStallMs)],
    ['Window: longest task', ms(bench.pageLongestTaskMs)], ['Main: longest stall', ms(bench.mainStallMs)], ['Scrub step', spread(bench.scrubStepMs)],
    ['Playback, overlay on', spread(bench.playbackFrameMs)], ['IPC round trip', spread(bench.ipcRoundTripMs)],
    ['Memory of main and engine', `peak ${bench.memoryPeakMiB.toFixed(0)} MiB, trend ${bench.memoryTrendMiB.toFixed(0)} MiB`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(28)}${value}`).join('\n');
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-bench-'));
try {
  const bench = await measure(Number(values.clips), Number(values.frames), folder);
  process.stdout.write(values.json === undefined ? `${table(bench)}\n` : `${JSON.stringify(bench)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

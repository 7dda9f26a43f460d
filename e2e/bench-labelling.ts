/**
 * A simulated annotator: `npm run -s bench-labelling -- [--clips N] [--frames F] [--look MS] [--json -]`. Labels simulated clips in a window of its own by
 * pressing keys, and prints how fast it went and how the window fared. A command, not a test: on a busy machine the figures say more about the machine.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { spreadOf } from './bench-page.ts';
import type { Spread } from './bench-page.ts';
import { makePhantoms } from './clips.ts';
import { ask } from './in-page.ts';
import { Station } from './station.ts';

export interface LabellingBench {
  readonly runtime: 'electron' | 'stand-in';
  readonly clips: number;
  readonly frames: number;
  /** Time that the annotator looks at each clip before the keys, ms. */
  readonly lookMs: number;
  readonly clipsPerMinute: number;
  /** From the press of Enter to a frame of the next clip on the canvas. */
  readonly nextFrameMs: Spread;
  /** From a verdict key to its button. */
  readonly keyMs: Spread;
  /** Time between two pictures of the display, over the whole session. */
  readonly frameTimeMs: Spread;
  /** Resident memory of main, and the page's own heap, MiB: after a tenth of the clips, and at the end. */
  readonly mainMiB: readonly [number, number];
  readonly pageHeapMiB: readonly [number, number];
  readonly committed: number;
}

interface Watch {
  readonly next: number[];
  readonly key: number[];
  readonly frames: number[];
}

const { values } = parseArgs({ options: { clips: { type: 'string', default: '60' }, frames: { type: 'string', default: '50' }, look: { type: 'string', default: '0' }, json: { type: 'string' } } });

/** Times keys in the page itself: what the annotator's hands would feel, without the test's own way there and back. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch = { next: [] as number[], key: [] as number[], frames: [] as number[] };
    const image = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-testid="cine-view"]');
    const labelOf = (): string => image()?.getAttribute('aria-label') ?? '';
    let entered: { readonly at: number; readonly from: string } | null = null;
    let said = 0;
    addEventListener('keydown', (event) => {
      if (event.key === 'Enter') entered = { at: event.timeStamp, from: labelOf() };
      if (event.key === 'v' || event.key === 'n') said = event.timeStamp;
    }, true);
    const look = (): void => {
      if (entered !== null && labelOf() !== entered.from && /\d/.test(image()?.dataset['frame'] ?? '')) {
        watch.next.push(performance.now() - entered.at);
        entered = null;
      }
      if (said !== 0 && document.querySelector('[aria-label="Verdict"] [aria-pressed="true"]') !== null) {
        watch.key.push(performance.now() - said);
        said = 0;
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-frame', 'aria-label', 'aria-pressed'] });
    let last = performance.now();
    const turn = (now: number): void => {
      watch.frames.push(now - last);
      last = now;
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
    Object.assign(window, { labelWatch: watch });
  });
}

async function memoryOf(station: Station): Promise<readonly [mainMiB: number, heapMiB: number]> {
  const main = await station.app.evaluate(({ app }) => (app.getAppMetrics().find(({ type }) => type === 'Browser')?.memory.workingSetSize ?? 0) / 1_024, null);
  const cdp = await station.page.context().newCDPSession(station.page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  await cdp.detach();
  return [main, usedSize / 2 ** 20];
}

/** What an annotator says of a clip, key by key. */
function keysFor(clip: number): readonly string[] {
  const ill = clip % 2 === 0;
  return [ill ? 'v' : 'n', ill ? '3' : '1', '5', 'p', ...(ill ? ['Home', 'ArrowRight', 'i', 'Shift+ArrowRight', 'o', 'Shift+Digit2'] : ['Shift+Digit0']), '9'];
}

/** Imports without analysing: an annotator's machine is not busy with something else. */
async function importClips(station: Station, files: readonly string[]): Promise<void> {
  const { page } = station;
  await ask(page, 'settings.set', { analyseOnImport: false });
  await station.drop(files);
  for (;;) {
    const { clips } = await ask(page, 'labelling.overview', {});
    if (clips === files.length) return;
    await page.waitForTimeout(250);
  }
}

async function measure(clips: number, frames: number, lookMs: number, folder: string): Promise<LabellingBench> {
  const made = await makePhantoms(path.join(folder, 'clips'), ['--kind', 'mixed', '--count', String(clips), '--frames', String(frames), '--seed', '31']);
  const station = new Station(path.join(folder, 'user'));
  await station.start();
  try {
    const { page } = station;
    await importClips(station, made.map((one) => one.path));
    await ask(page, 'labelling.start', { order: 'random', seed: 1, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: clips, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false });
    await page.evaluate(() => {
      location.hash = '#/labelling/session';
    });
    await page.locator('[data-testid="cine-view"][data-frame="0"]').waitFor();
    await watchKeys(page);
    let early = await memoryOf(station);
    const began = performance.now();
    for (let clip = 0; clip < clips; clip += 1) {
      if (lookMs > 0) await page.waitForTimeout(lookMs);
      for (const key of keysFor(clip)) await page.keyboard.press(key);
      await page.keyboard.press('Enter');
      if (clip + 1 < clips) await page.locator(`[data-testid="cine-view"][aria-label^="Clip ${clip + 2} of"][data-frame]:not([data-frame=""])`).waitFor();
      if (clip === Math.floor(clips / 10)) early = await memoryOf(station);
    }
    await page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
    const minutes = (performance.now() - began) / 60_000;
    const late = await memoryOf(station);
    const watch = await page.evaluate(() => (window as unknown as { labelWatch: Watch }).labelWatch);
    const { open } = await ask(page, 'labelling.overview', {});
    return {
      runtime: station.app.kind, clips, frames, lookMs, clipsPerMinute: clips / minutes, nextFrameMs: spreadOf(watch.next), keyMs: spreadOf(watch.key), frameTimeMs: spreadOf(watch.frames.slice(2)),
      mainMiB: [early[0], late[0]], pageHeapMiB: [early[1], late[1]], committed: open?.committed ?? 0,
    };
  } finally {
    await station.end();
  }
}

function table(bench: LabellingBench): string {
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  const spread = ({ p50, p95, max }: Spread): string => `p50 ${ms(p50)}, p95 ${ms(p95)}, longest ${ms(max)}`;
  const grew = ([early, late]: readonly [number, number]): string => `${early.toFixed(0)} MiB after a tenth, ${late.toFixed(0)} MiB at the end`;
  const rows: readonly (readonly [string, string])[] = [
    ['Runs in', bench.runtime], ['Clips', `${bench.committed} of ${bench.clips} committed, ${bench.frames} frames each`], ['Pace', `${bench.clipsPerMinute.toFixed(0)} clips a minute, looking ${bench.lookMs} ms at each`],
    ['Enter to the next clip', spread(bench.nextFrameMs)], ['Verdict key to its button', spread(bench.keyMs)], ['Between two pictures', spread(bench.frameTimeMs)],
    ['Memory of main', grew(bench.mainMiB)], ['Heap of the page', grew(bench.pageHeapMiB)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(28)}${value}`).join('\n');
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-bench-'));
try {
  const bench = await measure(Number(values.clips), Number(values.frames), Number(values.look), folder);
  process.stdout.write(values.json === undefined ? `${table(bench)}\n` : `${JSON.stringify(bench)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

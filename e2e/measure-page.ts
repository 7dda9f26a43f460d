/**
 * Measures what only the open app can: the bridge's round trip and the time from a step key to the new frame on the canvas.
 * Run by `npm run -s bench`; needs the built app and a display or Chromium. Its last line is
 * {"ipcMs", "canvasFrameMs", "canvasFrameP95Ms"} or {"reason"}.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright';
import type { PleuraBridge } from '../preload/contract.ts';
import { makePhantoms } from './clips.ts';
import { launchApp, root } from './launch.ts';

const steps = 80;
const calls = 200;

interface Bridged {
  readonly pleura: PleuraBridge;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
}

/** Milliseconds of each of `calls` round trips to main and back. */
function roundTrips(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const { pleura } = window as unknown as Bridged;
    const times: number[] = [];
    for (let call = 0; call < count; call++) {
      const from = performance.now();
      await pleura.request('app.info', {});
      times.push(performance.now() - from);
    }
    return times;
  }, calls);
}

/** Milliseconds from each press of "next frame" until the canvas says that it shows the frame. */
function frameSteps(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const image = document.querySelector('[data-frame]');
    if (image === null) return [];
    const step = (): Promise<number> => new Promise((resolve) => {
      const from = performance.now();
      const seen = new MutationObserver(() => {
        seen.disconnect();
        resolve(performance.now() - from);
      });
      seen.observe(image, { attributeFilter: ['data-frame'] });
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', code: 'ArrowRight', bubbles: true, cancelable: true }));
    });
    const times: number[] = [];
    for (let at = 0; at < count; at++) {
      times.push(await step());
      await new Promise(requestAnimationFrame);
    }
    return times;
  }, steps);
}

/** Analysis would compete for the processor: it is switched off before the clip comes in. */
async function switchOffAnalysis(userData: string): Promise<void> {
  const app = await launchApp({ userData });
  await app.page.evaluate(() => (window as unknown as Bridged).pleura.request('settings.set', { analyseOnImport: false }));
  await app.close();
}

async function measure(folder: string): Promise<object> {
  const userData = path.join(folder, 'user');
  const [clip] = await makePhantoms(path.join(folder, 'clips'), ['--kind', 'b-lines', '--count', '1', '--frames', '100', '--seed', '7']);
  if (clip === undefined) throw new Error('no clip was made');
  await switchOffAnalysis(userData);
  const app = await launchApp({ userData, args: [clip.path] });
  try {
    const open = app.page.getByRole('button', { name: /Open clip / });
    const row = app.page.getByRole('grid', { name: 'Exams' }).getByRole('rowgroup').getByRole('row');
    await open.or(row).first().waitFor({ timeout: 60_000 });
    if (!(await open.first().isVisible())) await row.first().click();
    await open.first().click({ timeout: 60_000 });
    await app.page.locator('[data-frame="0"]').waitFor({ timeout: 30_000 });
    const ipc = await roundTrips(app.page);
    const canvas = await frameSteps(app.page);
    return { ipcMs: quantile(ipc, 0.5), canvasFrameMs: quantile(canvas, 0.5), canvasFrameP95Ms: quantile(canvas, 0.95), shownIn: app.kind };
  } finally {
    await app.close();
  }
}

async function answer(): Promise<object> {
  if (!existsSync(path.join(root, 'dist/main.mjs'))) return { reason: 'the app is not built: run npm run build' };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-measure-'));
  try {
    return await measure(folder);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { reason: 'the app could not be opened in a window or browser' };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

process.stdout.write(`${JSON.stringify(await answer())}\n`);

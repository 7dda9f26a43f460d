/** Measurements inside the page: how long its event loop stands still, and how fast frames follow keys. */
import type { Page } from '@playwright/test';
import './in-page.ts';

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Nearest rank; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), max: Math.max(0, ...values) };
}

interface Monitor {
  stallMs: number;
  longestTaskMs: number;
  firstVerdictMs: number;
  stop(): void;
}

/** Watches the event loop by a timer, long tasks by the browser's own count, and the first verdict since the drop. */
export async function startPageMonitor(page: Page): Promise<void> {
  await page.evaluate(() => {
    const began = performance.now();
    let last = began;
    let dropped = began;
    addEventListener('drop', () => (dropped = performance.now()), { capture: true, once: true });
    const paceMs = 4;
    const timer = setInterval(() => {
      const now = performance.now();
      monitor.stallMs = Math.max(monitor.stallMs, now - last - paceMs);
      last = now;
    }, paceMs);
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) monitor.longestTaskMs = Math.max(monitor.longestTaskMs, duration);
    });
    observer.observe({ type: 'longtask' });
    const stopListening = window.pleura.on('analysis.progress', () => {
      if (monitor.firstVerdictMs === 0) monitor.firstVerdictMs = performance.now() - dropped;
    });
    const monitor: Monitor = {
      stallMs: 0, longestTaskMs: 0, firstVerdictMs: 0,
      stop: () => {
        clearInterval(timer);
        observer.disconnect();
        stopListening();
      },
    };
    Object.assign(window, { benchMonitor: monitor });
  });
}

export async function stopPageMonitor(page: Page): Promise<Omit<Monitor, 'stop'>> {
  return page.evaluate(() => {
    const monitor = (window as unknown as { benchMonitor: Monitor }).benchMonitor;
    monitor.stop();
    const { stallMs, longestTaskMs, firstVerdictMs } = monitor;
    return { stallMs, longestTaskMs, firstVerdictMs };
  });
}

/** Time from a step key to the frame on the canvas, ms. */
export async function measureScrubbing(page: Page, steps: number): Promise<Spread> {
  const times = await page.evaluate(async (count) => {
    const image = document.querySelector<HTMLElement>('[data-frame]');
    const measured: number[] = [];
    for (let step = 0; image !== null && step < count; step++) {
      const key = Math.floor(step / 20) % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
      const before = image.dataset['frame'];
      const began = performance.now();
      const shown = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (image.dataset['frame'] === before) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(image, { attributes: true });
        setTimeout(resolve, 1_000);
      });
      document.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true }));
      document.dispatchEvent(new KeyboardEvent('keyup', { key, code: key, bubbles: true }));
      await shown;
      measured.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return measured;
  }, steps);
  return spreadOf(times);
}

/** Time between pictures while the clip plays, ms. */
export async function measurePlayback(page: Page, durationMs: number): Promise<Spread> {
  await page.keyboard.press('Home');
  await page.keyboard.press('l');
  const times = await page.evaluate((limit) => new Promise<readonly number[]>((resolve) => {
    const measured: number[] = [];
    const began = performance.now();
    let last = began;
    const turn = (now: number): void => {
      measured.push(now - last);
      last = now;
      if (now - began < limit) requestAnimationFrame(turn);
      else resolve(measured.slice(2));
    };
    requestAnimationFrame(turn);
  }), durationMs);
  await page.keyboard.press('k');
  return spreadOf(times);
}

/** Time of a question that main answers at once, ms. */
export async function measureIpc(page: Page, questions: number): Promise<Spread> {
  const times = await page.evaluate(async (count) => {
    const measured: number[] = [];
    for (let question = 0; question < count; question++) {
      const began = performance.now();
      await window.pleura.request('app.info', {});
      measured.push(performance.now() - began);
    }
    return measured;
  }, questions);
  return spreadOf(times);
}

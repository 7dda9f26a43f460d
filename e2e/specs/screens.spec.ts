/**
 * Each page in its states and sizes, kept in artifacts/screens/ to be looked at, and compared coarsely with e2e/baselines/.
 * After an intended change: `PLEURA_BASELINES=write npx playwright test -c e2e screens`, and look at what changed.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { clipsOf } from '../clips.ts';
import { compare, contrast, reduce } from '../coarse-picture.ts';
import { expect, test } from '../fixtures.ts';
import { ask } from '../in-page.ts';
import { root } from '../launch.ts';

const screens = path.join(root, 'artifacts/screens');
const baselines = path.join(root, 'e2e/baselines');
const sizes = { small: { width: 1_280, height: 800 }, full: { width: 1_920, height: 1_080 }, huge: { width: 3_840, height: 2_160 } } as const;
type Size = keyof typeof sizes;

/** Kept, and compared unless the model's own maps are what it shows. */
async function shoot(page: Page, name: string, size: Size = 'small', compared = true): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(300);
  const file = `${name}-${sizes[size].width}x${sizes[size].height}.png`;
  const bytes = await page.screenshot({ scale: 'css' });
  await mkdir(screens, { recursive: true });
  await writeFile(path.join(screens, file), bytes);
  const reduced = reduce(PNG.sync.read(bytes));
  expect.soft(contrast(reduced), `${file} shows something`).toBeGreaterThan(2);
  if (!compared) return;
  const baseline = path.join(baselines, file);
  if (process.env['PLEURA_BASELINES'] === 'write') {
    await mkdir(baselines, { recursive: true });
    await writeFile(baseline, PNG.sync.write(reduced));
    return;
  }
  expect.soft(existsSync(baseline), `${file} has a baseline; see the top of this file`).toBe(true);
  if (!existsSync(baseline)) return;
  const { mean, changedShare } = compare(reduced, PNG.sync.read(await readFile(baseline)));
  expect.soft(mean, `${file}: mean difference`).toBeLessThan(8);
  expect.soft(changedShare, `${file}: share of changed blocks`).toBeLessThan(0.08);
}

test('screens of every page', async ({ station, cases, exam, clip, frame }) => {
  const { page } = station;
  await expect(page.getByRole('button', { name: 'Open the demo exam' })).toBeVisible();
  await shoot(page, 'cases-empty');
  await shoot(page, 'cases-empty', 'huge');

  const clips = await clipsOf('exam');
  await cases.importFiles([...clips.map((one) => one.path), path.join(root, 'package.json')]);
  await expect(exam.clips.first()).toBeVisible();
  await shoot(page, 'exam-busy');
  await exam.analysed(clips.length);
  await frame.idle();
  await frame.openTray();
  await frame.tray.getByRole('button', { name: /problem$/ }).click();
  await shoot(page, 'exam-error');
  for (const dismiss of await frame.tray.getByRole('button', { name: /^Dismiss/ }).all()) await dismiss.click();
  // What differs from run to run is made the same.
  const { rows } = await ask(page, 'exams.list', { text: '', verdict: null, readState: null, protocol: null, sort: 'size', descending: true, cursor: null, limit: 1 });
  await ask(page, 'exams.update', { examId: rows[0]?.id ?? '', pseudonym: 'P-0001', examinedAt: '2026-01-15T09:30:00.000Z' });
  for (const size of ['small', 'full', 'huge'] as const) await shoot(page, 'exam', size);

  await exam.open('R2.mp4');
  await clip.complete(16);
  await clip.showsFrame(0);
  for (const size of ['small', 'full', 'huge'] as const) await shoot(page, 'clip', size);
  await page.keyboard.press('g');
  for (const size of ['small', 'huge'] as const) await shoot(page, 'clip-overlay', size, false);
  await page.keyboard.press('Shift+G');
  await shoot(page, 'clip-summary', 'small', false);
  await page.keyboard.press('m');
  await expect(clip.limeLegend).toContainText('samples', { timeout: 120_000 });
  for (const size of ['small', 'full', 'huge'] as const) await shoot(page, 'clip-lime', size, false);
  await page.keyboard.press('Shift+M');
  for (const size of ['small', 'full'] as const) await shoot(page, 'clip-lime-beside', size, false);
  await page.keyboard.press('Shift+M');
  await page.keyboard.press('m');
  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
  await shoot(page, 'compare');
  await page.keyboard.press('?');
  await shoot(page, 'keys');
  await page.keyboard.press('Escape');
  for (const place of ['Models', 'Settings', 'Cases'] as const) {
    await frame.goTo(place);
    await shoot(page, place.toLowerCase());
  }

  await frame.chooseTheme('Light');
  await shoot(page, 'settings-light');
  await frame.goTo('Cases');
  await shoot(page, 'cases-light');
  await cases.openFirst();
  await shoot(page, 'exam-light');
  await exam.open('R2.mp4');
  await shoot(page, 'clip-light');
});

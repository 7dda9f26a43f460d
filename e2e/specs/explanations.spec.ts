/** Why the model says so: LIME, Grad-CAM beside it, and the clip's summary, with the keyboard alone. */
import path, { basename } from 'node:path';
import type { Page } from '@playwright/test';
import type { Lime } from '../../preload/domain.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { root } from '../launch.ts';
import { colouredShare } from '../pages/clip-view.ts';

/** Counts `lime.changed` from here on; the answer reads what has come. */
async function limeReports(page: Page): Promise<() => Promise<readonly Pick<Lime, 'settled' | 'samples' | 'ofSamples'>[]>> {
  const kept = await page.evaluateHandle(() => {
    const reports: Pick<Lime, 'settled' | 'samples' | 'ofSamples'>[] = [];
    window.pleura.on('lime.changed', ({ lime }) => {
      if (lime !== null) reports.push({ settled: lime.settled, samples: lime.samples, ofSamples: lime.ofSamples });
    });
    return reports;
  });
  return () => kept.jsonValue();
}

test.describe('LIME', () => {
  // A model of a few thousand parameters: LIME asks it some hundred times a frame.
  test.use({ models: path.join(root, 'main/inference/fixtures') });

  test('LIME comes at rest, settles, is called off by going on, and stands beside Grad-CAM', async ({ station, cases, exam, clip }) => {
    const { page } = station;
    const diseased = (await clipsOf('exam')).find(({ label }) => label === 'IS');
    const name = basename(diseased?.path ?? '');
    await cases.importFiles([diseased?.path ?? '']);
    await exam.analysed(1);
    await page.keyboard.press('ArrowRight');
    await expect(exam.clip(name)).toBeFocused();
    await page.keyboard.press('Enter');
    await clip.complete(16);
    await clip.showsFrame(0);

    await test.step('it appears before all samples are in, and settles', async () => {
      // What main tells is counted, since a fast machine settles before a test could look.
      const told = await limeReports(page);
      await page.keyboard.press('m');
      await clip.limeSettled();
      const reports = await told();
      expect(reports.length).toBeGreaterThan(1);
      expect(reports.slice(0, -1).every(({ settled, samples, ofSamples }) => !settled && samples < ofSamples)).toBe(true);
      expect(reports.at(-1)?.settled).toBe(true);
      await expect.poll(async () => colouredShare(await clip.pixels())).toBeGreaterThan(0.005);
      await expect(clip.limeFacts).toContainText(/\d+ for IS, \d+ against/);
      await expect(clip.limeFacts).toContainText(/seed \d+/);
      await expect(clip.limeFacts).toContainText(/fit \d\.\d\d · (steady|unsteady) \d\.\d\d/);
    });

    await test.step('more or fewer patches by key', async () => {
      const patches = clip.panel.getByRole('slider', { name: 'Patches' });
      const before = Number(await patches.inputValue());
      await page.keyboard.press('Shift+ArrowUp');
      await expect(patches).toHaveValue(String(before + 1));
      await page.keyboard.press('Shift+ArrowDown');
      await expect(patches).toHaveValue(String(before));
    });

    await test.step('playback asks for none; a step asks anew, Escape stops, going back finds what was there', async () => {
      await page.keyboard.press('Space');
      await expect(clip.limeLegend).toContainText('LIME begins when a frame rests on screen.');
      await page.keyboard.press('k');
      // The engine is held, so that the work is sure to be under way when Escape comes.
      await station.whileEngineHolds(async () => {
        await page.keyboard.press('End');
        await expect(clip.limeFacts).toContainText('LIME is being computed.');
        await page.keyboard.press('Escape');
        await expect(clip.limeFacts).toContainText('Stopped.');
      });
      await page.keyboard.press('Home');
      await clip.showsFrame(0);
      await clip.limeSettled(5_000);
    });

    await test.step('side by side with Grad-CAM, and off', async () => {
      await page.keyboard.press('Shift+M');
      await expect(clip.beside).toHaveAttribute('data-frame', '0');
      await expect(clip.heatLegend).toContainText('Grad-CAM, fused');
      await clip.limeSettled(5_000);
      await page.keyboard.press('ArrowRight');
      await expect(clip.beside).toHaveAttribute('data-frame', '1');
      await clip.showsFrame(1);
      await page.keyboard.press('Shift+M');
      await expect(clip.beside).toBeHidden();
      await page.keyboard.press('m');
      await expect(clip.limeLegend).toBeHidden();
    });

    await test.step('a settled map is kept with the analysis', async () => {
      await station.restart();
      await cases.openFirst();
      await exam.open(name);
      await clip.showsFrame(0);
      await station.page.keyboard.press('m');
      await clip.limeSettled(15_000);
    });
  });
});

test('the clip is summed up in one picture, which a key lays over the image', async ({ station, cases, exam, clip }) => {
  const { page } = station;
  const clips = await clipsOf('exam');
  const diseased = clips.find(({ label }) => label === 'IS');
  const healthy = clips.find(({ label }) => label === 'healthy');
  await cases.importFiles([diseased?.path ?? '', healthy?.path ?? '']);
  await exam.analysed(2);
  await exam.open(basename(diseased?.path ?? ''));
  await clip.complete(16);
  await expect(clip.summary).toHaveAccessibleName(/Suspicious: \d+ frames?$/);
  await clip.showsFrame(0);
  await page.keyboard.press('Shift+G');
  await expect(clip.summary).toHaveAttribute('aria-pressed', 'true');
  await expect(clip.heatLegend).toContainText('Mean Grad-CAM, fused');
  await expect.poll(async () => colouredShare(await clip.pixels())).toBeGreaterThan(0.005);
  await page.keyboard.press('Shift+G');
  await expect(clip.heatLegend).toBeHidden();
  await clip.summary.click();
  await expect(clip.heatLegend).toBeVisible();
  await page.keyboard.press('g');
  await expect(clip.heatLegend).not.toContainText('Mean');
  await expect(clip.summary).toHaveAttribute('aria-pressed', 'false');
  await page.goBack();
  await exam.open(basename(healthy?.path ?? ''));
  await clip.complete(16);
  await expect(clip.summary).toHaveAccessibleName(/No suspicious frames$/);
  await expect(clip.summary).toBeDisabled();
});

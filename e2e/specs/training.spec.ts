/** From labelled clips to a promoted model and back, with the keyboard alone. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seriousFindings } from '../axe.ts';
import { tinyModels } from '../bundles.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails, tabTo } from '../in-page.ts';
import type { Station } from '../station.ts';

test.use({ models: tinyModels });

/** Four patients of one clip each, two read as IS and two as healthy. */
async function labelledExams(station: Station, folder: string): Promise<void> {
  const { page } = station;
  const all = await clipsOf('exam');
  const some = (['IS', 'healthy'] as const).flatMap((label) => all.filter((clip) => clip.label === label).slice(0, 2));
  const exams = await Promise.all(some.map(async (clip, at) => {
    const dir = path.join(folder, `exam ${at}`);
    await mkdir(dir);
    await copyFile(clip.path, path.join(dir, `${clip.label} ${at}.mp4`));
    return dir;
  }));
  await ask(page, 'settings.set', { analyseOnImport: false });
  for (const dir of exams) {
    await station.answerOpenDialog([dir]);
    const picked = await ask(page, 'import.pick', { kind: 'folder' });
    await ask(page, 'import.start', { tokens: picked.map(({ token }) => token), examId: null });
  }
  await expect.poll(async () => (await clipDetails(page)).length, { timeout: 60_000 }).toBe(4);
  for (const { id, name } of await clipDetails(page)) await ask(page, 'clips.decide', { clipId: id, analysisId: null, answer: 'disagree', verdict: name.startsWith('IS') ? 'IS' : 'healthy', comment: '' });
}

test('trained on decisions, promoted with a reason, used, and rolled back', async ({ station, frame, modelsPage }) => {
  const { page } = station;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-training-'));
  try {
    await labelledExams(station, folder);
    await page.keyboard.press('Alt+3');
    await modelsPage.installed(1);
    await tabTo(page, /^Installed$/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Training' })).toBeVisible();
    await expect(page.getByText('4 clips of 4 patients, 2 IS')).toBeVisible();

    await test.step('train: progress, then heads compared and a challenger that is not in use', async () => {
      await tabTo(page, /^Train on 4 clips$/);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: 'Stop training' })).toBeVisible();
      // The training outlives the page.
      await page.keyboard.press('Alt+1');
      await page.keyboard.press('Alt+ArrowLeft');
      await expect(page.getByRole('heading', { level: 2, name: /^Promote tiny 1\.0\.0\+head/ })).toBeVisible({ timeout: 120_000 });
      await expect(page.getByRole('region', { name: 'Heads compared' }).getByRole('row')).toHaveCount(1 + 4 * 7);
      await expect(page.getByText('not comparable').first()).toBeVisible();
      expect(await seriousFindings(page, 'heads compared')).toEqual([]);
      expect((await ask(page, 'models.list', {})).state.active?.version).toBe('1.0.0');
    });

    await test.step('promote: a reason and a confirmation are needed, then it is in use', async () => {
      await tabTo(page, /^Promote…$/);
      await page.keyboard.press('Enter');
      await page.keyboard.type('fits our readers');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await tabTo(page, /^Promote tiny 1\.0\.0\+head/);
      await page.keyboard.press('Enter');
      await expect(page.getByText(/was promoted and is in use/)).toBeVisible({ timeout: 60_000 });
    });

    await test.step('clips are analysed with it; rolling back leaves what it said', async () => {
      const [clip] = await clipDetails(page);
      await ask(page, 'analysis.start', { clipIds: [clip?.id ?? ''], again: false, despiteGuard: true });
      await frame.idle();
      await expect.poll(async () => (await ask(page, 'clips.analyses', { clipId: clip?.id ?? '' }))[0]?.model.version, { timeout: 60_000 }).toMatch(/^1\.0\.0\+head/);
      await page.keyboard.press('Alt+3');
      await modelsPage.installed(2);
      await tabTo(page, /^Roll back to tiny 1\.0\.0…$/);
      await page.keyboard.press('Enter');
      await page.keyboard.type('only a trial');
      await page.keyboard.press('Enter');
      await expect(modelsPage.dialog).toBeHidden({ timeout: 60_000 });
      expect((await ask(page, 'models.list', {})).state.active?.version).toBe('1.0.0');
      expect((await ask(page, 'clips.analyses', { clipId: clip?.id ?? '' }))[0]?.model.version).toMatch(/^1\.0\.0\+head/);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

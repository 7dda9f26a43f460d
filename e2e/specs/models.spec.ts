/** Models of a workstation: installed from zip and folder, refused, used, rolled back, compared; with the keyboard alone where a hand has a choice. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { copyBundle, tinyModels, zipBundle } from '../bundles.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails } from '../in-page.ts';

test.use({ models: tinyModels });

/** Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
    if (name.test(focused)) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

async function workFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-bundles-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('installed from a zip, used, re-analysed and rolled back with the keyboard alone', async ({ station, cases, exam, frame, clip, modelsPage }) => {
  const { page } = station;
  await workFolder(async (folder) => {
    const [first] = await clipsOf('exam');
    await cases.importFiles([first?.path ?? '']);
    await exam.analysed(1);
    await copyBundle(path.join(folder, 'second'), '2.0.0');
    await zipBundle(path.join(folder, 'second'), path.join(folder, 'second.zip'));
    await station.answerOpenDialog([path.join(folder, 'second.zip')]);
    await page.keyboard.press('Alt+3');
    await modelsPage.installed(1);
    await tabTo(page, /^Install a model$/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitem', { name: 'From a zip…' })).toBeFocused();
    await page.keyboard.press('Enter');
    await modelsPage.installed(2);
    await modelsPage.inUse('tiny 1.0.0');

    await test.step('use it: the confirmation names both, the reason is kept', async () => {
      await tabTo(page, /^Second tiny bundle/);
      await page.keyboard.press('Enter');
      await tabTo(page, /^Use this model…$/);
      await page.keyboard.press('Enter');
      await expect(modelsPage.dialog).toContainText('tiny 1.0.0');
      await expect(modelsPage.dialog.getByRole('textbox', { name: /Reason/ })).toBeFocused();
      await page.keyboard.type('newer data');
      await page.keyboard.press('Enter');
      await expect(modelsPage.dialog).toBeHidden({ timeout: 60_000 });
      await modelsPage.inUse('tiny-second 2.0.0');
    });

    await test.step('older clips are analysed in the background; both results stay', async () => {
      await tabTo(page, /^Analyse 1 clip in the background$/);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: /in the background$/ })).toBeHidden({ timeout: 60_000 });
      await frame.idle();
      const [detail] = await clipDetails(page);
      expect(detail?.analysis?.model.id).toBe('tiny-second');
      const rows = await ask(page, 'clips.analyses', { clipId: detail?.id ?? '' });
      expect(rows.map(({ model, shown }) => [model.id, shown])).toEqual([['tiny-second', true], ['tiny', false]]);
    });

    await test.step('roll back: the old result is back, the history tells it all', async () => {
      await tabTo(page, /^Roll back to tiny 1\.0\.0…$/);
      await page.keyboard.press('Enter');
      await page.keyboard.type('worse on our probe');
      await page.keyboard.press('Enter');
      await expect(modelsPage.dialog).toBeHidden({ timeout: 60_000 });
      await modelsPage.inUse('tiny 1.0.0');
      await page.getByRole('tab', { name: 'History' }).click();
      const history = page.getByRole('list', { name: 'History of models' });
      await expect(history.getByRole('listitem')).toHaveCount(3);
      await expect(history).toContainText('worse on our probe');
      await page.keyboard.press('Alt+1');
      await cases.openFirst();
      await exam.open(path.basename(first?.path ?? ''));
      await expect(clip.result).toContainText('tiny 1.0.0');
    });
  });
});

test('bad bundles are refused with the reason and leave nothing; a dropped folder is installed and removed', async ({ station, frame, modelsPage }) => {
  const { page } = station;
  await workFolder(async (folder) => {
    const good = path.join(folder, 'good');
    const bad = path.join(folder, 'bad');
    await copyBundle(good, '3.0.0');
    await copyBundle(bad, '4.0.0');
    await writeFile(path.join(bad, 'head.json'), `${(await readFile(path.join(bad, 'head.json'), 'utf8')).trimEnd()} `);
    await frame.goTo('Models');
    await station.drop([bad]);
    await expect(frame.messages).toContainText(/was not installed: head\.json/);
    await modelsPage.installed(1);
    await station.drop([good]);
    await modelsPage.installed(2);
    await station.drop([good]);
    await expect(frame.messages).toContainText('installed already');
    await page.getByRole('button', { name: /^Second tiny bundle/ }).click();
    await page.getByRole('button', { name: 'Remove…' }).click();
    await modelsPage.dialog.getByRole('button', { name: /^Remove tiny-second/ }).click();
    await modelsPage.installed(1);
  });
});

test('a damaged model in use gives way to the default, and every page says so', async ({ station, frame, modelsPage }) => {
  await workFolder(async (folder) => {
    await copyBundle(path.join(folder, 'second'), '2.0.0');
    await frame.goTo('Models');
    await station.drop([path.join(folder, 'second')]);
    await modelsPage.installed(2);
    const { models } = await ask(station.page, 'models.list', {});
    const second = models.find(({ id }) => id === 'tiny-second');
    await ask(station.page, 'models.activate', { sha256: second?.sha256 ?? '', reason: '' });
    await station.quit();
    await rm(path.join(station.userData, 'models', `tiny-second-2.0.0-${second?.sha256.slice(0, 8) ?? ''}`, 'head.json'));
    await station.start();
    const alert = station.page.getByRole('alert').filter({ hasText: 'tiny-second 2.0.0 cannot be used; tiny 1.0.0 stands in for it.' });
    await expect(alert).toContainText('head.json is missing');
    await alert.getByRole('button', { name: 'Open models' }).click();
    await modelsPage.inUse('tiny 1.0.0');
    await expect(modelsPage.row('tiny-second')).toContainText('damaged');
  });
});

test('curves are drawn, and saved as SVG files that stand alone', async ({ station, frame, modelsPage }) => {
  const { page } = station;
  await workFolder(async (folder) => {
    await copyBundle(path.join(folder, 'second'), '2.0.0');
    await frame.goTo('Models');
    await station.drop([path.join(folder, 'second')]);
    await modelsPage.installed(2);
    await page.getByRole('button', { name: /^Second tiny bundle/ }).click();
    for (const name of [/^ROC\. AUC 0\.80/, /^Precision and recall/, /^Calibration/]) await expect(page.getByRole('img', { name })).toBeVisible();
    const file = path.join(folder, 'roc.svg');
    await station.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: 'Save as SVG: ROC' }).click();
    await expect(frame.messages).toContainText('Saved: ROC.');
    const svg = await readFile(file, 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).toContain('Sensitivity');
    expect(svg, 'no colour comes from the page').not.toMatch(/var\(|currentColor/);
  });
});

test('two models on the readers’ own clips', async ({ station, cases, exam, frame, modelsPage }) => {
  // Twenty clips are analysed.
  test.slow();
  const { page } = station;
  await workFolder(async (folder) => {
    const clips = await clipsOf('exam');
    const of = (label: 'IS' | 'healthy') => clips.filter((one) => one.label === label)[0]?.path ?? '';
    const exams = await Promise.all(Array.from({ length: 5 }, async (_none, number) => {
      const dir = path.join(folder, `exam ${number}`);
      await mkdir(dir);
      await copyFile(of('IS'), path.join(dir, 'R1.mp4'));
      await copyFile(of('healthy'), path.join(dir, 'R2.mp4'));
      return dir;
    }));
    await station.drop(exams);
    await expect(cases.rows).toHaveCount(5);
    await frame.idle(120_000);
    const details = await clipDetails(page);
    for (const { id, name } of details) await ask(page, 'clips.decide', { clipId: id, analysisId: null, answer: 'disagree', verdict: name === 'R1.mp4' ? 'IS' : 'healthy', comment: '' });
    await copyBundle(path.join(folder, 'second'), '2.0.0');
    await frame.goTo('Models');
    await station.drop([path.join(folder, 'second')]);
    await modelsPage.installed(2);
    await page.getByRole('button', { name: 'Compare…' }).click();
    await page.getByRole('button', { name: 'Make 10 missing analyses' }).click();
    const figures = page.getByRole('region', { name: 'Comparison' });
    await expect(figures).toContainText('10 clips of 5 exams', { timeout: 120_000 });
    await expect(figures.getByRole('row').filter({ hasText: 'AUC' })).toContainText('no difference shown');
    await expect(page.getByText('Both models put every clip on the same side.')).toBeVisible();
    for (const { analysis } of await clipDetails(page)) expect(analysis?.model.id, 'comparing changes nothing that is shown').toBe('tiny');
  });
  await frame.goTo('Cases');
  await cases.openFirst();
  await exam.analysed(2);
});

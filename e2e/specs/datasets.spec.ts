/** From readings to a dataset and back: labelled here, read in from a file, built, its test set locked, exported without a name in it, read by pseudonym again. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails, everyExam, tabTo } from '../in-page.ts';

test('label, build, lock, export, and read back in', async ({ station, labelling, frame }) => {
  const { page } = station;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-datasets-'));
  const clips = (await clipsOf('exam')).slice(0, 5);
  const names = clips.map((clip) => path.basename(clip.path));
  try {
    await test.step('five patients, one clip each', async () => {
      await ask(page, 'settings.set', { analyseOnImport: false });
      for (const clip of clips) {
        await station.answerOpenDialog([clip.path]);
        const picked = await ask(page, 'import.pick', { kind: 'files' });
        await ask(page, 'import.start', { tokens: picked.map(({ token }) => token), examId: null });
      }
      await expect.poll(async () => (await clipDetails(page)).length, { timeout: 60_000 }).toBe(5);
      await frame.idle();
    });

    await test.step('one clip is labelled here', async () => {
      await labelling.start(/^Label 5 clips$/);
      await labelling.press('v', '3', 'Enter');
      await labelling.shows(2, 5);
      await labelling.saved();
      await page.getByRole('button', { name: 'Leave' }).click();
    });

    await test.step('the others were read elsewhere: a table, with a clip that is not here', async () => {
      const rows = clips.map(({ label }, n) => `${names[n]},Ada Elsewhere,1,${label},${label === 'IS' ? '3+' : '0'}`);
      await writeFile(path.join(folder, 'elsewhere.csv'), `file,reader,round,verdict,b_lines\n${rows.join('\n')}\nnot-here.mp4,Ada Elsewhere,1,IS,3+\n`);
      await page.evaluate(() => { location.hash = '#/labelling/datasets'; });
      await expect(page.getByText('No dataset yet')).toBeVisible();
      await station.answerOpenDialog([path.join(folder, 'elsewhere.csv')]);
      await page.getByRole('button', { name: 'Import readings…' }).click();
      const report = page.getByRole('status', { name: 'Imported readings' });
      await expect(report).toContainText('5 readings of 6 imported; 1 match no clip.');
      await expect(report).toContainText('New readers: Ada Elsewhere.');
      await expect(report.getByRole('listitem')).toHaveText('not-here.mp4, Ada Elsewhere: no clip of this name or content is here');
      await report.getByRole('button', { name: 'Close' }).click();
    });

    await test.step('the counts follow the filters; the dataset is built', async () => {
      await page.keyboard.press('Shift+N');
      const form = page.getByRole('region', { name: 'New dataset' });
      const preview = form.getByRole('status', { name: 'What the dataset would hold' });
      await expect(preview).toContainText('No clip is left.');
      await form.getByRole('switch', { name: 'Simulated clips' }).click();
      await form.getByRole('switch', { name: /^Without a border/ }).click();
      await form.getByRole('combobox', { name: 'Readers agree by' }).click();
      await page.getByRole('option', { name: 'Ada Elsewhere alone' }).click();
      await expect(preview).toContainText('5 clips of 5 patients');
      await form.getByRole('textbox', { name: 'Name' }).fill('Morning round');
      await form.getByRole('textbox', { name: 'Shares' }).fill('40/20/40');
      await expect(preview.getByRole('listitem').filter({ hasText: 'Test' })).toContainText('2 clips, 2 patients');
      expect(await seriousFindings(page, 'a dataset to build')).toEqual([]);
      await form.getByRole('button', { name: 'Build dataset of 5 clips' }).click();
      await expect(page.getByRole('region', { name: 'Datasets' }).getByRole('row', { name: /Morning round/ })).toContainText('5', { timeout: 60_000 });
      await expect(page.getByText(/^No patient and no picture is on two sides/)).toBeVisible();
    });

    await test.step('its test set is locked by a person who says why, with the keyboard', async () => {
      await tabTo(page, /^Lock test set…$/);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog');
      await expect(dialog).toContainText('2 patients of its test side');
      await expect(dialog.getByRole('textbox', { name: /Reason/ })).toBeFocused();
      await page.keyboard.type('final test of this year');
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(page.getByText(/^locked .* final test of this year$/)).toBeVisible();
    });

    expect(await seriousFindings(page, 'a locked dataset')).toEqual([]);

    await test.step('exported: nothing in it says whose it is', async () => {
      await station.answerOpenDialog([folder]);
      await page.getByRole('button', { name: 'Export…' }).click();
      await page.getByRole('menuitem', { name: 'Frames as PNG…' }).click();
      const out = path.join(folder, 'Morning-round-v1');
      await expect.poll(() => readdir(folder), { timeout: 60_000 }).toContain('Morning-round-v1');
      const files = await readdir(out, { recursive: true });
      const texts = await Promise.all(files.filter((name) => /\.(csv|json|md|txt)$/.test(name)).map((name) => readFile(path.join(out, name), 'utf8')));
      const words = [...files, ...texts].join('\n');
      const { rows } = await ask(page, 'exams.list', everyExam);
      for (const secret of [...names, ...rows.map(({ pseudonym }) => pseudonym), 'Elsewhere', 'Morning']) expect(words).not.toContain(secret);
    });

    await test.step('a reading of an exported clip finds its way home', async () => {
      const table = (await readFile(path.join(folder, 'Morning-round-v1', 'clips.csv'), 'utf8')).split('\n');
      const clip = table[1]?.split(',')[1] ?? '';
      await writeFile(path.join(folder, 'back.csv'), `file,reader,verdict\n${clip},Bo Outside,healthy\n`);
      await station.answerOpenDialog([path.join(folder, 'back.csv')]);
      await page.getByRole('button', { name: 'Import readings…' }).click();
      await expect(page.getByRole('status', { name: 'Imported readings' })).toContainText('1 reading of 1 imported.');
    });

    await test.step('it can be trained on, without its test side; for the networks themselves the command is told, with the data', async () => {
      await page.evaluate(() => { location.hash = '#/models/training'; });
      await page.getByRole('radio', { name: /^A dataset, without its test side/ }).check();
      await expect(page.getByRole('combobox', { name: 'Dataset' })).toContainText('Morning round, version 1: 3 clips of 3 patients');
      await expect(page.getByText('Its locked test side, 2 clips, is never read.')).toBeVisible();
      const other = await mkdtemp(path.join(folder, 'networks-'));
      await station.answerOpenDialog([other]);
      await tabTo(page, /^Fine-tune the networks…$/);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      const command = page.getByRole('textbox', { name: /^Run this/ });
      await expect(command).toHaveValue(/^python3 -m models\.train --inputs .*Morning-round-v1\/inputs --data .*Morning-round-v1 --label positive --id morning-round-v1 /);
      await expect.poll(async () => (await readdir(other)).includes('Morning-round-v1') && (await readdir(path.join(other, 'Morning-round-v1'))).includes('inputs'), { timeout: 60_000 }).toBe(true);
      await page.keyboard.press('Escape');
      await frame.idle();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

/** A clip that is no readable lung ultrasound: rejected in plain words, analysed anyway by wish, and marked for good after that. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from '../fixtures.ts';
import { clipDetails } from '../in-page.ts';
import { root } from '../launch.ts';

const models = path.join(root, 'main/inference/fixtures');
test.use({ models });

/** A picture with nothing on it. */
async function blackPicture(folder: string): Promise<string> {
  const picture = new PNG({ width: 320, height: 240 });
  for (let at = 3; at < picture.data.length; at += 4) picture.data[at] = 255;
  const file = path.join(folder, 'black.png');
  await writeFile(file, PNG.sync.write(picture));
  return file;
}

test('a black clip is rejected, read by the reader, analysed anyway with the keyboard, and stays marked', async ({ station, cases, exam, clip, frame }) => {
  const manifest = JSON.parse(await readFile(path.join(models, 'tiny/manifest.json'), 'utf8')) as { readonly guard?: unknown };
  test.skip(manifest.guard === undefined, 'the model of the tests carries no guard');
  const { page } = station;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-black-'));
  await cases.importFiles([await blackPicture(folder)]);
  await expect(exam.clips).toHaveCount(1);
  await frame.idle();
  await exam.open('black.png');

  await test.step('it says so, and what it means', async () => {
    expect(await clip.verdict()).toContain('Rejected');
    await expect(clip.result).toContainText('too dark to read');
    await expect(clip.summary).toHaveAccessibleName(/Rejected$/);
    await page.keyboard.press('m');
    await expect(clip.limeLegend).toContainText('No LIME');
    await page.keyboard.press('m');
    expect((await clipDetails(page))[0]).toMatchObject({ verdict: 'rejected', probability: null });
  });

  await test.step('the reader decides nevertheless', async () => {
    await page.keyboard.press('d');
    await clip.decision.getByRole('button', { name: 'Not readable' }).click();
    await expect(clip.history).toContainText('Read as not readable');
  });

  await test.step('analysed anyway, it keeps its warning', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('analyse anyway');
    await page.keyboard.press('Enter');
    await expect(clip.result.getByTestId('guard-warning')).toContainText('Analysed although the picture is too dark to read', { timeout: 60_000 });
    await expect(clip.result.getByRole('button', { name: 'Analyse anyway' })).toBeHidden();
    await frame.idle();
    await page.reload();
    await expect(clip.result.getByTestId('guard-warning')).toBeVisible();
    expect(await clip.verdict()).toMatch(/(IS|Healthy|Indeterminate) \d\.\d\d/);
  });
  await rm(folder, { recursive: true, force: true });
});

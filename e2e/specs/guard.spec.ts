/** The exam page of a clip that the guard takes for something else: said in words beside its own mark, left out of the rule, analysed anyway by keyboard. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { folderOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { clipDetails, tabTo } from '../in-page.ts';
import { root } from '../launch.ts';

test.use({ models: path.join(root, 'main/inference/fixtures') });

/** A bright page with dark lines: what the tests' guard takes for no ultrasound. */
async function brightPage(file: string): Promise<void> {
  const picture = new PNG({ width: 320, height: 240 });
  for (let at = 0; at < picture.data.length; at += 4) {
    const row = Math.floor(at / 4 / 320);
    const level = row % 24 < 3 ? 90 : 250;
    picture.data.set([level, level, level, 255], at);
  }
  await writeFile(file, PNG.sync.write(picture));
}

test('a foreign picture is rejected on the exam page, left aside by the rule, and analysed anyway by keyboard', async ({ station, cases, exam, frame }) => {
  const { page } = station;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-foreign-'));
  const foreign = path.join(folder, 'R1.png');
  await brightPage(foreign);
  await cases.importFiles([foreign, path.join(folderOf('exam'), 'R1.mp4')]);
  await expect(exam.clips).toHaveCount(2, { timeout: 60_000 });
  await frame.idle();

  await test.step('the card says why; the zone goes by its other clip', async () => {
    await expect(exam.clip('R1.png')).toHaveAccessibleName(/Open clip R1\.png ?, Not lung ultrasound ?, rejected, not analysed further ?, unread/);
    await expect(exam.clip('R1.mp4')).toHaveAccessibleName(/by AI/);
    await expect(exam.chestMap.getByRole('button', { name: /^R1: (interstitial syndrome|healthy|indeterminate) by AI/ })).toBeVisible();
    const details = await clipDetails(page);
    expect(details.find(({ name }) => name === 'R1.png')).toMatchObject({ verdict: 'rejected', probability: null, analysisState: 'done', rejection: { reason: 'not-lung' } });
  });

  await test.step('analysed anyway, it has a verdict and keeps the warning', async () => {
    await tabTo(page, /^Analyse 1 rejected clip anyway$/);
    await page.keyboard.press('Enter');
    await expect(exam.clip('R1.png')).toHaveAccessibleName(/Open clip R1\.png ?, (IS|Healthy|Indeterminate) .* by AI ?, analysed despite: not lung ultrasound/, { timeout: 60_000 });
    await expect(page.getByRole('button', { name: /rejected clip/ })).toBeHidden();
    const details = await clipDetails(page);
    expect(details.find(({ name }) => name === 'R1.png')).toMatchObject({ guardOverridden: true, rejection: { reason: 'not-lung' } });
  });
  await rm(folder, { recursive: true, force: true });
});

/** The whole road once: import, verdicts, Grad-CAM, decision, restart, still there. */
import { basename } from 'node:path';
import { clipsOf, folderOf, frameHashes } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails } from '../in-page.ts';
import { colouredShare, differingShare } from '../pages/clip-view.ts';

test('from an imported exam to a stored decision that survives a restart', async ({ station, cases, exam, clip, frame }) => {
  const clips = await clipsOf('exam');
  await cases.importFiles(clips.map(({ path }) => path));
  await expect(exam.clips).toHaveCount(clips.length);

  await test.step('the verdicts are as drawn', async () => {
    await exam.analysed(clips.length);
    await expect(exam.result).toContainText('6 of 6 zones');
    for (const { path, label } of clips) {
      const verdict = label === 'IS' ? 'IS' : 'Healthy';
      await expect(exam.clip(basename(path)), `${basename(path)} was drawn ${label}`).toHaveAccessibleName(new RegExp(`, ${verdict} [\\d.]+ by AI`));
    }
  });

  const diseased = clips.find(({ label }) => label === 'IS');
  const name = basename(diseased?.path ?? '');
  await exam.open(name);
  await clip.complete(16);
  const verdict = await clip.verdict();

  await test.step('Grad-CAM is seen on the image, and goes', async () => {
    await clip.showsFrame(0);
    const plain = await clip.pixels();
    expect(colouredShare(plain)).toBeLessThan(0.01);
    await station.page.keyboard.press('g');
    await expect(async () => {
      const heated = await clip.pixels();
      expect(colouredShare(heated)).toBeGreaterThan(0.01);
      expect(differingShare(plain, heated)).toBeGreaterThan(0.01);
    }).toPass();
    await station.page.keyboard.press('g');
    await expect(async () => expect(differingShare(plain, await clip.pixels())).toBeLessThan(0.01)).toPass();
  });

  await test.step('the decision is kept with the AI result that was on screen', async () => {
    await clip.decision.getByRole('textbox', { name: 'Comment' }).fill('clear B-lines');
    await clip.decision.getByRole('button', { name: 'Agree', exact: true }).click();
    await expect(clip.history).toContainText('Agreed');
    await expect(clip.history).toContainText('clear B-lines');
  });

  await station.restart();
  await expect(cases.rows).toHaveCount(1);
  await cases.openFirst();
  await exam.analysed(clips.length);
  await exam.open(name);
  await expect(clip.history).toContainText('clear B-lines');
  expect(await clip.verdict()).toBe(verdict);
  await frame.idle();
});

test('a dropped folder becomes one exam with zones guessed from its names', async ({ station, cases, exam, frame }) => {
  await ask(station.page, 'settings.set', { analyseOnImport: false });
  await station.drop([folderOf('exam')]);
  await expect(exam.clips).toHaveCount(6);
  for (const zone of ['R1', 'L3']) await expect(exam.zoneOf(`${zone}.mp4`)).toHaveValue(zone);
  await exam.zoneOf('L3.mp4').selectOption('');
  await expect(exam.zoneOf('L3.mp4')).toHaveValue('');
  await frame.goTo('Cases');
  await expect(cases.rows).toHaveCount(1);
  await cases.search.fill('R2.mp4');
  await expect(cases.rows).toHaveCount(1);
  await cases.search.fill('nothing like it');
  await expect(cases.rows).toHaveCount(0);
});

test('frames are the same on the page, on the command line and at each step; a file is imported once', async ({ station, cases, exam, clip, frame }) => {
  const { page } = station;
  const [first] = await clipsOf('exam');
  const path = first?.path ?? '';
  await ask(page, 'settings.set', { analyseOnImport: false });
  await cases.importFiles([path, path]);
  await expect(exam.clips).toHaveCount(1);
  await frame.idle();
  const details = await clipDetails(page);
  expect(details).toHaveLength(1);

  const onPage = await page.evaluate(async (clipId) => {
    const response = await fetch(`/media/clips/${clipId}/frames?from=0&count=16`);
    const all = new Uint8Array(await response.arrayBuffer());
    const size = all.length / 16;
    const digests = Array.from({ length: 16 }, (_none, index) => crypto.subtle.digest('SHA-256', all.subarray(index * size, (index + 1) * size)));
    return (await Promise.all(digests)).map((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(''));
  }, details[0]?.id ?? '');
  expect(onPage).toEqual(await frameHashes(path));

  await exam.open('R1.mp4');
  await clip.showsFrame(0);
  for (const [key, frameShown] of [['End', 15], ['ArrowLeft', 14], ['Shift+ArrowLeft', 4], ['ArrowRight', 5], ['Home', 0]] as const) {
    await page.keyboard.press(key);
    await clip.showsFrame(frameShown);
  }
});

/** The whole road once: import, progressive verdict, Grad-CAM, decision, restart, still there. */
import { clipsOf, folderOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { colouredShare, differingShare } from '../pages/clip-view.ts';

test('from an imported exam to a stored decision that survives a restart', async ({ station, cases, exam, clip, frame }) => {
  const clips = await clipsOf('exam');
  await cases.importFiles(clips.map(({ path }) => path));
  await expect(exam.clips).toHaveCount(clips.length);

  await test.step('a first verdict comes before all frames are scored, and sharpens', async () => {
    const progressive = exam.clips.filter({ hasText: /\d+ of 16 frames/ }).first();
    await expect(progressive).toBeVisible();
    await exam.analysed(clips.length);
    await expect(exam.result).toContainText('6 of 6 zones');
  });

  const diseased = clips.find(({ label }) => label === 'IS');
  const name = diseased?.path.split('/').at(-1) ?? '';
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

test('a dropped folder becomes one exam with zones guessed from its names', async ({ station, cases, exam }) => {
  await station.drop([folderOf('exam')]);
  await expect(exam.clips).toHaveCount(6);
  for (const zone of ['R1', 'L3']) await expect(exam.zoneOf(`${zone}.mp4`)).toHaveValue(zone);
  await exam.zoneOf('L3.mp4').selectOption('');
  await expect(exam.zoneOf('L3.mp4')).toHaveValue('');
  await station.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Cases' }).click();
  await expect(cases.rows).toHaveCount(1);
});

test('the same file twice is recognised and imported once', async ({ cases, exam, frame, station }) => {
  const [first] = await clipsOf('exam');
  const path = first?.path ?? '';
  await cases.importFiles([path, path]);
  await expect(exam.clips).toHaveCount(1);
  await frame.idle();
  await expect(exam.clips).toHaveCount(1);
  const storage = await station.page.evaluate(async () => window.pleura.request('exams.list', { text: '', verdict: null, readState: null, protocol: null, sort: 'size', descending: true, cursor: null, limit: 10 }));
  expect(storage.ok && storage.value.rows.map(({ clips }) => clips)).toEqual([1]);
});

test('frames are the same bytes on the canvas road, for the AI and on the command line', async ({ station, cases, exam, clip }) => {
  const [first] = await clipsOf('exam');
  await cases.importFiles([first?.path ?? '']);
  await exam.open('R1.mp4');
  await clip.slider.focus();
  await station.page.keyboard.press('End');
  await clip.showsFrame(15);
  await station.page.keyboard.press('ArrowLeft');
  await clip.showsFrame(14);
  await station.page.keyboard.press('Shift+ArrowLeft');
  await clip.showsFrame(4);
  await station.page.keyboard.press('Home');
  await clip.showsFrame(0);
});

/** The main path with the keyboard alone. The mouse is never used. */
import path from 'node:path';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { tabTo } from '../in-page.ts';
import { colouredShare } from '../pages/clip-view.ts';

test('import, look, decide and go back without a mouse', async ({ station, cases, exam, clip }) => {
  const { page } = station;
  const clips = await clipsOf('exam');
  await station.answerOpenDialog(clips.map((one) => one.path));
  await expect(cases.heading).toBeVisible();
  await tabTo(page, /^Import files$/);
  await page.keyboard.press('Enter');
  await exam.analysed(clips.length);

  await test.step('the exam: walk the clips, move one to another zone and back, open it', async () => {
    await page.keyboard.press('ArrowRight');
    await expect(exam.clip('R1.mp4')).toBeFocused();
    await page.keyboard.press('5');
    await expect(exam.zoneOf('R1.mp4')).not.toHaveValue('R1');
    await page.keyboard.press('1');
    await expect(exam.zoneOf('R1.mp4')).toHaveValue('R1');
    await page.keyboard.press('ArrowRight');
    await expect(exam.clip('R2.mp4')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(clip.image).toBeVisible();
  });

  await test.step('the clip: step, play, overlay, decide', async () => {
    await clip.showsFrame(0);
    await page.keyboard.press('ArrowRight');
    await clip.showsFrame(1);
    await page.keyboard.press('End');
    await clip.showsFrame(15);
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await expect.poll(() => clip.shownFrame()).toBeGreaterThan(2);
    await page.keyboard.press('k');
    await page.keyboard.press('g');
    await expect.poll(async () => colouredShare(await clip.pixels())).toBeGreaterThan(0.005);
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await expect(clip.history).toContainText('Agreed');
    await page.keyboard.press('d');
    await expect(clip.decision.getByRole('group', { name: 'What is it?' })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('heading', { level: 1, name: 'R3' })).toBeVisible();
  });

  await test.step('everywhere: the sheet, the palette, the places, back to the exam', async () => {
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    await expect(sheet).toContainText('Play or pause');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('settings');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    await page.keyboard.press('Alt+3');
    await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
    await page.keyboard.press('Alt+1');
    await expect(cases.heading).toBeVisible();
    await tabTo(page, /^Exams$/);
    await page.keyboard.press('Enter');
    await expect(exam.clip(path.basename(clips[0]?.path ?? ''))).toBeVisible();
  });
});

/** No serious or critical finding of axe on any page. */
import path from 'node:path';
import { seriousFindings } from '../axe.ts';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { root } from '../launch.ts';

const themes = ['Dark', 'Light'] as const;

test('every page is accessible in both themes', async ({ station, cases, exam, clip, frame }) => {
  const { page } = station;
  const found: string[] = [];
  const check = async (where: string): Promise<void> => {
    found.push(...(await seriousFindings(page, where)));
  };

  for (const theme of themes) {
    await frame.chooseTheme(theme);
    await check(`settings, ${theme}`);
    await frame.goTo('Models');
    await check(`models, ${theme}`);
    await page.evaluate(() => { location.hash = '#/models/training'; });
    await check(`training without labels, ${theme}`);
    for (const view of ['', 'adjudication', 'agreement', 'datasets']) {
      await page.evaluate((path) => { location.hash = `#/labelling/${path}`; }, view);
      await check(`labelling without clips, ${view}, ${theme}`);
    }
    await frame.goTo('Cases');
    await check(`empty case log, ${theme}`);
  }
  await cases.importFiles([...(await clipsOf('exam')).slice(0, 3).map((one) => one.path), path.join(root, 'package.json')]);
  await exam.analysed(3);
  await frame.openTray();
  await frame.tray.getByRole('button', { name: /problem$/ }).click();
  await check('exam with what failed in the tray');

  for (const theme of themes) {
    await frame.chooseTheme(theme);
    await frame.goTo('Cases');
    await expect(cases.rows).toHaveCount(1);
    await check(`case log, ${theme}`);
    await cases.openFirst();
    await exam.analysed(3);
    await check(`exam, ${theme}`);
    await page.keyboard.press('r');
    await expect(page.getByRole('heading', { level: 1, name: 'Report' })).toBeVisible();
    await check(`report, ${theme}`);
    await page.goBack();
    await exam.open('R2.mp4');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await check(`clip with overlay and a decision to make, ${theme}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+G');
    await check(`clip with its summary, ${theme}`);
    await page.keyboard.press('Shift+M');
    await expect(clip.limeLegend).toBeVisible();
    await check(`clip with Grad-CAM beside LIME, ${theme}`);
    await page.keyboard.press('Shift+M');
    await page.keyboard.press('h');
    await page.keyboard.press('c');
    await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
    await check(`compare, ${theme}`);
    await page.keyboard.press('?');
    await check(`shortcut sheet, ${theme}`);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await check(`command palette, ${theme}`);
    await page.keyboard.press('Escape');
  }
  expect(found).toEqual([]);
});

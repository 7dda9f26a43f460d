/** No serious or critical finding of axe on any page, dark and light. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';

async function findings(page: Page, where: string): Promise<readonly string[]> {
  // Legacy mode: the modern one opens a page of its own, which an app's browser does not offer.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`));
}

for (const theme of ['Dark', 'Light'] as const) {
  test(`every page is accessible, ${theme.toLowerCase()} theme`, async ({ station, cases, exam, clip, frame }) => {
    const { page } = station;
    const found: string[] = [];
    const check = async (where: string): Promise<void> => {
      // A transition's half-way colours are nobody's.
      await page.waitForTimeout(250);
      found.push(...(await findings(page, where)));
    };
    await frame.chooseTheme(theme);
    await check('settings');
    await frame.goTo('Models');
    await check('models');
    await frame.goTo('Cases');
    await check('empty case log');
    await cases.importFiles((await clipsOf('exam')).slice(0, 3).map((one) => one.path));
    await frame.openTray();
    await check('exam with progress tray');
    await exam.analysed(3);
    await check('exam');
    await exam.open('R2.mp4');
    await clip.complete(16);
    await page.keyboard.press('g');
    await check('clip with overlay');
    await page.keyboard.press('d');
    await check('clip with a decision to make');
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await expect(page.getByRole('heading', { level: 1, name: 'Compare' })).toBeVisible();
    await check('compare');
    await frame.goTo('Cases');
    await expect(cases.rows).toHaveCount(1);
    await check('case log');
    await page.keyboard.press('?');
    await check('shortcut sheet');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await check('command palette');
    expect(found).toEqual([]);
  });
}

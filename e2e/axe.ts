/** What axe objects to on a page: serious and critical findings, in words that say where. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** A transition's half-way colours are nobody's. */
const settleMs = 200;

export async function seriousFindings(page: Page, where: string): Promise<readonly string[]> {
  await page.waitForTimeout(settleMs);
  // Legacy mode: the modern one opens a page of its own, which an app's browser does not offer.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${where}: ${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`));
}

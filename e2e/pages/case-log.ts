/** The case log, the app's home. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class CaseLog {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get heading(): Locator {
    return this.#station.page.getByRole('heading', { level: 1, name: 'Cases' });
  }

  get grid(): Locator {
    return this.#station.page.getByRole('grid', { name: 'Exams' });
  }

  /** Exams on screen, without the header. */
  get rows(): Locator {
    return this.grid.getByRole('rowgroup').getByRole('row');
  }

  get search(): Locator {
    return this.#station.page.getByRole('textbox', { name: 'Search exams' });
  }

  /** By the dialog, from the empty log or from the list; the page then shows the new exam. */
  async importFiles(files: readonly string[]): Promise<void> {
    const { page } = this.#station;
    await this.#station.answerOpenDialog(files);
    const first = page.getByRole('button', { name: 'Import files' });
    const later = page.getByRole('button', { name: 'Import', exact: true });
    await expect(first.or(later)).toBeVisible();
    if (await first.isVisible()) {
      await first.click();
      return;
    }
    await later.click();
    await page.getByRole('menuitem', { name: 'Files…' }).click();
  }

  async openDemo(): Promise<void> {
    await this.#station.page.getByRole('button', { name: 'Open the demo exam' }).click();
  }

  async openFirst(): Promise<void> {
    await this.rows.first().click();
    await expect(this.heading).toBeHidden();
  }
}

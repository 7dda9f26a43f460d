/** What surrounds every page: rail, progress tray, engine line, messages. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class Frame {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get engine(): Locator {
    return this.#station.page.getByRole('status', { name: 'Analysis engine' });
  }

  /** The button that sums up the work in progress. */
  get progressButton(): Locator {
    return this.#station.page.getByRole('contentinfo').getByRole('button').last();
  }

  get tray(): Locator {
    return this.#station.page.getByRole('region', { name: 'Progress' });
  }

  get messages(): Locator {
    return this.#station.page.getByRole('region', { name: 'Messages' });
  }

  async goTo(place: 'Cases' | 'Labelling' | 'Models' | 'Settings'): Promise<void> {
    const { page } = this.#station;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
    await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible();
  }

  async openTray(): Promise<void> {
    // It opens by itself when work starts, so that a click may just have closed it.
    await expect(async () => {
      if (!(await this.tray.isVisible())) await this.progressButton.click();
      await expect(this.tray).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }

  /** Nothing is running or waiting. */
  async idle(limitMs = 60_000): Promise<void> {
    await expect(this.progressButton).toHaveText(/^(No tasks|\d+ tasks? needs? attention)$/, { timeout: limitMs });
  }

  async chooseTheme(theme: 'Dark' | 'Light'): Promise<void> {
    await this.goTo('Settings');
    const choice = this.#station.page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { name: theme });
    await choice.click();
    await expect(choice).toBeChecked();
  }
}

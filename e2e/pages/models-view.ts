/** The models' page: table, one model in detail, comparison, confirmations. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class ModelsView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get table(): Locator {
    return this.#station.page.getByRole('region', { name: 'Installed models' });
  }

  row(name: string): Locator {
    return this.table.getByRole('row').filter({ hasText: name });
  }

  get dialog(): Locator {
    return this.#station.page.getByRole('dialog');
  }

  async installed(count: number): Promise<void> {
    await expect(this.table.getByRole('row')).toHaveCount(count + 1, { timeout: 60_000 });
  }

  async inUse(name: string): Promise<void> {
    await expect(this.row(name)).toContainText('in use', { timeout: 60_000 });
  }
}

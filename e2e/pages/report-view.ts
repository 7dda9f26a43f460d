/** The page of an exam's report. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class ReportView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get grid(): Locator {
    return this.#station.page.getByRole('grid', { name: 'Findings by zone' });
  }

  /** "R2 B-lines: 3 or more". */
  cell(zone: string, column: string): Locator {
    return this.grid.getByRole('gridcell', { name: new RegExp(`^${zone} ${column}:`) });
  }

  get side(): Locator {
    return this.#station.page.getByRole('complementary', { name: 'Report at a glance' });
  }

  get total(): Locator {
    return this.side.getByRole('region', { name: 'Score and completeness' }).getByRole('status');
  }

  get versions(): Locator {
    return this.side.getByRole('region', { name: 'Signed versions' }).getByRole('listitem');
  }

  field(label: string): Locator {
    return this.#station.page.getByRole('textbox', { name: label, exact: true });
  }

  async shows(stage: string): Promise<void> {
    await expect(this.#station.page.getByText(stage, { exact: true })).toBeVisible();
  }

  /** What was typed lies in the case log. */
  async saved(): Promise<void> {
    await expect(this.#station.page.getByText(/^Saved \d\d:\d\d$/)).toBeVisible();
  }
}

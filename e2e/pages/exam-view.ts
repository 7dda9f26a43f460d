/** The page of one exam: chest map, result, clips by zone. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class ExamView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get chestMap(): Locator {
    return this.#station.page.getByRole('group', { name: 'Chest map' });
  }

  get result(): Locator {
    return this.#station.page.getByRole('region', { name: 'Exam result' });
  }

  /** The cards that open clips; their names say verdict, progress and decision. */
  get clips(): Locator {
    return this.#station.page.getByRole('button', { name: /Open clip / });
  }

  clip(fileName: string): Locator {
    return this.clips.filter({ hasText: fileName });
  }

  zoneOf(fileName: string): Locator {
    return this.#station.page.getByRole('combobox', { name: `Zone of ${fileName}` });
  }

  async open(fileName: string): Promise<void> {
    await this.clip(fileName).click();
    await expect(this.#station.page.getByRole('img', { name: new RegExp(`^Clip ${fileName}`) })).toBeVisible();
  }

  /** Every clip has a verdict from all its frames. */
  async analysed(count: number, limitMs = 60_000): Promise<void> {
    await expect(this.clips).toHaveCount(count, { timeout: limitMs });
    for (const clip of await this.clips.all()) {
      await expect(clip).toHaveAccessibleName(/Open clip .+, (IS|Healthy|Indeterminate) [<>\d. ]+ by AI(?!.*(waiting|of \d+ frames|interrupted|stopped|failed))/, { timeout: limitMs });
    }
  }
}

/** The labelling place: its start page and a session. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { tabTo } from '../in-page.ts';
import type { Station } from '../station.ts';

export class LabelView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  /** The image of the session's clip. */
  get image(): Locator {
    return this.#station.page.getByRole('img', { name: /^Clip \d+ of \d+, zone / });
  }

  get panel(): Locator {
    return this.#station.page.getByRole('complementary', { name: 'Reading' });
  }

  /** "Clip 2 of 3 · 1 committed". */
  get progress(): Locator {
    return this.#station.page.getByTestId('progress');
  }

  /** Whether the clip's answer is committed, changed since, or to be kept or revised. */
  get stand(): Locator {
    return this.#station.page.getByTestId('stand');
  }

  get ranges(): Locator {
    return this.#station.page.getByTestId('range');
  }

  get ai(): Locator {
    return this.#station.page.getByTestId('revealed-ai');
  }

  get others(): Locator {
    return this.#station.page.getByRole('list', { name: 'Other readers' });
  }

  choice(name: RegExp): Locator {
    return this.panel.getByRole('button', { name, pressed: true });
  }

  /** A frame of this clip of the queue is on the canvas. */
  async shows(clip: number, of: number): Promise<void> {
    await expect(this.#station.page.getByRole('img', { name: new RegExp(`^Clip ${clip} of ${of}, `) })).toHaveAttribute('data-frame', /\d/);
  }

  /** Main has everything that was said. */
  async saved(): Promise<void> {
    await expect(this.#station.page.getByTestId('saving')).toHaveAttribute('data-state', 'saved');
  }

  /** By keyboard: the place, its button, the first clip. */
  async start(button: RegExp): Promise<void> {
    const { page } = this.#station;
    await page.keyboard.press('Alt+2');
    await expect(page.getByRole('button', { name: button })).toBeEnabled();
    await tabTo(page, button);
    await page.keyboard.press('Enter');
    await expect(this.image).toHaveAttribute('data-frame', /\d/);
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#station.page.keyboard.press(key);
  }
}

/** Where readers disagree: the clips to decide, their answers, and the decision. */
import type { Locator } from '@playwright/test';
import type { Station } from '../station.ts';

export class AdjudicationView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get left(): Locator {
    return this.#station.page.getByRole('status', { name: 'Left to decide' });
  }

  get queue(): Locator {
    return this.#station.page.getByRole('navigation', { name: 'Clips to decide' }).getByRole('button');
  }

  get answers(): Locator {
    return this.#station.page.getByRole('region', { name: 'Answers side by side' });
  }

  /** Letter button of an answer: "Reader A", or the reader's initials. */
  answer(name: string): Locator {
    return this.answers.getByRole('button', { name });
  }

  get reason(): Locator {
    return this.#station.page.getByRole('textbox', { name: /^Reason/ });
  }

  /** By the tab of the labelling place. */
  async open(): Promise<void> {
    await this.#station.page.getByRole('tab', { name: 'Adjudication' }).click();
  }
}

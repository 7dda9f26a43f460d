/** The page of one clip: image, transport, verdict, overlay, decision. */
import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { PNG } from 'pngjs';
import type { Station } from '../station.ts';

export class ClipView {
  readonly #station: Station;

  constructor(station: Station) {
    this.#station = station;
  }

  get image(): Locator {
    return this.#station.page.getByRole('img', { name: /^Clip .+, zone / });
  }

  /** LIME's image, where it stands beside Grad-CAM. */
  get beside(): Locator {
    return this.#station.page.getByRole('img', { name: /^LIME of the same frame/ });
  }

  get heatLegend(): Locator {
    return this.#station.page.getByTestId('heat-legend');
  }

  get limeLegend(): Locator {
    return this.#station.page.getByTestId('lime-legend');
  }

  /** What LIME found and how far it can be trusted. */
  get limeFacts(): Locator {
    return this.panel.getByTestId('lime-facts');
  }

  /** The clip summed up in one picture; pressed while its map lies over the image. */
  get summary(): Locator {
    return this.#station.page.getByRole('button', { name: /^Summary of the clip/ });
  }

  get slider(): Locator {
    return this.#station.page.getByRole('slider', { name: 'Frame' });
  }

  get panel(): Locator {
    return this.#station.page.getByRole('complementary', { name: 'Result and decision' });
  }

  get result(): Locator {
    return this.panel.getByRole('region', { name: 'AI result', exact: true });
  }

  get decision(): Locator {
    return this.panel.getByRole('region', { name: 'Your decision' });
  }

  get history(): Locator {
    return this.panel.getByRole('region', { name: /^History/ });
  }

  /** Frame that is really on the canvas, counted from 0; null before the first. */
  async shownFrame(): Promise<number | null> {
    const text = await this.image.getAttribute('data-frame');
    return text === null || text === '' ? null : Number(text);
  }

  async showsFrame(frame: number): Promise<void> {
    await expect(this.image).toHaveAttribute('data-frame', String(frame));
  }

  /** All frames are scored. */
  async complete(frames: number, limitMs = 60_000): Promise<void> {
    await expect(this.result.getByText(`From all ${frames} frames`)).toBeVisible({ timeout: limitMs });
  }

  /** LIME of the frame on screen will change no more. */
  async limeSettled(limitMs = 120_000): Promise<void> {
    await expect(this.limeLegend).toContainText(/samples?, (steady|unsteady|stability)/, { timeout: limitMs });
  }

  async verdict(): Promise<string> {
    return (await this.result.getByTestId('clip-verdict').innerText()).replaceAll('\n', ' ');
  }

  /** Pixels of the image as they are on screen. */
  async pixels(): Promise<PNG> {
    return PNG.sync.read(await this.image.screenshot());
  }
}

/** Share of pixels that differ visibly between two shots of the same size. */
export function differingShare(before: PNG, after: PNG): number {
  if (before.width !== after.width || before.height !== after.height) return 1;
  let different = 0;
  for (let at = 0; at < before.data.length; at += 4) {
    const distance = [0, 1, 2].reduce((sum, channel) => sum + Math.abs((before.data[at + channel] ?? 0) - (after.data[at + channel] ?? 0)), 0);
    if (distance > 24) different++;
  }
  return different / (before.width * before.height);
}

/** Share of pixels with a visible colour: gray ultrasound has none, a heatmap has. */
export function colouredShare(image: PNG): number {
  let coloured = 0;
  for (let at = 0; at < image.data.length; at += 4) {
    const channels = [image.data[at] ?? 0, image.data[at + 1] ?? 0, image.data[at + 2] ?? 0];
    if (Math.max(...channels) - Math.min(...channels) > 30) coloured++;
  }
  return coloured / (image.width * image.height);
}

import { chromaSide } from './decode-arguments.ts';
import { FrameCutter } from './frame-cutter.ts';

/** Chroma further than this from neutral (128) is seen as colour; compression noise and warm gray maps stay below. */
const visible = 20;
/** Share of the picture that must be coloured in one frame: a colour Doppler box or colour bar, not a single marker's fringe. */
const share = 0.002;

/** Reads small yuv444p pictures and tells whether any shows colour. */
export class ColourProbe {
  readonly #cutter = new FrameCutter(chromaSide * chromaSide * 3);
  #colour = false;

  get colour(): boolean {
    return this.#colour;
  }

  push(chunk: Uint8Array): void {
    if (this.#colour) return;
    for (const picture of this.#cutter.push(chunk)) this.#colour ||= coloured(picture);
  }
}

function coloured(picture: Uint8Array): boolean {
  const pixels = chromaSide * chromaSide;
  let count = 0;
  for (let i = 0; i < pixels; i++) {
    const u = picture[pixels + i] ?? 128;
    const v = picture[2 * pixels + i] ?? 128;
    if (Math.abs(u - 128) > visible || Math.abs(v - 128) > visible) count++;
  }
  return count > share * pixels;
}

/** One decoded frame's place in time, in microseconds of the container's clock. */
interface FrameTime {
  readonly start: number;
  readonly duration: number;
}

/**
 * Reads ffmpeg's framecrc output as it comes: picture size from its header, then one time a frame.
 * `at(i)` waits until frame i's line is there, and answers null when the stream ended before it.
 */
export class FrameTimes {
  #text = '';
  #ended = false;
  readonly #times: FrameTime[] = [];
  #waiting: (() => void)[] = [];
  #width = 0;
  #height = 0;
  /** Microseconds a tick; ffmpeg is asked for 1. */
  #tick = 1;

  push(text: string): void {
    this.#text += text;
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Width and height in pixels as decoded (rotated where the container says so); null when nothing was decoded. */
  async size(): Promise<{ readonly width: number; readonly height: number } | null> {
    while (this.#times.length === 0 && !this.#ended) await this.#more();
    return this.#times.length === 0 || this.#width === 0 ? null : { width: this.#width, height: this.#height };
  }

  /** Milliseconds from the first frame; never falling. */
  async at(frame: number): Promise<number | null> {
    while (this.#times.length <= frame && !this.#ended) await this.#more();
    const time = this.#times[frame];
    return time === undefined ? null : this.#milliseconds(time.start);
  }

  /** Time from the first frame's start to the last frame's end, ms. */
  durationMs(): number {
    const last = this.#times.at(-1);
    if (last === undefined) return 0;
    const step = last.duration > 0 ? last.duration : this.#meanStep();
    return this.#milliseconds(last.start + step);
  }

  #meanStep(): number {
    const first = this.#times[0];
    const last = this.#times.at(-1);
    if (first === undefined || last === undefined || this.#times.length < 2) return 40_000;
    return (last.start - first.start) / (this.#times.length - 1);
  }

  #milliseconds(start: number): number {
    return Math.round(start - (this.#times[0]?.start ?? 0)) / 1000;
  }

  #line(line: string): void {
    const base = /^#tb \d+: (\d+)\/(\d+)/.exec(line);
    if (base !== null) this.#tick = (1e6 * Number(base[1])) / Number(base[2]);
    const size = /^#dimensions \d+: (\d+)x(\d+)/.exec(line);
    if (size !== null) {
      this.#width = Number(size[1]);
      this.#height = Number(size[2]);
    }
    const frame = /^\d+,\s*(-?\d+),\s*(-?\d+),\s*(-?\d+),/.exec(line);
    if (frame === null) return;
    const before = this.#times.at(-1)?.start ?? Number.NEGATIVE_INFINITY;
    this.#times.push({ start: Math.max(before, Number(frame[2]) * this.#tick), duration: Number(frame[3]) * this.#tick });
  }

  #more(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

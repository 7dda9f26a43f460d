/** Cuts a byte stream into frames of one size; each frame handed out is a buffer of its own. */
export class FrameCutter {
  readonly #size: number;
  #frame: Uint8Array<ArrayBuffer>;
  #filled = 0;

  constructor(frameBytes: number) {
    this.#size = frameBytes;
    this.#frame = new Uint8Array(frameBytes);
  }

  /** Bytes of a frame that is not complete yet. */
  get rest(): number {
    return this.#filled;
  }

  *push(chunk: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
    let from = 0;
    while (from < chunk.length) {
      const take = Math.min(this.#size - this.#filled, chunk.length - from);
      this.#frame.set(chunk.subarray(from, from + take), this.#filled);
      this.#filled += take;
      from += take;
      if (this.#filled < this.#size) continue;
      const whole = this.#frame;
      this.#frame = new Uint8Array(this.#size);
      this.#filled = 0;
      yield whole;
    }
  }
}

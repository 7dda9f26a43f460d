/** The parts of a multipart/related body (RFC 2387) as they stream in; a part is never held in memory. */
import { Malformed } from './byte-reader.ts';

export interface Part {
  readonly type: string;
  /** What is not read of it is dropped before the next part. */
  readonly content: AsyncGenerator<Buffer, void, undefined>;
}

/** Of a Content-Type; null where there is none. */
export function boundaryOf(contentType: string): string | null {
  const found = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  return found?.[1] ?? found?.[2] ?? null;
}

const longestHeader = 16 * 1024;

class Body {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** False at the end of the body. */
  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await this.#source.next();
    if (done === true) {
      this.#ended = true;
      return false;
    }
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
    return true;
  }

  /** Everything before `mark`, in pieces; `mark` itself is taken away. Throws `Malformed` where it never comes. */
  async *until(mark: Buffer): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at >= 0) {
        const before = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + mark.length);
        if (before.length > 0) yield before;
        return;
      }
      // The mark may begin at the very end of what came.
      const safe = this.#held.length - mark.length + 1;
      if (safe > 0) {
        const piece = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield piece;
      }
      if (!(await this.#more())) throw new Malformed('a multipart body that is cut');
    }
  }

  async text(mark: string): Promise<string> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of this.until(Buffer.from(mark))) {
      length += piece.length;
      if (length > longestHeader) throw new Malformed('a part with headers without end');
      pieces.push(piece);
    }
    return Buffer.concat(pieces).toString('latin1');
  }

  /** The next `length` bytes; fewer at the end. */
  async peek(length: number): Promise<string> {
    while (this.#held.length < length && (await this.#more()));
    return this.#held.toString('latin1', 0, length);
  }
}

/** Throws `Malformed`. */
export async function* readParts(source: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<Part, void, undefined> {
  const body = new Body(source);
  // The first boundary has no line break before it.
  for await (const _preamble of body.until(Buffer.from(`--${boundary}`)));
  while ((await body.peek(2)) !== '--') {
    const headers = await body.text('\r\n\r\n');
    const type = /^content-type:\s*([^\s;]+)/im.exec(headers)?.[1]?.toLowerCase() ?? '';
    const content = body.until(Buffer.from(`\r\n--${boundary}`));
    yield { type, content };
    for await (const _rest of content);
  }
}

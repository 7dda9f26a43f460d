/** Units out of a stream of bytes. Pulled one at a time, so that a slow disk slows the sender down instead of filling the memory. */
import { Malformed } from './byte-reader.ts';
import { decodePdu } from './pdu-decode.ts';
import { headerLength } from './pdu.ts';
import type { Pdu } from './pdu.ts';

/** Associations with 128 contexts of 50 syntaxes each fit; nothing that is meant well is longer. */
const longestControl = 512 * 1024;

/** Bytes that arrived, in the pieces they came in: joined once a unit is whole, not with every piece. */
class Pieces {
  readonly #held: Buffer[] = [];
  length = 0;

  add(piece: Buffer): void {
    this.#held.push(piece);
    this.length += piece.length;
  }

  /** Takes the first `length` bytes away; there must be as many. */
  take(length: number): Buffer {
    const taken: Buffer[] = [];
    for (let missing = length; missing > 0;) {
      const first = this.#held.shift();
      if (first === undefined) break;
      if (first.length > missing) this.#held.unshift(first.subarray(missing));
      const part = first.subarray(0, missing);
      taken.push(part);
      missing -= part.length;
    }
    this.length -= length;
    const [only] = taken;
    return taken.length === 1 && only !== undefined ? only : Buffer.concat(taken, length);
  }
}

/**
 * Ends where the stream ends between two units; throws `Malformed` where it is cut within one, where a unit is longer than allowed, or where it makes no
 * sense. `longestData`: what this side told the other that it takes.
 */
export async function* readPdus(source: AsyncIterable<Buffer>, longestData: number): AsyncGenerator<Pdu, void, undefined> {
  const pieces = new Pieces();
  let header: { readonly type: number; readonly length: number } | null = null;
  for await (const piece of source) {
    pieces.add(piece);
    for (;;) {
      if (header === null) {
        if (pieces.length < headerLength) break;
        const bytes: Buffer = pieces.take(headerLength);
        header = { type: bytes.readUInt8(0), length: bytes.readUInt32BE(2) };
        if (header.type === 0 || header.type > 7) throw new Malformed('a unit of unknown type');
        if (header.length > (header.type === 0x04 ? longestData : longestControl)) throw new Malformed('a unit longer than agreed');
      }
      if (pieces.length < header.length) break;
      const { type, length } = header;
      header = null;
      yield decodePdu(type, pieces.take(length));
    }
  }
  if (header !== null || pieces.length > 0) throw new Malformed('the connection ended within a message');
}

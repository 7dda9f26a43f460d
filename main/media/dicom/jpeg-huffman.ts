import { broken } from './broken.ts';

/** Look-up by the next 16 bits: code length << 8 | symbol; 0 where no code begins so. */
export type HuffmanTable = Uint16Array;

/** Tables of one DHT segment's payload, into `tables` by class << 4 | destination (T.81 B.2.4.2). */
export function readHuffmanTables(payload: Uint8Array, tables: Map<number, HuffmanTable>): void {
  let at = 0;
  while (at + 17 <= payload.length) {
    const slot = payload[at] ?? 0;
    const counts = payload.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const symbols = payload.subarray(at + 17, at + 17 + total);
    if (total > 256 || symbols.length < total) broken('Huffman table cut off');
    tables.set(slot, buildTable(counts, symbols));
    at += 17 + total;
  }
}

function buildTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const table = new Uint16Array(65_536);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length++) {
    for (let n = counts[length - 1] ?? 0; n > 0; n--) {
      const from = code << (16 - length);
      if (from >= 65_536) broken('Huffman table overflows');
      table.fill((length << 8) | (symbols[next] ?? 0), from, from + (1 << (16 - length)));
      code += 1;
      next += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Entropy-coded bits of one scan, from `at`: stuffing removed on the way, restart markers found where they are due. */
export class ScanBits {
  readonly #bytes: Uint8Array;
  #at: number;
  #buffer = 0;
  #count = 0;
  /** Bits that were asked for beyond the data: the codestream is cut off. */
  overrun = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the scan's data end, once all of it was read. */
  get position(): number {
    return this.#at;
  }

  /** Next 16 bits without taking them; zeros after the end. */
  #peek16(): number {
    while (this.#count < 16) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || (byte === 0xff && this.#bytes[this.#at + 1] !== 0)) {
        // A marker or the end: what is still asked for does not exist.
        this.#buffer = (this.#buffer << 8) & 0xff_ffff;
        this.overrun += 8;
      } else {
        this.#buffer = ((this.#buffer << 8) | byte) & 0xff_ffff;
        this.#at += byte === 0xff ? 2 : 1;
      }
      this.#count += 8;
    }
    return (this.#buffer >> (this.#count - 16)) & 0xffff;
  }

  symbol(table: HuffmanTable): number {
    const found = table[this.#peek16()] ?? 0;
    if (found === 0) broken('no such Huffman code');
    this.#count -= found >> 8;
    return found & 0xff;
  }

  /** `length` bits, at most 16. */
  bits(length: number): number {
    if (length === 0) return 0;
    const value = this.#peek16() >> (16 - length);
    this.#count -= length;
    return value;
  }

  /** Signed value of `length` bits (T.81 F.2.2.1, EXTEND). */
  signed(length: number): number {
    const value = this.bits(length);
    return length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  /** Passes over to the data behind the next restart marker. */
  restart(): void {
    this.#buffer = 0;
    this.#count = 0;
    while (this.#at + 1 < this.#bytes.length) {
      const marker = this.#bytes[this.#at] === 0xff ? (this.#bytes[this.#at + 1] ?? 0) : 0;
      if (marker >= 0xd0 && marker <= 0xd7) {
        this.#at += 2;
        return;
      }
      if (marker >= 0xc0 && marker !== 0xff) return;
      this.#at += 1;
    }
  }
}

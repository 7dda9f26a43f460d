/** Bytes that came over the network, read in order and never past their end. */

/** What came is not what the standard allows. The message names the place, never the content. */
export class Malformed extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'Malformed';
  }
}

/** Big endian, as the upper layer's headers are (PS3.8 section 9.3). */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(length: number): Buffer {
    if (length > this.left) throw new Malformed('an item ends after its message');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  skip(length: number): void {
    this.take(length);
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  short(): number {
    return this.take(2).readUInt16BE();
  }

  long(): number {
    return this.take(4).readUInt32BE();
  }

  /** Latin text without the padding of AE titles and UIDs. */
  text(length: number): string {
    return this.take(length).toString('latin1').replace(/[\0 ]+$/, '').trimStart();
  }
}

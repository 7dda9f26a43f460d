import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Random access to a file's bytes; reads past the end give fewer. */
export interface ByteSource {
  readonly size: number;
  /** At most `length` bytes from `offset`; shorter only at the end. The buffer may be shared: do not write to it. */
  read(offset: number, length: number): Buffer;
  close(): void;
}

/** Headers are read in steps of a few bytes: one window serves many of them. */
const windowBytes = 64 * 1024;

/** A file, without loading it: only what is asked for is in memory. Synchronous, for workers. Throws where it cannot be opened. */
export function openFile(path: string): ByteSource {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  const window = Buffer.allocUnsafe(windowBytes);
  let from = 0;
  let filled = 0;
  const fill = (into: Buffer, offset: number): number => {
    let got = 0;
    while (got < into.length) {
      const bytes = readSync(file, into, got, into.length - got, offset + got);
      if (bytes === 0) break;
      got += bytes;
    }
    return got;
  };
  return {
    size,
    read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (wanted > windowBytes / 2) {
        const bytes = Buffer.allocUnsafe(wanted);
        return bytes.subarray(0, fill(bytes, offset));
      }
      if (offset < from || offset + wanted > from + filled) {
        from = offset;
        filled = fill(window, offset);
      }
      return Buffer.from(window.subarray(offset - from, Math.min(filled, offset - from + wanted)));
    },
    close: () => closeSync(file),
  };
}

/** Bytes in memory. */
export function openBytes(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(Math.min(offset, bytes.length), Math.min(bytes.length, offset + length)),
    close: () => undefined,
  };
}

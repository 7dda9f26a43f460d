import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { constants, crc32, zstdCompress, zstdDecompress, zstdDecompressSync } from 'node:zlib';
import type { Result } from '../../preload/domain.ts';
import { errnoOf, failure, storageFailure } from './failure.ts';
import type { Failure } from './failure.ts';
import { decodeHeader, decodeIndex, encodeHeader, encodeIndex, hashBytes, headerBytes, indexEntryBytes } from './frame-store-format.ts';
import type { StoreEntry, StoreHeader } from './frame-store-format.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Level 1 packs ultrasound nearly as well as 3 and reads fastest; the checksum finds damaged frames. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } };
/** Frames being compressed or written at once: keeps the thread pool busy and memory bounded. */
const inFlight = 6;

/** Thrown by reads of a store that was whole when opened and is damaged at this frame. */
export class FrameStoreError extends Error {
  readonly code = 'store-corrupt';
}

/** Random access to a clip's decoded frames. Reads throw FrameStoreError on damaged frames and RangeError on indices outside 0..count-1. */
export interface FrameReader {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly count: number;
  /** SHA-256 of all frames' bytes in order, hex. */
  readonly contentHash: string;
  /** Presentation times from 0. */
  readonly frameTimesMs: readonly number[];
  /** width x height x channels bytes, row major. */
  readSync(frame: number): Uint8Array;
  /** The same on the thread pool. */
  read(frame: number): Promise<Uint8Array>;
  /** `count` frames from `from` on, one after the other. */
  readMany(from: number, count: number): Promise<Uint8Array>;
  close(): void;
}

/** Opens a store; `store-corrupt` where it is damaged or not whole, `file-not-found` where there is none. */
export function openFrameStore(path: string): Result<FrameReader> {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    return failure(errnoOf(error) === 'ENOENT' ? 'file-not-found' : 'store-corrupt');
  }
  try {
    const reader = readerOf(fd);
    if (reader !== null) return { ok: true, value: reader };
  } catch {
    // Unreadable counts as corrupt.
  }
  closeSync(fd);
  return failure('store-corrupt');
}

function readExactly(fd: number, bytes: number, offset: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let read = 0;
  while (read < bytes) {
    const got = readSync(fd, buffer, read, bytes - read, offset + read);
    if (got === 0) throw new FrameStoreError('The frame store ends too early.');
    read += got;
  }
  return buffer;
}

function readerOf(fd: number): FrameReader | null {
  const fileBytes = fstatSync(fd).size;
  if (fileBytes < headerBytes) return null;
  const header = decodeHeader(readExactly(fd, headerBytes, 0), fileBytes);
  if (header === null) return null;
  const index = decodeIndex(readExactly(fd, header.count * indexEntryBytes + hashBytes, header.indexOffset), header);
  return index === null ? null : new StoreReader(fd, header, index.entries, index.contentHash);
}

class StoreReader implements FrameReader {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly count: number;
  readonly contentHash: string;
  readonly frameTimesMs: readonly number[];
  readonly #fd: number;
  readonly #entries: readonly StoreEntry[];
  readonly #frameBytes: number;
  #closed = false;

  constructor(fd: number, header: StoreHeader, entries: readonly StoreEntry[], contentHash: string) {
    this.#fd = fd;
    this.#entries = entries;
    this.width = header.width;
    this.height = header.height;
    this.channels = header.channels;
    this.count = header.count;
    this.contentHash = contentHash;
    this.frameTimesMs = entries.map((entry) => entry.timeMs);
    this.#frameBytes = header.width * header.height * header.channels;
  }

  readSync(frame: number): Uint8Array {
    const packed = this.#packed(frame);
    try {
      return this.#whole(zstdDecompressSync(packed, this.#limits()));
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async read(frame: number): Promise<Uint8Array> {
    const packed = this.#packed(frame);
    try {
      return this.#whole(await decompress(packed, this.#limits()));
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async readMany(from: number, count: number): Promise<Uint8Array> {
    if (count < 0 || from + count > this.count) throw new RangeError('No such frames.');
    const all = new Uint8Array(count * this.#frameBytes);
    for (let first = 0; first < count; first += inFlight) {
      const some = Array.from({ length: Math.min(inFlight, count - first) }, (_, i) => first + i);
      await Promise.all(some.map(async (i) => all.set(await this.read(from + i), i * this.#frameBytes)));
    }
    return all;
  }

  close(): void {
    if (!this.#closed) closeSync(this.#fd);
    this.#closed = true;
  }

  #packed(frame: number): Buffer {
    const entry = this.#entries[frame];
    if (entry === undefined || this.#closed) throw new RangeError('No such frame, or the store is closed.');
    return readExactly(this.#fd, entry.bytes, entry.offset);
  }

  /** One output chunk a frame, and no more than a frame however the bytes are damaged. */
  #limits(): { readonly chunkSize: number; readonly maxOutputLength: number } {
    return { chunkSize: Math.max(64, this.#frameBytes), maxOutputLength: this.#frameBytes };
  }

  #whole(frame: Uint8Array): Uint8Array {
    if (frame.length !== this.#frameBytes) throw new FrameStoreError('A stored frame has the wrong size.');
    return frame;
  }
}

function asStoreError(error: unknown): FrameStoreError {
  return error instanceof FrameStoreError ? error : new FrameStoreError('A stored frame is damaged.', { cause: error });
}

/** Writes one clip's frames in order. Nothing lies at the final path until `finish` answered ok. */
export interface FrameWriter {
  /** Takes the frame's buffer over: it must not change afterwards. Answers when the writer can take the next one; times in ms. */
  append(frame: Uint8Array, timeMs: number): Promise<Result<null>>;
  /** Index, fsync, rename. Fails on `disk-full`, `storage-failed`, and `no-frames` when nothing was appended. */
  finish(): Promise<Result<{ readonly contentHash: string; readonly count: number }>>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** Starts a store at `path` (its folder must exist); written to a temporary name beside it. */
export function createFrameStore(path: string, size: { readonly width: number; readonly height: number; readonly channels: 1 | 3 }): FrameWriter {
  return new StoreWriter(path, size);
}

class StoreWriter implements FrameWriter {
  readonly #path: string;
  readonly #part: string;
  readonly #size: { readonly width: number; readonly height: number; readonly channels: 1 | 3 };
  readonly #hash = createHash('sha256');
  readonly #entries: StoreEntry[] = [];
  readonly #pending: Promise<void>[] = [];
  #file: Promise<FileHandle> | null = null;
  /** Ends when every frame so far is written. */
  #tail: Promise<void> = Promise.resolve();
  #offset = headerBytes;
  #failed: Failure | null = null;

  constructor(path: string, size: { readonly width: number; readonly height: number; readonly channels: 1 | 3 }) {
    this.#path = path;
    this.#part = `${path}.${randomUUID()}.part`;
    this.#size = size;
  }

  async append(frame: Uint8Array, timeMs: number): Promise<Result<null>> {
    if (frame.length !== this.#size.width * this.#size.height * this.#size.channels) throw new RangeError('The frame has the wrong size.');
    if (this.#failed !== null) return this.#failed;
    this.#hash.update(frame);
    const packed = compress(frame, compression);
    this.#tail = this.#write(this.#tail, packed, timeMs);
    this.#pending.push(this.#tail);
    if (this.#pending.length >= inFlight) await this.#pending.shift();
    return this.#failed ?? { ok: true, value: null };
  }

  async #write(before: Promise<void>, packed: Promise<Buffer>, timeMs: number): Promise<void> {
    try {
      const [bytes] = await Promise.all([packed, before]);
      if (this.#failed !== null) return;
      this.#file ??= open(this.#part, 'wx');
      await writeAll(await this.#file, bytes, this.#offset);
      this.#entries.push({ offset: this.#offset, bytes: bytes.length, timeMs });
      this.#offset += bytes.length;
    } catch (error) {
      this.#failed ??= storageFailure(error);
    }
  }

  async finish(): Promise<Result<{ readonly contentHash: string; readonly count: number }>> {
    await this.#tail;
    if (this.#entries.length === 0) this.#failed ??= failure('no-frames');
    const digest = this.#hash.digest();
    if (this.#failed === null) {
      try {
        await this.#seal(digest);
      } catch (error) {
        this.#failed = storageFailure(error);
      }
    }
    if (this.#failed === null) return { ok: true, value: { contentHash: digest.toString('hex'), count: this.#entries.length } };
    await this.#remove();
    return this.#failed;
  }

  async abort(): Promise<void> {
    this.#failed ??= failure('cancelled');
    await this.#tail;
    await this.#remove();
  }

  async #seal(digest: Buffer): Promise<void> {
    const file = await this.#file;
    if (file === null) throw new Error('nothing was written');
    const index = encodeIndex(this.#entries, digest);
    await writeAll(file, index, this.#offset);
    await writeAll(file, encodeHeader({ ...this.#size, count: this.#entries.length, indexCrc: crc32(index), indexOffset: this.#offset }), 0);
    await file.sync();
    await file.close();
    await rename(this.#part, this.#path);
  }

  async #remove(): Promise<void> {
    if (this.#file === null) return;
    await this.#file.then((file) => file.close()).catch(() => undefined);
    await rm(this.#part, { force: true }).catch(() => undefined);
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, offset: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const answer = await file.write(bytes, written, bytes.length - written, offset + written);
    written += answer.bytesWritten;
  }
}

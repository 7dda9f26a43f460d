/**
 * The frame store's bytes, little endian:
 *   header, 64 bytes: magic "PLEURAFR", u32 version, u32 width, u32 height, u32 channels, u32 count, u32 CRC-32 of the index, u64 index offset, zeros
 *   frames, one after the other, each a zstd frame with its own checksum
 *   index: count x (u64 offset, u32 bytes, f64 presentation time in ms), then SHA-256 of all decoded frames in order, 32 bytes
 */
import { crc32 } from 'node:zlib';

export const headerBytes = 64;
export const indexEntryBytes = 20;
export const hashBytes = 32;
const magic = 'PLEURAFR';
const version = 1;

export interface StoreHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly count: number;
  readonly indexCrc: number;
  readonly indexOffset: number;
}

export interface StoreEntry {
  readonly offset: number;
  readonly bytes: number;
  readonly timeMs: number;
}

export function encodeHeader(header: StoreHeader): Buffer {
  const buffer = Buffer.alloc(headerBytes);
  buffer.write(magic, 0, 'latin1');
  for (const [i, value] of [version, header.width, header.height, header.channels, header.count, header.indexCrc].entries()) buffer.writeUInt32LE(value, 8 + 4 * i);
  buffer.writeBigUInt64LE(BigInt(header.indexOffset), 32);
  return buffer;
}

/** Null where the bytes are not a whole store's header; `fileBytes` must fit exactly. */
export function decodeHeader(buffer: Buffer, fileBytes: number): StoreHeader | null {
  if (buffer.length < headerBytes || buffer.toString('latin1', 0, 8) !== magic || buffer.readUInt32LE(8) !== version) return null;
  const channels = buffer.readUInt32LE(20);
  if (channels !== 1 && channels !== 3) return null;
  const header: StoreHeader = {
    width: buffer.readUInt32LE(12),
    height: buffer.readUInt32LE(16),
    channels,
    count: buffer.readUInt32LE(24),
    indexCrc: buffer.readUInt32LE(28),
    indexOffset: Number(buffer.readBigUInt64LE(32)),
  };
  const sane = header.width > 0 && header.height > 0 && header.width * header.height <= 2 ** 28 && header.count > 0;
  return sane && header.indexOffset >= headerBytes && header.indexOffset + header.count * indexEntryBytes + hashBytes === fileBytes ? header : null;
}

export function encodeIndex(entries: readonly StoreEntry[], contentHash: Buffer): Buffer {
  const buffer = Buffer.alloc(entries.length * indexEntryBytes + hashBytes);
  for (const [i, entry] of entries.entries()) {
    const at = i * indexEntryBytes;
    buffer.writeBigUInt64LE(BigInt(entry.offset), at);
    buffer.writeUInt32LE(entry.bytes, at + 8);
    buffer.writeDoubleLE(entry.timeMs, at + 12);
  }
  contentHash.copy(buffer, entries.length * indexEntryBytes);
  return buffer;
}

/** Entries and content hash (hex); null where the index is damaged. */
export function decodeIndex(buffer: Buffer, header: StoreHeader): { readonly entries: readonly StoreEntry[]; readonly contentHash: string } | null {
  if (crc32(buffer) !== header.indexCrc) return null;
  const entries: StoreEntry[] = [];
  for (let at = 0; at < header.count * indexEntryBytes; at += indexEntryBytes) {
    const entry = { offset: Number(buffer.readBigUInt64LE(at)), bytes: buffer.readUInt32LE(at + 8), timeMs: buffer.readDoubleLE(at + 12) };
    if (entry.offset < headerBytes || entry.offset + entry.bytes > header.indexOffset || !Number.isFinite(entry.timeMs)) return null;
    entries.push(entry);
  }
  return { entries, contentHash: buffer.toString('hex', header.count * indexEntryBytes) };
}

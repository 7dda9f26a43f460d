/** A settled LIME map as bytes for the case log: a JSON head, the weights and the superpixels, compressed together (a few KB). */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Lime } from '../../preload/domain.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

type Head = Omit<Lime, 'labels' | 'weights'> & { readonly superpixels: number };

function bytesOf(values: Float32Array | Uint16Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** u32 length of the head (little endian), head, float32 weights, uint16 labels; zstd. */
export async function packLime({ labels, weights, ...head }: Lime): Promise<Uint8Array> {
  const text = Buffer.from(JSON.stringify({ ...head, superpixels: weights.length } satisfies Head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return compress(Buffer.concat([length, text, bytesOf(weights), bytesOf(labels)]));
}

/** Null for bytes that are no such record. */
export async function unpackLime(record: Uint8Array): Promise<Lime | null> {
  try {
    const bytes = await decompress(record);
    const from = 4 + bytes.readUInt32LE(0);
    const { superpixels, ...head }: Head = JSON.parse(bytes.subarray(4, from).toString());
    const middle = from + superpixels * Float32Array.BYTES_PER_ELEMENT;
    const end = middle + head.size * head.size * Uint16Array.BYTES_PER_ELEMENT;
    if (bytes.length !== end) return null;
    // Copied: the parts need not be aligned in the record.
    const part = (first: number, last: number): ArrayBuffer => new Uint8Array(bytes.subarray(first, last)).buffer;
    return { ...head, weights: new Float32Array(part(from, middle)), labels: new Uint16Array(part(middle, end)) };
  } catch {
    return null;
  }
}

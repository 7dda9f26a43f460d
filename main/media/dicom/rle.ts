import { broken } from './broken.ts';

/**
 * One frame of RLE Lossless (PS3.5 annex G): a header of 64 bytes, then a PackBits segment for each byte of each sample, the highest byte first.
 * Gives little-endian samples interleaved by pixel, `pixels * samples * bytesPerSample` bytes; `cut` where segments are short. Throws `BrokenDicom`.
 */
export function decodeRle(bytes: Buffer, pixels: number, samples: number, bytesPerSample: number): { readonly bytes: Uint8Array<ArrayBuffer>; readonly cut: boolean } {
  if (bytes.length < 64) broken('RLE header too short');
  const count = bytes.readUInt32LE(0);
  const wanted = samples * bytesPerSample;
  if (count !== wanted) broken('RLE segments do not match the samples');
  const decoded = new Uint8Array(pixels * wanted);
  let cut = false;
  for (let segment = 0; segment < count; segment++) {
    const from = bytes.readUInt32LE(4 + 4 * segment);
    const to = segment + 1 < count ? bytes.readUInt32LE(8 + 4 * segment) : bytes.length;
    if (from < 64 || from > bytes.length) broken('RLE segment outside its frame');
    const sample = Math.floor(segment / bytesPerSample);
    const byte = bytesPerSample - 1 - (segment % bytesPerSample);
    const written = unpack(bytes.subarray(from, Math.max(from, Math.min(to, bytes.length))), decoded, sample * bytesPerSample + byte, wanted, pixels);
    if (written < pixels) cut = true;
  }
  return { bytes: decoded, cut };
}

/** PackBits into every `step`th byte from `first`; answers how many were written. */
function unpack(packed: Buffer, into: Uint8Array, first: number, step: number, most: number): number {
  let at = 0;
  let written = 0;
  while (at < packed.length && written < most) {
    const control = packed[at++] ?? 0;
    if (control === 128) continue;
    if (control < 128) {
      for (let n = Math.min(control + 1, packed.length - at, most - written); n > 0; n--) into[first + step * written++] = packed[at++] ?? 0;
    } else {
      const value = packed[at++];
      if (value === undefined) break;
      for (let n = Math.min(257 - control, most - written); n > 0; n--) into[first + step * written++] = value;
    }
  }
  return written;
}

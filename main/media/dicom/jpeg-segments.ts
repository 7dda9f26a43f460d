import { broken } from './broken.ts';

export interface JpegComponent {
  readonly id: number;
  readonly horizontal: number;
  readonly vertical: number;
  readonly quantisation: number;
}

/** What a JPEG or JPEG-LS codestream says before its first scan. */
export interface JpegFrame {
  /** Marker's low byte: c0 baseline, c1 extended, c2 progressive, c3 lossless, f7 JPEG-LS; others are not used in DICOM. */
  readonly process: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: readonly JpegComponent[];
  /** Colour transform of Adobe's APP14; null without one. */
  readonly adobe: number | null;
  readonly jfif: boolean;
  /** Ends with an end-of-image marker, some padding allowed. */
  readonly whole: boolean;
}

export interface Segment {
  /** Marker's low byte. */
  readonly marker: number;
  /** Of the payload, after the length. */
  readonly start: number;
  readonly end: number;
}

/** Marker segments up to and including the next start of scan, from `at`. Ends early where the bytes make no sense. */
export function* segments(bytes: Uint8Array, at: number): Generator<Segment> {
  let next = at;
  while (next + 4 <= bytes.length) {
    if (bytes[next] !== 0xff) {
      next += 1;
      continue;
    }
    const marker = bytes[next + 1] ?? 0;
    // Fill bytes, standalone markers and stuffed zeros carry no length.
    if (marker === 0xff) next += 1;
    else if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) next += 2;
    else if (marker === 0xd9) return;
    else {
      const length = ((bytes[next + 2] ?? 0) << 8) | (bytes[next + 3] ?? 0);
      if (length < 2) return;
      const end = Math.min(bytes.length, next + 2 + length);
      yield { marker, start: next + 4, end };
      if (marker === 0xda) return;
      next = end;
    }
  }
}

const isFrame = (marker: number) => marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);

/** Reads the header; throws `BrokenDicom` where there is none. */
export function readJpegFrame(bytes: Uint8Array): JpegFrame {
  let adobe: number | null = null;
  let jfif = false;
  for (const { marker, start, end } of segments(bytes, 0)) {
    const name = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 5)));
    if (marker === 0xee && name === 'Adobe' && end - start >= 12) adobe = bytes[start + 11] ?? null;
    if (marker === 0xe0 && name.startsWith('JFIF')) jfif = true;
    if (!isFrame(marker)) continue;
    if (end - start < 6) broken('frame header too short');
    const count = bytes[start + 5] ?? 0;
    if (count === 0 || count > 4 || end - start < 6 + 3 * count) broken('frame header too short');
    const components = Array.from({ length: count }, (_, i): JpegComponent => {
      const at = start + 6 + 3 * i;
      return { id: bytes[at] ?? 0, horizontal: (bytes[at + 1] ?? 0) >> 4, vertical: (bytes[at + 1] ?? 0) & 15, quantisation: bytes[at + 2] ?? 0 };
    });
    return {
      process: marker, components, adobe, jfif, precision: bytes[start] ?? 0,
      height: ((bytes[start + 1] ?? 0) << 8) | (bytes[start + 2] ?? 0), width: ((bytes[start + 3] ?? 0) << 8) | (bytes[start + 4] ?? 0),
      whole: endsWell(bytes),
    };
  }
  return broken('no frame header');
}

function endsWell(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 1; at >= Math.max(1, bytes.length - 64); at--) if (bytes[at] === 0xd9 && bytes[at - 1] === 0xff) return true;
  return false;
}

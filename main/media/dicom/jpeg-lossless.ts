import { broken, unsupported } from './broken.ts';
import { readHuffmanTables, ScanBits } from './jpeg-huffman.ts';
import type { HuffmanTable } from './jpeg-huffman.ts';
import { readJpegFrame, segments } from './jpeg-segments.ts';
import type { JpegFrame } from './jpeg-segments.ts';

interface Scan {
  /** Index into the frame's components, with its table. */
  readonly parts: readonly { readonly component: number; readonly table: HuffmanTable }[];
  readonly predictor: number;
  readonly shift: number;
}

export interface DecodedSamples {
  /** Interleaved by pixel. */
  readonly samples: Uint16Array<ArrayBuffer>;
  /** Bits ran out before the picture was whole. */
  readonly cut: boolean;
}

/**
 * Lossless JPEG with Huffman coding (T.81 annex H): every predictor, 2 to 16 bits, interleaved or not, with restarts and point transform.
 * No kept library decodes it bit-exactly in JavaScript. Throws `BrokenDicom`.
 */
export function decodeLosslessJpeg(bytes: Uint8Array): DecodedSamples {
  const frame = readJpegFrame(bytes);
  if (frame.components.some(({ horizontal, vertical }) => horizontal !== 1 || vertical !== 1) && frame.components.length > 1) unsupported('subsampled lossless JPEG');
  const count = frame.components.length;
  const samples = new Uint16Array(frame.width * frame.height * count);
  const tables = new Map<number, HuffmanTable>();
  let interval = 0;
  let at = 0;
  let decoded = 0;
  let overrun = 0;
  while (decoded < count) {
    let scan: Scan | null = null;
    for (const { marker, start, end } of segments(bytes, at)) {
      if (marker === 0xc4) readHuffmanTables(bytes.subarray(start, end), tables);
      if (marker === 0xdd) interval = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0);
      if (marker === 0xda) {
        scan = readScan(bytes.subarray(start, end), frame, tables);
        at = end;
      }
    }
    if (scan === null) break;
    const bits = new ScanBits(bytes, at);
    decodeScan(bits, scan, frame, interval, samples);
    overrun = Math.max(overrun, bits.overrun);
    at = bits.position;
    decoded += scan.parts.length;
  }
  if (decoded === 0) broken('no scan');
  return { samples, cut: decoded < count || overrun > 32 };
}

function readScan(payload: Uint8Array, frame: JpegFrame, tables: ReadonlyMap<number, HuffmanTable>): Scan {
  const count = payload[0] ?? 0;
  if (count === 0 || payload.length < 4 + 2 * count) broken('scan header too short');
  const parts = Array.from({ length: count }, (_, i) => {
    const id = payload[1 + 2 * i] ?? 0;
    const component = frame.components.findIndex((one) => one.id === id);
    const table = tables.get((payload[2 + 2 * i] ?? 0) >> 4);
    if (component < 0 || table === undefined) broken('scan names a missing part');
    return { component, table };
  });
  const predictor = payload[1 + 2 * count] ?? 0;
  if (predictor < 1 || predictor > 7) broken('no such predictor');
  return { parts, predictor, shift: (payload[3 + 2 * count] ?? 0) & 15 };
}

function decodeScan(bits: ScanBits, scan: Scan, frame: JpegFrame, interval: number, samples: Uint16Array): void {
  const { width, height, components, precision } = frame;
  const stride = components.length;
  const start = 1 << (precision - scan.shift - 1);
  let left = interval;
  // The row that restarted last is predicted like a picture's first.
  let firstRow = 0;
  let fresh = true;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (interval > 0 && left === 0) {
        bits.restart();
        left = interval;
        firstRow = y;
        fresh = true;
      }
      left -= 1;
      for (const { component, table } of scan.parts) {
        const at = (y * width + x) * stride + component;
        const a = samples[at - stride] ?? 0;
        const b = samples[at - stride * width] ?? 0;
        const c = samples[at - stride * width - stride] ?? 0;
        const predicted = fresh ? start : y === firstRow ? a : x === 0 ? b : predict(scan.predictor, a, b, c);
        const category = bits.symbol(table);
        const difference = category === 16 ? 32_768 : bits.signed(category);
        samples[at] = predicted + difference;
      }
      fresh = false;
    }
    if (bits.overrun > 1_024) break;
  }
  if (scan.shift > 0) for (const { component } of scan.parts) for (let at = component; at < samples.length; at += stride) samples[at] = (samples[at] ?? 0) << scan.shift;
}

/** T.81 table H.1, with a left, b above and c above left. */
function predict(predictor: number, a: number, b: number, c: number): number {
  switch (predictor) {
    case 1:
      return a;
    case 2:
      return b;
    case 3:
      return c;
    case 4:
      return a + b - c;
    case 5:
      return a + ((b - c) >> 1);
    case 6:
      return b + ((a - c) >> 1);
    default:
      return (a + b) >> 1;
  }
}

import { broken, unsupported } from './broken.ts';
import { readHuffmanTables, ScanBits } from './jpeg-huffman.ts';
import type { HuffmanTable } from './jpeg-huffman.ts';
import type { DecodedSamples } from './jpeg-lossless.ts';
import { readJpegFrame, segments } from './jpeg-segments.ts';
import type { JpegComponent, JpegFrame } from './jpeg-segments.ts';

/** Zigzag order (T.81 figure A.6). */
const zigzag = Uint8Array.from([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
  35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);

/** cosines[x * 8 + u] = C(u) / 2 * cos((2x + 1) u pi / 16) */
const cosines = Float64Array.from({ length: 64 }, (_, i) => {
  const x = i >> 3;
  const u = i & 7;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

interface Plane {
  readonly component: JpegComponent;
  readonly quantisation: Uint16Array;
  /** Whole blocks, so that no block crosses an edge. */
  readonly stride: number;
  readonly samples: Uint16Array;
  dc: HuffmanTable | null;
  ac: HuffmanTable | null;
  last: number;
}

/**
 * Sequential DCT JPEG with Huffman coding (T.81 annex F) of up to 12 bits: the extended process that 8-bit decoders refuse.
 * Chroma is repeated, not interpolated. Throws `BrokenDicom`.
 */
export function decodeSequentialJpeg(bytes: Uint8Array): DecodedSamples {
  const frame = readJpegFrame(bytes);
  if (frame.process !== 0xc0 && frame.process !== 0xc1) unsupported('progressive JPEG of more than 8 bits');
  const most = { horizontal: Math.max(...frame.components.map((one) => one.horizontal)), vertical: Math.max(...frame.components.map((one) => one.vertical)) };
  if (frame.components.some(({ horizontal, vertical }) => horizontal === 0 || vertical === 0 || horizontal > 4 || vertical > 4)) broken('sampling factors');
  const columns = Math.ceil(frame.width / (8 * most.horizontal));
  const rows = Math.ceil(frame.height / (8 * most.vertical));
  const quantisation = new Map<number, Uint16Array>();
  const tables = new Map<number, HuffmanTable>();
  let planes: Plane[] | null = null;
  let interval = 0;
  let at = 0;
  let overrun = 0;
  let scanned = 0;
  while (scanned < frame.components.length) {
    let parts: Plane[] | null = null;
    for (const { marker, start, end } of segments(bytes, at)) {
      const payload = bytes.subarray(start, end);
      if (marker === 0xdb) readQuantisation(payload, quantisation);
      if (marker === 0xc4) readHuffmanTables(payload, tables);
      if (marker === 0xdd) interval = ((payload[0] ?? 0) << 8) | (payload[1] ?? 0);
      if (marker === 0xda) {
        planes ??= frame.components.map((component) => newPlane(component, quantisation, columns, rows));
        parts = scanParts(payload, planes, tables);
        at = end;
      }
    }
    if (parts === null) break;
    const bits = new ScanBits(bytes, at);
    decodeScan(bits, parts, frame, most, { columns, rows }, interval);
    overrun = Math.max(overrun, bits.overrun);
    at = bits.position;
    scanned += parts.length;
  }
  if (planes === null) return broken('no scan');
  return { samples: interleave(planes, frame, most), cut: scanned < frame.components.length || overrun > 32 };
}

function readQuantisation(payload: Uint8Array, tables: Map<number, Uint16Array>): void {
  let at = 0;
  while (at < payload.length) {
    const slot = payload[at] ?? 0;
    const wide = slot >> 4 > 0;
    const table = new Uint16Array(64);
    for (let i = 0; i < 64; i++) {
      const from = at + 1 + (wide ? 2 * i : i);
      table[zigzag[i] ?? 0] = wide ? ((payload[from] ?? 0) << 8) | (payload[from + 1] ?? 0) : (payload[from] ?? 0);
    }
    tables.set(slot & 15, table);
    at += wide ? 129 : 65;
  }
}

function newPlane(component: JpegComponent, tables: ReadonlyMap<number, Uint16Array>, columns: number, rows: number): Plane {
  const quantisation = tables.get(component.quantisation) ?? broken('no quantisation table');
  const stride = columns * component.horizontal * 8;
  return { component, quantisation, stride, samples: new Uint16Array(stride * rows * component.vertical * 8), dc: null, ac: null, last: 0 };
}

function scanParts(payload: Uint8Array, planes: readonly Plane[], tables: ReadonlyMap<number, HuffmanTable>): Plane[] {
  const count = payload[0] ?? 0;
  if (count === 0 || payload.length < 1 + 2 * count) broken('scan header too short');
  return Array.from({ length: count }, (_, i) => {
    const plane = planes.find(({ component }) => component.id === payload[1 + 2 * i]) ?? broken('scan names a missing part');
    const slots = payload[2 + 2 * i] ?? 0;
    plane.dc = tables.get(slots >> 4) ?? null;
    plane.ac = tables.get(0x10 | (slots & 15)) ?? null;
    return plane;
  });
}

interface Factors {
  readonly horizontal: number;
  readonly vertical: number;
}

function decodeScan(bits: ScanBits, parts: readonly Plane[], frame: JpegFrame, most: Factors, units: { readonly columns: number; readonly rows: number }, interval: number): void {
  const single = parts.length === 1 ? parts[0] : undefined;
  // A scan of one component has its blocks in rows, without the padding of interleaved ones (T.81 A.2.2).
  const across = single === undefined ? units.columns : Math.ceil((frame.width * single.component.horizontal) / (8 * most.horizontal));
  const down = single === undefined ? units.rows : Math.ceil((frame.height * single.component.vertical) / (8 * most.vertical));
  const coefficients = new Float64Array(64);
  let left = interval;
  for (const plane of parts) plane.last = 0;
  for (let unit = 0; unit < across * down; unit++) {
    if (interval > 0 && left === 0) {
      bits.restart();
      left = interval;
      for (const plane of parts) plane.last = 0;
    }
    left -= 1;
    const ux = unit % across;
    const uy = Math.floor(unit / across);
    for (const plane of parts) {
      const wide = single === undefined ? plane.component.horizontal : 1;
      const tall = single === undefined ? plane.component.vertical : 1;
      for (let v = 0; v < tall; v++) {
        for (let h = 0; h < wide; h++) {
          readBlock(bits, plane, coefficients);
          transform(coefficients, plane, (ux * wide + h) * 8, (uy * tall + v) * 8, frame.precision);
        }
      }
    }
    if (bits.overrun > 1_024) return;
  }
}

function readBlock(bits: ScanBits, plane: Plane, into: Float64Array): void {
  const { dc, ac, quantisation } = plane;
  if (dc === null || ac === null) return broken('no Huffman table');
  into.fill(0);
  plane.last += bits.signed(bits.symbol(dc));
  into[0] = plane.last * (quantisation[0] ?? 0);
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    const size = symbol & 15;
    const run = symbol >> 4;
    if (size === 0) {
      if (run !== 15) break;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) return broken('block overflows');
    const at = zigzag[k] ?? 0;
    into[at] = bits.signed(size) * (quantisation[at] ?? 0);
  }
}

const half = new Float64Array(64);

/** Inverse DCT in double precision, level shift, clamp. */
function transform(block: Float64Array, plane: Plane, x0: number, y0: number, precision: number): void {
  const middle = 1 << (precision - 1);
  const top = (1 << precision) - 1;
  for (let v = 0; v < 8; v++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let u = 0; u < 8; u++) sum += (cosines[x * 8 + u] ?? 0) * (block[v * 8 + u] ?? 0);
      half[v * 8 + x] = sum;
    }
  }
  for (let y = 0; y < 8; y++) {
    for (let x = 0; x < 8; x++) {
      let sum = 0;
      for (let v = 0; v < 8; v++) sum += (cosines[y * 8 + v] ?? 0) * (half[v * 8 + x] ?? 0);
      plane.samples[(y0 + y) * plane.stride + x0 + x] = Math.max(0, Math.min(top, Math.round(sum + middle)));
    }
  }
}

function interleave(planes: readonly Plane[], frame: JpegFrame, most: Factors): Uint16Array<ArrayBuffer> {
  const { width, height } = frame;
  const count = planes.length;
  const samples = new Uint16Array(width * height * count);
  planes.forEach((plane, channel) => {
    const { horizontal, vertical } = plane.component;
    for (let y = 0; y < height; y++) {
      const row = Math.floor((y * vertical) / most.vertical) * plane.stride;
      for (let x = 0; x < width; x++) samples[(y * width + x) * count + channel] = plane.samples[row + Math.floor((x * horizontal) / most.horizontal)] ?? 0;
    }
  });
  return samples;
}

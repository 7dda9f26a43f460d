import { unsupported } from './broken.ts';

const clamp = (value: number) => (value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5));

/** Interleaved 8-bit samples of a photometric interpretation with three or four samples (PS3.3 C.7.6.3.1.2, and retired ones) as RGB. */
export function toRgb(bytes: Uint8Array<ArrayBuffer>, photometric: string): Uint8Array<ArrayBuffer> {
  switch (photometric) {
    case 'RGB':
    case 'YBR_ICT':
    case 'YBR_RCT':
      // The codecs that use these transforms undo them; elsewhere nothing was transformed.
      return bytes;
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return ybr(bytes, 0, 1, 1);
    case 'YBR_PARTIAL_422':
    case 'YBR_PARTIAL_420':
      return ybr(bytes, 16, 255 / 219, 255 / 224);
    case 'HSV':
      return hsv(bytes);
    case 'CMYK':
      return cmyk(bytes);
    default:
      return photometric.startsWith('MONOCHROME') ? bytes : unsupported('photometric interpretation');
  }
}

/** Rec. 601 with Kr 0.299 and Kb 0.114. */
function ybr(bytes: Uint8Array, black: number, lumaScale: number, chromaScale: number): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(bytes.length);
  for (let i = 0; i + 2 < bytes.length; i += 3) {
    const y = ((bytes[i] ?? 0) - black) * lumaScale;
    const cb = ((bytes[i + 1] ?? 0) - 128) * chromaScale;
    const cr = ((bytes[i + 2] ?? 0) - 128) * chromaScale;
    rgb[i] = clamp(y + 1.402 * cr);
    rgb[i + 1] = clamp(y - ((0.114 * 1.772) / 0.587) * cb - ((0.299 * 1.402) / 0.587) * cr);
    rgb[i + 2] = clamp(y + 1.772 * cb);
  }
  return rgb;
}

function hsv(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(bytes.length);
  for (let i = 0; i + 2 < bytes.length; i += 3) {
    const hue = ((bytes[i] ?? 0) / 256) * 6;
    const saturation = (bytes[i + 1] ?? 0) / 255;
    const value = bytes[i + 2] ?? 0;
    [5, 3, 1].forEach((n, channel) => {
      const k = (n + hue) % 6;
      rgb[i + channel] = clamp(value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1)));
    });
  }
  return rgb;
}

function cmyk(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((bytes.length / 4) * 3);
  for (let i = 0; i * 4 + 3 < bytes.length; i++) {
    const black = bytes[4 * i + 3] ?? 0;
    for (let channel = 0; channel < 3; channel++) rgb[3 * i + channel] = Math.max(0, 255 - (bytes[4 * i + channel] ?? 0) - black);
  }
  return rgb;
}

/** The image codecs' WebAssembly builds, each loaded when it is first needed and anew after it failed: a failed one cannot be trusted any more. */
import { createRequire } from 'node:module';
import { broken, BrokenDicom } from './broken.ts';

export interface CodecFrame {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  getDecodedBuffer(): Uint8Array;
  decode(): void;
  getFrameInfo(): CodecFrame;
  getInterleaveMode?(): number;
  delete(): void;
}

interface Encoder {
  getDecodedBuffer(frame: CodecFrame): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  setNearLossless(near: number): void;
  setInterleaveMode(mode: number): void;
  encode(): void;
  delete(): void;
}

type DecoderName = 'JPEGDecoder' | 'JpegLSDecoder' | 'J2KDecoder' | 'HTJ2KDecoder';
type Codec = { readonly [name in DecoderName | 'JpegLSEncoder']?: new () => unknown };
type CodecFactory = (settings: { readonly print: () => void; readonly printErr: () => void }) => Promise<Codec>;

const require = createRequire(import.meta.url);
const packages = {
  JPEGDecoder: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
  JpegLSDecoder: '@cornerstonejs/codec-charls/decodewasmjs',
  J2KDecoder: '@cornerstonejs/codec-openjpeg/decodewasmjs',
  HTJ2KDecoder: '@cornerstonejs/codec-openjph/wasmjs',
  JpegLSEncoder: '@cornerstonejs/codec-charls/wasmjs',
} as const;

/** A new object each time: a codec's module is written into it. */
const silent = () => ({ print: () => undefined, printErr: () => undefined });

export interface DecodedImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly frame: CodecFrame;
  /** Samples by plane instead of by pixel: JPEG-LS without interleaving. */
  readonly planar: boolean;
}

/** The codecs of one worker. */
export class Codecs {
  readonly #loaded = new Map<string, Promise<Codec>>();

  #load(name: keyof typeof packages): Promise<Codec> {
    const known = this.#loaded.get(name);
    if (known !== undefined) return known;
    const factory = require(packages[name]) as CodecFactory;
    const loading = factory(silent());
    this.#loaded.set(name, loading);
    return loading;
  }

  /** Decodes one codestream whose header was checked before. Throws `BrokenDicom` for whatever the codec objects to. */
  async decode(name: DecoderName, bytes: Uint8Array): Promise<DecodedImage> {
    const codec = await this.#load(name);
    const Constructor = codec[name] as (new () => Decoder) | undefined;
    if (Constructor === undefined) throw new Error(`${name} is not in its package`);
    let decoder: Decoder | null = null;
    try {
      decoder = new Constructor();
      decoder.getEncodedBuffer(bytes.length).set(bytes);
      decoder.decode();
      const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo();
      const decoded = new Uint8Array(decoder.getDecodedBuffer());
      const planar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
      decoder.delete();
      return { bytes: decoded, planar, frame: { width, height, bitsPerSample, componentCount, isSigned } };
    } catch (error) {
      this.#loaded.delete(name);
      if (error instanceof BrokenDicom) throw error;
      return broken('the codec refused the frame');
    }
  }

  /** JPEG-LS without loss, samples interleaved by pixel, 8 or 16 bits. */
  async encodeJpegLs(samples: Uint8Array, frame: CodecFrame): Promise<Uint8Array<ArrayBuffer>> {
    const codec = await this.#load('JpegLSEncoder');
    const Constructor = codec.JpegLSEncoder as (new () => Encoder) | undefined;
    if (Constructor === undefined) throw new Error('JpegLSEncoder is not in its package');
    const encoder = new Constructor();
    try {
      encoder.getDecodedBuffer(frame).set(samples);
      encoder.setNearLossless(0);
      encoder.setInterleaveMode(frame.componentCount > 1 ? 2 : 0);
      encoder.encode();
      return new Uint8Array(encoder.getEncodedBuffer());
    } finally {
      encoder.delete();
    }
  }
}

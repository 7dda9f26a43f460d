/** What one clip may cost. A test clip of the largest usual kind (4k, 30 s) fits; 8k does not. */
export interface DecodeLimits {
  /** Width x height. 8k (33 million) is refused: no probe shows that much, and eight such frames in flight would not be bounded memory. */
  readonly maxPixels: number;
  /** Shortest side. */
  readonly minSide: number;
  readonly maxFrames: number;
  /** Decoded gray bytes of the whole clip, on disk before compression. */
  readonly maxRawBytes: number;
  readonly maxFileBytes: number;
  readonly wallClockMs: number;
  /** Longest time without a byte from ffmpeg. */
  readonly stallMs: number;
}

export const defaultLimits: DecodeLimits = {
  maxPixels: 4096 * 4096,
  minSide: 32,
  maxFrames: 20_000,
  maxRawBytes: 32 * 1024 ** 3,
  maxFileBytes: 4 * 1024 ** 3,
  wallClockMs: 10 * 60_000,
  stallMs: 30_000,
};

/** What a decoder is asked, and what it answers: the same for video and DICOM. */
import type { DicomHeader } from '../../preload/dicom.ts';
import type { Result } from '../../preload/domain.ts';
import type { PixelKind } from './decode-arguments.ts';
import type { DecodeLimits } from './decode-limits.ts';

export interface ClipSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

export interface DecodeRequest {
  /** As found by `findFfmpeg`; DICOM pictures need none. */
  readonly ffmpeg: string | null;
  /** Absolute path of a regular file. */
  readonly file: string;
  readonly pix: PixelKind;
  readonly signal: AbortSignal;
  readonly limits: DecodeLimits;
  /** Called once, before the first frame. */
  onSize(size: ClipSize): void;
  /** Row-major 8-bit samples, RGB interleaved; decoding waits for the answer, and stops on a failure. */
  onFrame(frame: Uint8Array<ArrayBuffer>, timeMs: number): Promise<Result<null>> | Result<null>;
  /** Share of the clip's claimed duration that is decoded, 0..1. */
  onProgress?(fraction: number): void;
}

export interface DecodedClip extends ClipSize {
  readonly frames: number;
  readonly frameTimesMs: readonly number[];
  readonly durationMs: number;
  readonly colour: boolean;
  readonly damaged: boolean;
  readonly metadata: string;
  /** Null for everything but DICOM. */
  readonly dicom: DicomHeader | null;
  /** Plain sentences about the file, without patient data. */
  readonly notes: readonly string[];
}

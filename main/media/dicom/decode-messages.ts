import type { DicomHeader } from '../../../preload/dicom.ts';
import type { PixelKind } from '../decode-arguments.ts';
import type { Fragment } from './elements.ts';

/** What the decoding worker is started with. */
export interface DecodeOrder {
  readonly file: string;
  readonly pix: PixelKind;
  readonly maxPixels: number;
  readonly minSide: number;
}

interface Facts {
  readonly header: DicomHeader;
  readonly width: number;
  readonly height: number;
  readonly timesMs: readonly number[];
  readonly durationMs: number;
  /** Plain sentences without patient data. */
  readonly notes: readonly string[];
}

/** What the worker tells: facts first, then frames as they are asked for, or where the video stream lies; at last done or why not. */
export type FromDecoder =
  | ({ readonly kind: 'pictures'; readonly declared: number } & Facts)
  | ({ readonly kind: 'video'; readonly declared: number; readonly pieces: readonly Fragment[] } & Facts)
  | { readonly kind: 'frame'; readonly index: number; readonly pixels: Uint8Array<ArrayBuffer>; readonly colour: boolean }
  | { readonly kind: 'done'; readonly damaged: boolean }
  | { readonly kind: 'failed'; readonly code: DecodeFault };

export type DecodeFault = 'not-a-clip' | 'dicom-broken' | 'dicom-unsupported' | 'dicom-no-picture' | 'frame-too-large' | 'frame-too-small' | 'file-unreadable';

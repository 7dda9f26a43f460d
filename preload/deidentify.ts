/** Words for copies without identity. Types only. */
import type { AppError, Box, ClipId } from './domain.ts';

/** One frame as it is and as the copy will show it, as PNG. */
export interface BeforeAndAfter {
  readonly frame: number;
  readonly before: Uint8Array<ArrayBuffer>;
  readonly after: Uint8Array<ArrayBuffer>;
}

/** What a copy of one clip will lack. Says what goes, never what it was. */
export interface CopyPreview {
  readonly clipId: ClipId;
  readonly kind: 'DICOM' | 'video';
  readonly frames: number;
  /** Share of the picture that is blanked, 0..1. */
  readonly blanked: number;
  /** Rows of marks inside the image that look like text, in pixels; blanked unless a person said to keep them. */
  readonly textInside: readonly Box[];
  /** Elements left out, by tag "(0010,0010)", with how often. */
  readonly removed: Readonly<Record<string, number>>;
  /** Elements with another value in the copy: new UIDs. */
  readonly replaced: readonly string[];
  readonly privateRemoved: number;
  readonly datesMoved: number;
  readonly warnings: readonly string[];
  /** No border of the image was found: without a person's word the clip is left out. */
  readonly wholePicture: boolean;
  /** First, middle and last frame; fewer where the clip has fewer. */
  readonly pictures: readonly BeforeAndAfter[];
  readonly error: AppError | null;
}

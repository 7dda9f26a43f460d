/** What main asks of the helper process for copies without identity, and what that tells. One process a question. */
import type { CopyPreview } from '../../preload/deidentify.ts';
import type { AppError, ClipId, Result } from '../../preload/domain.ts';
import type { ItemPatient } from '../dicom/deidentify/export-copies.ts';

/** `owner`: whose clips these are where nobody says; `patient`: who the exam's patient is, for clips that do not say. */
export interface CopySource {
  readonly clipId: ClipId;
  readonly path: string;
  readonly owner: string;
  readonly patient: ItemPatient | null;
}

export interface CopyChoice {
  readonly keepText: boolean;
  readonly wholePictures: boolean;
}

export interface CopyTask extends CopyChoice {
  readonly sources: readonly CopySource[];
  /** The folder that the copies make up: it appears whole or not at all. */
  readonly out: string;
  /** File of the key; null where none is wanted. */
  readonly key: string | null;
  /** Name, within the store's root, of a folder for decoded frames; its owner removes it. */
  readonly work: string;
  readonly ffmpeg: string | null;
}

export interface PreviewTask {
  readonly source: CopySource;
  readonly keepText: boolean;
  readonly work: string;
  readonly ffmpeg: string | null;
}

export interface CopiesAnswer {
  readonly written: number;
  readonly failed: readonly { readonly clipId: ClipId; readonly error: AppError }[];
}

export type ToDeidentifyWorker = { readonly kind: 'preview'; readonly task: PreviewTask } | { readonly kind: 'copy'; readonly task: CopyTask } | { readonly kind: 'stop' };

export type FromDeidentifyWorker =
  | { readonly kind: 'progress'; readonly done: number }
  | { readonly kind: 'previewed'; readonly result: Result<CopyPreview> }
  | { readonly kind: 'copied'; readonly result: Result<CopiesAnswer> };

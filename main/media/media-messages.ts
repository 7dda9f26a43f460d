import type { Result } from '../../preload/domain.ts';
import type { Described } from './dicom/describe.ts';
import type { ImportedClip, ImportRequest, ImportStep } from './import-clip.ts';

/** What the media host asks of its worker. */
export type ToWorker =
  | { readonly kind: 'describe'; readonly id: number; readonly files: readonly string[] }
  | { readonly kind: 'import'; readonly id: number; readonly request: ImportRequest }
  | { readonly kind: 'cancel'; readonly id: number };

/** What the worker tells. */
export type FromWorker =
  | { readonly kind: 'described'; readonly id: number; readonly described: readonly (Described | null)[] }
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number; readonly step: ImportStep }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result<ImportedClip> };

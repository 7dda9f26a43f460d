/** What the training process is asked, and what it tells. */
import type { Result, Sector } from '../../preload/domain.ts';
import type { HeadRow, TrainingReport } from '../../preload/training.ts';
import type { Span } from '../training/features/extract.ts';
import type { TrainStage, TrainWishes } from '../training/train-run.ts';

/** A labelled clip of the case log. Its name stays in this process: the bundle knows clips by their bytes and patients by a number. */
export interface CaseLogClip {
  readonly name: string;
  readonly sha256: string;
  readonly group: string;
  readonly positive: boolean;
  /** Frames that may be used; null for all. */
  readonly kept: readonly Span[] | null;
  /** Of the fold that a dataset gives its patient; null where there is none. */
  readonly fold: number | null;
  readonly grayPath: string;
  readonly sector: Sector;
  readonly gain: number;
  readonly frames: number;
}

export interface ToTrainingWorker {
  readonly clips: readonly CaseLogClip[];
  readonly wishes: TrainWishes;
  readonly cacheFolder: string;
}

export type FromTrainingWorker =
  | { readonly kind: 'progress'; readonly stage: TrainStage; readonly share: number; readonly words: string }
  | { readonly kind: 'row'; readonly row: HeadRow }
  | { readonly kind: 'trained'; readonly result: Result<TrainingReport> };

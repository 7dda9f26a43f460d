/** What main asks of the helper process for datasets, and what that tells. One process a question. */
import type { Result } from '../../preload/domain.ts';
import type { DatasetRules, ExchangeFormat, SplitSide } from '../../preload/datasets.ts';
import type { CandidateClip } from '../training/dataset/candidates.ts';
import type { ExportRequest, ExportSummary } from '../training/dataset/export-folder.ts';
import type { LockedClip, Settled } from '../training/dataset/settle.ts';
import type { FiledReading } from '../training/exchange/filed-reading.ts';

export interface SettleQuestion {
  readonly storeRoot: string;
  readonly candidates: readonly CandidateClip[];
  readonly rules: DatasetRules;
  readonly previous: ReadonlyMap<string, SplitSide>;
  readonly locked: ReadonlySet<string>;
  readonly lockedClips: readonly LockedClip[];
  /** Fingerprints that are known, by SHA-256, as text. */
  readonly known: ReadonlyMap<string, string>;
}

export interface SettleAnswer {
  readonly settled: Settled;
  /** Fingerprints that had to be made. */
  readonly made: ReadonlyMap<string, string>;
  /** Recordings whose frames could not be read: compared by their bytes alone. */
  readonly unread: readonly string[];
}

export interface ReadFilesAnswer {
  readonly readings: readonly FiledReading[];
  readonly notes: readonly string[];
}

export type ToDatasetWorker =
  | { readonly kind: 'settle'; readonly question: SettleQuestion }
  | { readonly kind: 'export'; readonly request: ExportRequest }
  | { readonly kind: 'read'; readonly paths: readonly string[]; readonly format: ExchangeFormat | null; readonly spacing: number | null }
  | { readonly kind: 'write'; readonly folder: string; readonly format: ExchangeFormat; readonly readings: readonly FiledReading[] };

export type FromDatasetWorker =
  | { readonly kind: 'progress'; readonly share: number; readonly step: string }
  | { readonly kind: 'settled'; readonly result: Result<SettleAnswer> }
  | { readonly kind: 'exported'; readonly result: Result<ExportSummary> }
  | { readonly kind: 'read'; readonly result: Result<ReadFilesAnswer> }
  | { readonly kind: 'written'; readonly result: Result<{ readonly files: number; readonly losses: readonly string[] }> };

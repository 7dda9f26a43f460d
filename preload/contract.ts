/**
 * Every message between page and main process: one entry a channel, each with a schema of what goes in and what comes back.
 * The preload builds `window.pleura` from this table, main validates against it, and a test proves that no other channel exists.
 */
import { z } from 'zod';
import { channel } from './channel.ts';
import { deidentifyRequests } from './deidentify-channels.ts';
import { datasetRequests } from './datasets-channels.ts';
import type { Channel } from './channel.ts';
import type {
  AppInfo, BenchmarkResult, ClipDetail, Decision, EngineStatus, ExamDetail, ExamPage, GradCam, Job, ModelRef, PickedItem, Result, Settings, StorageInfo,
  AppError, ClipAnalysis, ClipId, ClipSummary, ClipVerdict, ExamId, FrameScore, Lime, Rejection,
} from './domain.ts';
import { archiveEventNames, archiveRequests } from './archive-channels.ts';
import type { ArchiveEvents } from './archive-channels.ts';
import { labellingRequests } from './labelling-channels.ts';
import { agreementRequests } from './agreement-channels.ts';
import type { TrainingState } from './training.ts';
import { trainingRequests } from './training-channels.ts';
import { readingRequests } from './readings-channels.ts';
import { reportRequests } from './report-channels.ts';
import type { ReadersState } from './readings.ts';
import type { BundleDetail, BundleList, ClipAnalysisRow, ModelComparison, ModelEvent, ModelsState } from './models.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const frame = z.int().min(0).max(1_000_000);
const zone = z.string().regex(/^[LR][1-6]$/);
const protocol = z.enum(['blue6', 'zones8', 'zones12']);
const provider = z.enum(['auto', 'cuda', 'dml', 'coreml', 'webgpu', 'cpu']);
const verdict = z.enum(['IS', 'healthy', 'indeterminate']);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Why a model is changed, in the reader's words. */
const reason = z.string().trim().max(400);
const nothing = z.strictObject({});

/** Request channels: page asks, main answers with `Result<output>`. */
export const requests = {
  ...reportRequests,
  'exams.list': channel<ExamPage>()(
    z.strictObject({
      text: z.string().max(200),
      verdict: z.enum(['IS', 'not-IS']).nullable(),
      readState: z.enum(['unread', 'partial', 'read']).nullable(),
      protocol: protocol.nullable(),
      sort: z.enum(['examinedAt', 'pseudonym', 'size']),
      descending: z.boolean(),
      cursor: z.string().max(400).nullable(),
      limit: z.int().min(1).max(500),
    }),
  ),
  'exams.get': channel<ExamDetail>()(z.strictObject({ examId: id })),
  'exams.update': channel<ExamDetail>()(
    z.strictObject({
      examId: id,
      pseudonym: z.string().trim().min(1).max(80).optional(),
      examinedAt: z.iso.datetime().optional(),
      protocol: protocol.optional(),
      notes: z.string().max(20_000).optional(),
    }),
  ),
  'clips.get': channel<ClipDetail>()(z.strictObject({ clipId: id })),
  'clips.assignZone': channel<ClipDetail>()(z.strictObject({ clipId: id, zone: zone.nullable() })),
  'clips.decide': channel<Decision>()(
    z.strictObject({
      clipId: id,
      analysisId: id.nullable(),
      answer: z.enum(['agree', 'disagree', 'unsure']),
      verdict: z.union([verdict, z.literal('not-readable')]).nullable(),
      comment: z.string().max(4_000),
    }),
  ),
  /** Opens the system's dialog; an empty list means that the user closed it. */
  'import.pick': channel<readonly PickedItem[]>()(z.strictObject({ kind: z.enum(['files', 'folder']) })),
  /** Starts an import of picked or dropped items; a new exam for each folder, one for loose files, unless an exam is named. */
  'import.start': channel<readonly { readonly jobId: string; readonly examId: ExamId }[]>()(
    z.strictObject({ tokens: z.array(id).min(1).max(10_000), examId: id.nullable() }),
  ),
  /** Makes the simulated demo exam where missing and imports it. */
  'import.demo': channel<{ readonly jobId: string; readonly examId: ExamId }>()(nothing),
  /** `despiteGuard`: analysed to the end even where the guard takes a clip for no lung ultrasound. */
  'analysis.start': channel<{ readonly jobId: string }>()(z.strictObject({ clipIds: z.array(id).min(1).max(10_000), again: z.boolean(), despiteGuard: z.boolean() })),
  /** The frame on screen is scored next. */
  'analysis.look': channel<null>()(z.strictObject({ clipId: id, frame })),
  'analysis.cam': channel<GradCam | null>()(z.strictObject({ analysisId: id, frame })),
  /** The settled map from the cache, or null: then the work starts and `lime.changed` tells. A newer request cancels an older one. */
  'analysis.lime': channel<Lime | null>()(z.strictObject({ analysisId: id, frame })),
  'analysis.limeCancel': channel<null>()(z.strictObject({ analysisId: id, frame })),
  /** Null where no frame is suspicious. */
  'analysis.summary': channel<ClipSummary | null>()(z.strictObject({ analysisId: id })),
  'jobs.list': channel<readonly Job[]>()(nothing),
  'jobs.cancel': channel<null>()(z.strictObject({ jobId: id })),
  'jobs.resume': channel<null>()(z.strictObject({ jobId: id })),
  'jobs.dismiss': channel<null>()(z.strictObject({ jobId: id })),
  /** All analyses of a clip, newest first. */
  'clips.analyses': channel<readonly ClipAnalysisRow[]>()(z.strictObject({ clipId: id })),
  'models.list': channel<BundleList>()(nothing),
  'models.detail': channel<BundleDetail>()(z.strictObject({ sha256 })),
  /** Newest first. */
  'models.history': channel<readonly ModelEvent[]>()(nothing),
  /** Opens the system's dialog for a bundle; an empty list means that the user closed it. */
  'models.pick': channel<readonly PickedItem[]>()(z.strictObject({ kind: z.enum(['zip', 'folder']) })),
  /** Answers when the bundle is installed, or with why it was refused; `models.changed` tells of the progress, `models.stop` stops it. */
  'models.install': channel<ModelRef>()(z.strictObject({ token: id })),
  'models.stop': channel<null>()(nothing),
  'models.activate': channel<null>()(z.strictObject({ sha256, reason })),
  'models.rollBack': channel<null>()(z.strictObject({ reason })),
  'models.remove': channel<null>()(z.strictObject({ sha256 })),
  /** Clips whose results are of other models than the one in use. */
  'models.outdated': channel<{ readonly clips: number; readonly running: boolean }>()(nothing),
  /** Analyses those clips in the background; their older results stay. */
  'models.reanalyse': channel<{ readonly jobId: string }>()(nothing),
  'models.compare': channel<ModelComparison>()(z.strictObject({ first: sha256, second: sha256 })),
  /** Makes the analyses that a comparison still needs. */
  'models.compareStart': channel<{ readonly jobId: string }>()(z.strictObject({ first: sha256, second: sha256 })),
  /** Asks where to save a drawing of the page, and saves it there. */
  'models.savePlot': channel<{ readonly saved: boolean }>()(z.strictObject({ name: z.string().regex(/^[\w. -]{1,80}$/), svg: z.string().max(4_000_000).startsWith('<svg ') })),
  'engine.status': channel<EngineStatus>()(nothing),
  'engine.benchmark': channel<BenchmarkResult>()(nothing),
  ...readingRequests,
  ...agreementRequests,
  ...datasetRequests,
  ...deidentifyRequests,
  ...labellingRequests,
  ...archiveRequests,
  ...trainingRequests,
  'settings.get': channel<Settings>()(nothing),
  'settings.set': channel<Settings>()(
    z.strictObject({
      theme: z.enum(['dark', 'light', 'system']).optional(),
      provider: provider.optional(),
      lockAfterMinutes: z.int().min(0).max(240).optional(),
      analyseOnImport: z.boolean().optional(),
    }),
  ),
  'storage.info': channel<StorageInfo>()(nothing),
  'app.info': channel<AppInfo>()(nothing),
  /** Third-party notices as plain text. */
  'app.notices': channel<string>()(nothing),
} as const;

/**
 * Used by the preload alone, never offered to the page as it is: turns dropped File objects' paths into opaque tokens.
 * The preload reads the paths itself with webUtils.getPathForFile.
 */
export const dropChannel = 'import.dropped';
export const dropInput = z.strictObject({ paths: z.array(z.string().min(1).max(4_096)).min(1).max(10_000) });

export interface AnalysisProgress {
  readonly clipId: ClipId;
  readonly analysisId: string;
  /** Newly scored frames since the last message. */
  readonly scores: readonly FrameScore[];
  readonly scored: number;
  readonly frames: number;
  /** Null while the guard has not judged the clip, and for a rejected one. */
  readonly probability: number | null;
  readonly verdict: ClipVerdict | null;
  readonly rejection: Rejection | null;
  readonly state: ClipAnalysis['state'];
}

/** A LIME map while it settles (`settled` says that it is final), or why it ended without one. At most 5 times a second. */
export interface LimeChange {
  readonly analysisId: string;
  readonly frame: number;
  readonly lime: Lime | null;
  readonly error: AppError | null;
}

/** Event channels: main tells, page listens. Progress comes at most 10 times a second a subject. */
export interface Events extends ArchiveEvents {
  readonly 'job.changed': Job;
  readonly 'exam.changed': { readonly examId: ExamId };
  readonly 'clip.changed': { readonly clipId: ClipId; readonly examId: ExamId };
  readonly 'analysis.progress': AnalysisProgress;
  readonly 'lime.changed': LimeChange;
  readonly 'engine.changed': EngineStatus;
  readonly 'settings.changed': Settings;
  /** Something was done, or is being done, to the installed bundles. */
  readonly 'models.changed': ModelsState;
  /** A draft was saved, or a report signed. */
  readonly 'report.changed': { readonly examId: ExamId };
  /** Another reader, other profiles, locked or unlocked. */
  readonly 'readers.changed': ReadersState;
  /** A training began, went on, ended. At most 10 times a second. */
  readonly 'training.changed': TrainingState;
  /** A dataset was made, locked or used. */
  readonly 'datasets.changed': Readonly<Record<string, never>>;
}

export const eventNames = ['job.changed', 'exam.changed', 'clip.changed', 'analysis.progress', 'lime.changed', 'engine.changed', 'settings.changed', 'models.changed', 'readers.changed', 'report.changed', 'training.changed', 'datasets.changed', ...archiveEventNames] as const satisfies readonly (keyof Events)[];

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = NonNullable<(typeof requests)[N]['output']> | ExtractNull<(typeof requests)[N]>;
type ExtractNull<C> = C extends Channel<z.ZodType, infer O> ? (null extends O ? null : never) : never;

/** What the page sees as `window.pleura`. */
export interface PleuraBridge {
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<Result<RequestOutput<N>>>;
  /** Returns the function that ends the subscription. */
  on<N extends keyof Events>(name: N, listener: (event: Events[N]) => void): () => void;
  /** Tokens for files and folders dropped on the window. */
  dropped(files: readonly File[]): Promise<Result<readonly PickedItem[]>>;
}

/**
 * The page's Content-Security-Policy allows only style elements with this load's nonce. main/protocol.ts writes it into index.html as
 * `<meta name="style-nonce" content="...">` (first in head); the page hands it to emotion's cache. No inline scripts, no style attributes in HTML.
 */
export const styleNonceMeta = 'style-nonce';

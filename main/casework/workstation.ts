/** Everything of Pleura but its window: the case log, import, analysis and what the page may ask. Used by the app and by the terminal. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCaseLog } from '../../db/case-log.ts';
import type { CaseLog } from '../../db/case-log.ts';
import { readMigrations } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import type { AppInfo, ExamId, Job, Result } from '../../preload/domain.ts';
import { spawnNode } from '../child.ts';
import type { SpawnChild } from '../child.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { createMediaHost } from '../media/media-host.ts';
import { cleanStore } from '../media/workspace.ts';
import { createAgreementDesk } from './agreement.ts';
import type { SaveTable } from './agreement.ts';
import { createAgreementHelper } from './agreement-helper.ts';
import { createAnalysisJobs } from './analysis-jobs.ts';
import { createArchives } from './archives.ts';
import type { Keychain } from './node-passwords.ts';
import { createClipAnalyser } from './analyse-clips.ts';
import { createBundles } from './bundles.ts';
import { createComparisons } from './bundles-comparison.ts';
import { createClipMedia } from './clip-media.ts';
import type { ClipMediaReader } from './clip-media.ts';
import { createDatasetHelper } from './dataset-helper.ts';
import { DatasetWork } from './datasets-work.ts';
import { Deidentify } from './deidentify.ts';
import { createDeidentifyHelper, deidentifyWorkerEntry } from './deidentify-helper.ts';
import { createDemoFiles } from './demo.ts';
import type { Emit } from './emit.ts';
import { createEngineSeat } from './engine-seat.ts';
import { createExplanations } from './explanations.ts';
import { createImportWork } from './import-work.ts';
import { createImporter } from './import-exams.ts';
import type { StartedImport } from './import-exams.ts';
import { createJobRunner } from './job-runner.ts';
import type { JobRunner } from './job-runner.ts';
import { createModelHelper } from './model-helper.ts';
import { createPickedPaths } from './picked.ts';
import type { PickedPaths } from './picked.ts';
import { createCurtain } from './labelling-curtain.ts';
import { createLabellingChoice } from './labelling-choice.ts';
import { createLabellingDesk } from './labelling.ts';
import { createReaderDesk } from './readers.ts';
import { createReportOutput, reportSettings } from './report-output.ts';
import type { ReportDesk, ReportOutput } from './report-output.ts';
import { createReports } from './reports.ts';
import { createRequestHandlers } from './requests.ts';
import type { RequestHandlers } from './request-handlers.ts';
import { createScoreLedger } from './score-ledger.ts';
import { createTrainingRoom, trainingWorkerEntry } from './training-room.ts';

/** What the system's dialog offers: clips, a folder, a model bundle as a zip, or files of readings. */
export type PickKind = 'files' | 'folder' | 'zip' | 'readings';

export interface WorkstationOptions {
  /** Everything the workstation keeps lies in here. */
  readonly userData: string;
  /** Folder of model bundles. */
  readonly bundleRoot: string;
  readonly spawnEngine: SpawnChild;
  readonly spawnMedia: SpawnChild;
  readonly emit: Emit;
  /** Installs and compares models; a plain Node process without it. */
  readonly spawnModels?: SpawnChild;
  /** Computes how well readers agree; a plain Node process without it. */
  readonly spawnAgreement?: SpawnChild;
  readonly spawnLabelling?: SpawnChild;
  /** Trains heads; a plain Node process without it. */
  readonly spawnTraining?: SpawnChild;
  /** Builds and exports datasets, reads and writes readings; a plain Node process without it. */
  readonly spawnDatasets?: SpawnChild;
  /** Looks at and writes copies without identity; a plain Node process without it. */
  readonly spawnDeidentify?: SpawnChild;
  /** Receives from other DICOM nodes, and calls them; plain Node processes without it. */
  readonly spawnReceiver?: SpawnChild;
  readonly spawnNetwork?: SpawnChild;
  /** Left out: passwords are kept only while the app runs. */
  readonly keychain?: Keychain;
  /** Draws the demo exam; a plain Node process without it. */
  readonly spawnDemo?: SpawnChild;
  /** Folder of the numbered migrations; beside the program without it. */
  readonly migrations?: string;
  /** The system's dialog; picks nothing without it. */
  readonly pick?: (kind: PickKind) => Promise<readonly string[]>;
  /** Asks where to save a text, and saves it there; saves nothing without it. */
  readonly saveTable?: SaveTable;
  readonly savePlot?: (name: string, svg: string) => Promise<Result<{ readonly saved: boolean }>>;
  /** Where reports are saved and what prints them; neither without it. */
  readonly reportDesk?: ReportDesk;
  readonly info?: Omit<AppInfo, 'firstRun' | 'intendedUse'>;
  readonly noticesPath?: string;
  /** Unexpected errors, for the log file; never patient data. */
  readonly logError?: (error: unknown) => void;
}

export interface Workstation {
  readonly requests: RequestHandlers;
  readonly picked: PickedPaths;
  readonly media: ClipMediaReader;
  readonly reportOutput: ReportOutput;
  readonly log: CaseLog;
  /** Imports files and folders by path, as from the command line. */
  importPaths(paths: readonly string[]): Promise<Result<readonly StartedImport[]>>;
  /** Resolves with the job when it has ended or was interrupted. */
  ended(jobId: string): Promise<Job>;
  /** Starts the engine before the first clip needs it, and goes on with analyses that the last run left. */
  begin(): Promise<void>;
  /** Leaves what runs to be resumed, ends the helper processes and closes the case log. */
  stop(): Promise<void>;
}

export const intendedUse = 'Research use; decision support, not a diagnosis.';

/** Entry of the helper that draws the demo exam. */
export const demoWorkerEntry = fileURLToPath(new URL('./demo-worker.ts', import.meta.url));

/** Entry of the helper that computes agreement. */
export const agreementWorkerEntry = fileURLToPath(new URL('./agreement-worker.ts', import.meta.url));

/** Entry of the helper that installs and compares models. */
export const modelWorkerEntry = fileURLToPath(new URL('./model-worker.ts', import.meta.url));

/** Entry of the helper for datasets. */
export const datasetWorkerEntry = fileURLToPath(new URL('./dataset-worker.ts', import.meta.url));

/** In the sources and in dist/ alike, the migrations lie in `migrations` beside the database code. */
const besideDatabase = import.meta.url.endsWith('.ts') ? join(import.meta.dirname, '..', '..', 'db', 'migrations') : join(import.meta.dirname, 'migrations');

/** Jobs of exams that no clip came to, once no job is left that may bring one. */
function dropEmptyExam(log: CaseLog, runner: JobRunner, examId: ExamId, emit: Emit): void {
  const awaited = runner.list().some((job) => job.examId === examId && job.kind === 'import' && (job.state === 'queued' || job.state === 'running' || job.state === 'interrupted'));
  if (!awaited && log.exams.removeEmpty(examId)) emit('exam.changed', { examId });
}

/** Errors: those of opening the case log (`database-newer`, `store-corrupt`, `disk-full`, `storage-failed`). */
export async function createWorkstation(options: WorkstationOptions): Promise<Result<Workstation>> {
  const paths = { root: options.userData, store: join(options.userData, 'store'), database: join(options.userData, 'pleura.db') };
  const opened = openDatabase({ path: paths.database, migrations: readMigrations(options.migrations ?? besideDatabase) });
  if (!opened.ok) return opened;
  mkdirSync(paths.store, { recursive: true });
  const logError = options.logError ?? (() => undefined);
  const log = createCaseLog(opened.value);
  const waiting = new Map<string, ((job: Job) => void)[]>();
  const curtain = createCurtain((name, event) => options.emit(name, event));
  const { emit } = curtain;
  const jobChanged = (job: Job) => {
    emit('job.changed', job);
    if (job.state === 'queued' || job.state === 'running') return;
    for (const resolve of waiting.get(job.id) ?? []) resolve(job);
    waiting.delete(job.id);
  };

  const readers = createReaderDesk(log, (state) => {
    emit('readers.changed', state);
    emit('settings.changed', log.settings.get());
  });
  log.analyses.interruptRunning();
  const cleaned = cleanStore(paths.store).catch(logError);
  const ledger = createScoreLedger(log, emit, logError);
  const provider = () => log.settings.get().provider;
  const helper = createModelHelper(options.spawnModels ?? (() => spawnNode(modelWorkerEntry)));
  const bundles = createBundles({
    log, helper, spawnEngine: options.spawnEngine, emit, logError, roots: { builtIn: options.bundleRoot, installed: join(paths.root, 'models') },
    restartEngine: () => {
      seat.replace();
      void seat.ready();
    },
  });
  const seat = createEngineSeat({ spawn: options.spawnEngine, choose: () => bundles.choose(), provider, unusable: (model, error) => bundles.unusable(model, error), onStatus: (status) => {
    analyser.providerChanged(status);
    emit('engine.changed', status);
  } });
  const analyser = createClipAnalyser({ log, storeRoot: paths.store, seat, ledger, emit });
  const analyses = createAnalysisJobs({ log, analyser, seat, runner: () => runner });
  const media = createMediaHost({ spawn: options.spawnMedia });
  const demo = createDemoFiles(join(paths.root, 'demo'), options.spawnDemo ?? (() => spawnNode(demoWorkerEntry)));
  const importWork = createImportWork({ log, storeRoot: paths.store, media, ffmpeg: findFfmpeg, cleaned, analyses, demo, emit });
  const runner: JobRunner = createJobRunner({
    table: log.jobs, emit: jobChanged, logError,
    workOf: (job) => (job.kind === 'import' ? importWork : job.kind === 'dataset' ? datasetWork.work : job.kind === 'deidentify' ? deidentify.work : job.kind === 'exchange' ? archives.exchange.work : comparisons.owns(job.id) ? comparisons.work : analyses.work),
    onEnd: (job) => {
      if (job.kind === 'dataset') datasetWork.ended(job).catch(logError);
      if (job.kind === 'deidentify') deidentify.ended(job).catch(logError);
      log.jobs.clearItems(job.id);
      if (job.examId !== null && job.kind === 'import') dropEmptyExam(log, runner, job.examId, emit);
    },
  });
  const comparisons = createComparisons({ log, storeRoot: paths.store, spawnEngine: options.spawnEngine, provider, emit, logError, bundles, helper, runner: () => runner });
  const datasets = { helper: createDatasetHelper(options.spawnDatasets ?? (() => spawnNode(datasetWorkerEntry))), changed: () => emit('datasets.changed', {}) };
  const datasetWork = new DatasetWork({ ...datasets, log, storeRoot: paths.store, program: options.info?.version ?? '0' });
  const importer = createImporter({ log, runner: () => runner, emit, describe: (files) => media.describe(files) });
  const picked = createPickedPaths();
  const clipMedia = createClipMedia(log, paths.store);
  const explanations = createExplanations({ log, storeRoot: paths.store, seat, emit, logError });
  const info = { version: '0', runtime: `Node ${process.versions.node}`, standIn: false, ...options.info, intendedUse };
  const reports = createReports({ log, readers, emit, settings: () => reportSettings(log), program: `Pleura ${info.version}` });
  const reportOutput = createReportOutput(log, reports, options.reportDesk ?? null, logError);
  const pick = options.pick ?? (() => Promise.resolve([]));
  const nothingSaved: Result<{ readonly saved: boolean }> = { ok: true, value: { saved: false } };
  const agreement = createAgreementDesk({
    log, helper: createAgreementHelper(options.spawnAgreement ?? (() => spawnNode(agreementWorkerEntry))), database: paths.database, saveTable: options.saveTable ?? (() => Promise.resolve(nothingSaved)),
  });
  const training = createTrainingRoom({
    log, storeRoot: paths.store, root: paths.root, spawn: options.spawnTraining ?? (() => spawnNode(trainingWorkerEntry)), bundles, comparisons, helper, readers, provider, emit, logError,
  });
  const ended = (jobId: string) => new Promise<Job>((resolve) => {
    const job = runner.list().find(({ id }) => id === jobId);
    if (job !== undefined && job.state !== 'queued' && job.state !== 'running') resolve(job);
    else waiting.set(jobId, [...(waiting.get(jobId) ?? []), resolve]);
  });
  const print = options.reportDesk === undefined ? null : (examId: ExamId, versionId: string) => reportOutput.pdf(examId, versionId, reportSettings(log).pageSize);
  const archives = createArchives({
    log, root: paths.root, storeRoot: paths.store, importer, print, runner: () => runner, ended, emit, logError, softwareVersion: info.version,
    spawnReceiver: options.spawnReceiver, spawnNetwork: options.spawnNetwork, keychain: options.keychain ?? null,
  });
  const copies = createDeidentifyHelper(options.spawnDeidentify ?? (() => spawnNode(deidentifyWorkerEntry)), join(paths.root, 'deidentify'));
  const deidentify = new Deidentify({
    log, readers, helper: copies, storeRoot: paths.store, ffmpeg: findFfmpeg, runner: () => runner, pickFolder: () => pick('folder'),
    chooseKey: async () => options.reportDesk?.choose('Key of a de-identified export', 'json') ?? null,
  });
  const requests = createRequestHandlers({
    deidentify, reports, reportOutput,
    archive: { log, emit, ...archives },
    agreement, ...training,
    log, readers, labelling: createLabellingDesk(log, readers, createLabellingChoice(log, paths.database, options.spawnLabelling)), curtain, emit, runner, importer, analyses, explanations, ledger, seat, demo, picked, info, paths, bundles, comparisons, datasets,
    pick, pickBundle: pick, pickForDatasets: pick, savePlot: options.savePlot ?? (() => Promise.resolve(nothingSaved)), noticesPath: options.noticesPath ?? null,
  });
  return { ok: true, value: {
    requests, picked, log, media: clipMedia, reportOutput,
    importPaths: (given) => importer.start(given, null),
    ended,
    begin: async () => {
      await bundles.sweep().catch(logError);
      await training.trainings.sweep().catch(logError);
      await copies.sweep().catch(logError);
      for (const job of runner.list()) if (job.kind === 'analyse' && job.state === 'interrupted') runner.resume(job.id);
      await archives.begin();
      await seat.ready();
    },
    stop: async () => {
      if (!opened.value.open) return;
      ledger.stop();
      explanations.stop();
      analyser.abandon();
      comparisons.abandon();
      agreement.stop();
      bundles.stop();
      deidentify.stopLooking();
      training.abandon();
      await archives.stop();
      const stopped = runner.stop();
      media.stop();
      await Promise.all([stopped, seat.stop()]);
      clipMedia.close();
      opened.value.close();
    },
  } };
}

/** What main answers to each of the page's requests. Inputs are validated already; `import.pick` is the window's matter. */
import { readFile } from 'node:fs/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { AppInfo, ClipId, Result, Settings } from '../../preload/domain.ts';
import { zonesOf } from '../analysis/zones.ts';
import { agreementRequests } from './agreement-requests.ts';
import type { AgreementContext } from './agreement-requests.ts';
import type { AnalysisJobs } from './analysis-jobs.ts';
import { archiveRequests } from './archive-requests.ts';
import type { ArchiveRequestContext } from './archive-requests.ts';
import { modelRequests } from './bundles-requests.ts';
import type { ModelRequestContext } from './bundles-requests.ts';
import { datasetRequests } from './datasets-requests.ts';
import type { DatasetRequestContext } from './datasets-requests.ts';
import { decide } from './decisions.ts';
import { deidentifyRequests } from './deidentify.ts';
import type { Deidentify } from './deidentify.ts';
import type { DemoFiles } from './demo.ts';
import { clipDetail, examDetail, gradCam } from './details.ts';
import type { Emit } from './emit.ts';
import type { EngineSeat } from './engine-seat.ts';
import { selectionOf } from './exam-search.ts';
import { explanationRequests } from './explanations.ts';
import type { Explanations } from './explanations.ts';
import { failure, success } from './failures.ts';
import type { Importer } from './import-exams.ts';
import { refusedBehindCurtain } from './labelling-curtain.ts';
import { labellingRequests } from './labelling-requests.ts';
import type { LabellingContext } from './labelling-requests.ts';
import type { JobRunner } from './job-runner.ts';
import type { PickedPaths } from './picked.ts';
import { readerRequests, refusedWhileLocked } from './readers-requests.ts';
import type { ReaderDesk } from './readers.ts';
import { reportRequests } from './report-requests.ts';
import type { ReportRequestContext } from './report-requests.ts';
import type { RequestHandlers } from './request-handlers.ts';
import type { ScoreLedger } from './score-ledger.ts';
import { storageInfo } from './storage.ts';
import { listExams, refreshExam } from './summaries.ts';
import { trainingRequests } from './training-requests.ts';
import type { TrainingContext } from './training-requests.ts';

export interface RequestContext extends ReportRequestContext, AgreementContext, ModelRequestContext, LabellingContext, TrainingContext, DatasetRequestContext {
  readonly archive: ArchiveRequestContext;
  readonly deidentify: Deidentify;
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
  readonly emit: Emit;
  readonly runner: JobRunner;
  readonly importer: Importer;
  readonly analyses: AnalysisJobs;
  readonly explanations: Explanations;
  readonly ledger: ScoreLedger;
  readonly seat: EngineSeat;
  readonly demo: DemoFiles;
  readonly picked: PickedPaths;
  readonly pick: (kind: 'files' | 'folder') => Promise<readonly string[]>;
  readonly info: Omit<AppInfo, 'firstRun'>;
  readonly noticesPath: string | null;
  readonly paths: { readonly root: string; readonly store: string; readonly database: string };
}

function found<T>(value: T | null): Result<T> {
  return value === null ? failure('not-found') : success(value);
}

function examRequests({ log, emit }: RequestContext) {
  return {
    'exams.list': async (query) => {
      const page = listExams(log, selectionOf(query, new Date()));
      return page === null ? failure('bad-request') : success(page);
    },
    'exams.get': async ({ examId }) => found(examDetail(log, examId)),
    'exams.update': async ({ examId, pseudonym, examinedAt, protocol, notes }) => {
      const time = examinedAt === undefined ? undefined : new Date(examinedAt).toISOString();
      const patch = { ...(pseudonym === undefined ? {} : { pseudonym }), ...(time === undefined ? {} : { examinedAt: time }), ...(protocol === undefined ? {} : { protocol }), ...(notes === undefined ? {} : { notes }) };
      const known = log.together(() => {
        if (!log.exams.update(examId, patch)) return false;
        // What was changed, not to what: names and notes may say who the patient is.
        log.audit.append(new Date().toISOString(), 'exam', examId, { changed: Object.keys(patch) });
        refreshExam(log, examId);
        return true;
      });
      if (!known) return failure('not-found');
      emit('exam.changed', { examId });
      return found(examDetail(log, examId));
    },
  } satisfies Partial<RequestHandlers>;
}

function clipRequests({ log, readers, emit, ledger, seat }: RequestContext) {
  const changed = (clipId: ClipId, examId: string) => {
    emit('clip.changed', { clipId, examId });
    emit('exam.changed', { examId });
  };
  const settled = (clipId: ClipId) => {
    const running = ledger.ofClip(clipId);
    if (running !== null) ledger.flush(running);
  };
  return {
    'clips.get': async ({ clipId }) => {
      settled(clipId);
      return found(clipDetail(log, clipId));
    },
    'clips.assignZone': async ({ clipId, zone }) => {
      const clip = log.clips.get(clipId);
      const exam = clip === null ? null : log.exams.get(clip.examId);
      if (clip === null || exam === null) return failure('not-found');
      if (zone !== null && !zonesOf(exam.protocol).some(({ id }) => id === zone)) return failure('bad-request', 'The exam has no such zone.', 'Choose a zone of its protocol, or change the protocol first.');
      log.together(() => {
        log.clips.setZone(clipId, zone);
        log.audit.append(new Date().toISOString(), 'exam', exam.id, { clip: clipId, zone });
        refreshExam(log, exam.id);
      });
      changed(clipId, exam.id);
      return found(clipDetail(log, clipId));
    },
    'clips.decide': async (input) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      settled(input.clipId);
      const decision = decide(log, reader.value, input);
      const examId = log.exams.withClip(input.clipId);
      if (decision.ok && examId !== null) changed(input.clipId, examId);
      return decision;
    },
    'analysis.look': async ({ clipId, frame }) => {
      const running = ledger.ofClip(clipId);
      if (running !== null) seat.seated()?.host.look(running.analysisId, frame);
      return success(null);
    },
    'analysis.cam': async ({ analysisId, frame }) => {
      const analysis = log.analyses.get(analysisId);
      if (analysis === null) return failure('not-found');
      const stored = gradCam(log, analysisId, frame);
      if (stored !== null || analysis.state !== 'running') return success(stored);
      settled(analysis.clipId);
      return success(gradCam(log, analysisId, frame));
    },
  } satisfies Partial<RequestHandlers>;
}

function importRequests({ log, importer, demo, picked, pick, analyses }: RequestContext) {
  return {
    'import.pick': async ({ kind }) => success(await picked.register(await pick(kind))),
    'import.start': async ({ tokens, examId }) => {
      const paths = picked.resolve(tokens);
      return paths.ok ? importer.start(paths.value, examId) : paths;
    },
    'import.demo': async () => {
      const known = log.settings.note('demoExam');
      const examId = known !== null && log.exams.get(known) !== null ? known : null;
      const items = demo.items();
      const started = importer.begin(items, { examId, protocol: 'blue6', examinedAt: new Date().toISOString(), title: 'Open the demo exam' });
      log.settings.setNote('demoExam', started.examId);
      return success(started);
    },
    'analysis.start': async ({ clipIds, again, despiteGuard }) => {
      const first = log.clips.get(clipIds[0] ?? '');
      if (first === null || clipIds.some((clipId) => log.clips.get(clipId) === null)) return failure('not-found');
      const title = clipIds.length > 1 ? `Analyse ${clipIds.length} clips` : `Analyse ${first.zone ?? '1 clip'}`;
      if (despiteGuard) {
        log.together(() => clipIds.forEach((clipId) => log.audit.append(new Date().toISOString(), 'analysis', clipId, { despiteGuard })));
      }
      return success({ jobId: analyses.start(clipIds, { again, despiteGuard, title, examId: first.examId, expected: null }) });
    },
  } satisfies Partial<RequestHandlers>;
}

function jobRequests({ runner, seat }: RequestContext) {
  return {
    'jobs.list': async () => success(runner.list()),
    'jobs.cancel': async ({ jobId }) => runner.cancel(jobId),
    'jobs.resume': async ({ jobId }) => runner.resume(jobId),
    'jobs.dismiss': async ({ jobId }) => runner.dismiss(jobId),
    'engine.status': async () => success(seat.status()),
    'engine.benchmark': async () => seat.benchmark(),
  } satisfies Partial<RequestHandlers>;
}

/** Leaves out names that were not sent, so that they keep their value. */
function patchOf(input: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Partial<Settings> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

function settingsRequests({ log, emit, seat, info, noticesPath, paths }: RequestContext) {
  return {
    'settings.get': async () => success(log.settings.get()),
    'settings.set': async (input) => {
      const before = log.settings.get();
      const patch = patchOf(input);
      log.together(() => {
        log.settings.set(patch);
        log.audit.append(new Date().toISOString(), 'settings', 'settings', { ...patch, changed: Object.keys(patch) });
      });
      const settings = log.settings.get();
      if (settings.provider !== before.provider) seat.setProvider(settings.provider);
      emit('settings.changed', settings);
      return success(settings);
    },
    'storage.info': async () => success(await storageInfo(paths.root, paths.store, paths.database)),
    'app.info': async () => success({ ...info, firstRun: log.exams.count() === 0 && log.settings.note('demoExam') === null }),
    'app.notices': async () => success(noticesPath === null ? '' : await readFile(noticesPath, 'utf8').catch(() => '')),
  } satisfies Partial<RequestHandlers>;
}

export function createRequestHandlers(context: RequestContext): RequestHandlers {
  const handlers = {
    ...reportRequests(context),
    ...examRequests(context), ...clipRequests(context), ...importRequests(context), ...jobRequests(context), ...settingsRequests(context), ...explanationRequests(context.explanations),
    ...modelRequests(context), ...readerRequests(context.readers), ...labellingRequests(context), ...agreementRequests(context), ...trainingRequests(context), ...datasetRequests(context), ...archiveRequests(context.archive), ...deidentifyRequests(context.deidentify),
  };
  return refusedBehindCurtain(refusedWhileLocked(handlers, context.readers.locked), context.curtain);
}

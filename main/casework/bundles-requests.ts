/** What the page may ask about models. */
import { setImmediate as breath } from 'node:timers/promises';
import type { ClipId, Result } from '../../preload/domain.ts';
import type { ClipAnalysisRow } from '../../preload/models.ts';
import type { CaseLog } from '../../db/case-log.ts';
import type { AnalysisJobs } from './analysis-jobs.ts';
import type { Bundles } from './bundles.ts';
import type { Comparisons } from './bundles-comparison.ts';
import { bundleDetail } from './bundles-info.ts';
import { failure, success } from './failures.ts';
import type { JobRunner } from './job-runner.ts';
import type { PickedPaths } from './picked.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface ModelRequestContext {
  readonly log: CaseLog;
  readonly bundles: Bundles;
  readonly comparisons: Comparisons;
  readonly analyses: AnalysisJobs;
  readonly runner: JobRunner;
  readonly picked: PickedPaths;
  readonly pickBundle: (kind: 'zip' | 'folder') => Promise<readonly string[]>;
  readonly savePlot: (name: string, svg: string) => Promise<Result<{ readonly saved: boolean }>>;
}

const clipsAtOnce = 2_000;

/** Clips that were analysed, but not to the end by the model in use; newest last. */
async function outdatedClips({ log, bundles }: ModelRequestContext): Promise<Result<readonly ClipId[]>> {
  const { active } = await bundles.state();
  if (active === null) return failure('model-missing');
  const clips: ClipId[] = [];
  for (let after: number | null = 0; after !== null; await breath()) {
    const page: ReturnType<CaseLog['byModel']['outdated']> = log.byModel.outdated(active.sha256, after, clipsAtOnce);
    clips.push(...page.rows);
    after = page.next;
  }
  return success(clips);
}

const jobNote = 'reanalysisJob';

function isReanalysing({ log, runner }: ModelRequestContext): boolean {
  const jobId = log.settings.note(jobNote);
  return runner.list().some(({ id, state }) => id === jobId && (state === 'queued' || state === 'running'));
}

async function reanalyse(context: ModelRequestContext): Promise<Result<{ readonly jobId: string }>> {
  const clips = await outdatedClips(context);
  if (!clips.ok) return clips;
  const count = clips.value.length;
  if (count === 0) return failure('conflict', 'Every analysed clip has a result of the model in use.', 'Nothing to do.');
  if (isReanalysing(context)) return failure('conflict', 'These clips are being analysed already.', 'The tray shows how far they are.');
  const title = `Analyse ${count === 1 ? '1 clip' : `${count} clips`} with the model in use`;
  // The newest exams first: those are looked at soonest.
  const jobId = context.analyses.start(clips.value.toReversed(), { again: false, despiteGuard: false, title, examId: null, expected: null });
  context.log.settings.setNote(jobNote, jobId);
  return success({ jobId });
}

function analysisRows(log: CaseLog, clipId: ClipId): readonly ClipAnalysisRow[] {
  const standing = log.analyses.latest(clipId)?.id;
  return log.analyses.ofClip(clipId).map(({ id, model, provider, state, scored, frames, probability, verdict, startedAt, finishedAt }) => ({
    id, model, provider, state, scored, frames, probability, verdict, startedAt, finishedAt, shown: id === standing,
  }));
}

export function modelRequests(context: ModelRequestContext) {
  const { log, bundles, comparisons, picked } = context;
  return {
    'models.list': async () => success(await bundles.list()),
    'models.detail': async ({ sha256 }) => {
      const model = await bundles.find(sha256);
      return model === null ? failure('not-found', 'This model cannot be read.', 'Look at the list again.') : success(await bundleDetail(model));
    },
    'models.history': async () => success(log.modelEvents.all().toReversed()),
    'models.pick': async ({ kind }) => success(await picked.register(await context.pickBundle(kind))),
    'models.install': async ({ token }) => {
      const paths = picked.resolve([token]);
      const path = paths.ok ? paths.value[0] : undefined;
      if (!paths.ok) return paths;
      return path === undefined ? failure('not-found') : bundles.install(path, picked.nameOf(token));
    },
    'models.stop': async () => {
      bundles.stopTask();
      return success(null);
    },
    'models.activate': async ({ sha256, reason }) => bundles.activate(sha256, reason),
    'models.rollBack': async ({ reason }) => bundles.rollBack(reason),
    'models.remove': async ({ sha256 }) => bundles.remove(sha256),
    'models.outdated': async () => {
      const clips = await outdatedClips(context);
      return clips.ok ? success({ clips: clips.value.length, running: isReanalysing(context) }) : clips;
    },
    'models.reanalyse': async () => reanalyse(context),
    'models.compare': async ({ first, second }) => comparisons.compare(first, second),
    'models.compareStart': async ({ first, second }) => comparisons.start(first, second),
    'models.savePlot': async ({ name, svg }) => context.savePlot(name, svg),
    'clips.analyses': async ({ clipId }) => (log.clips.get(clipId) === null ? failure('not-found') : success(analysisRows(log, clipId))),
  } satisfies Partial<RequestHandlers>;
}

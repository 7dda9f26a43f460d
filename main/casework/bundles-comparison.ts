/** Two bundles on the clips that readers took for IS or healthy: the analyses that are missing as a job, then the figures. */
import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { z } from 'zod';
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { LabelledClip } from '../../db/analyses-by-model.ts';
import type { JobItem } from '../../db/jobs.ts';
import type { ClipId, JobId, Result } from '../../preload/domain.ts';
import type { ComparedClipRow, ModelComparison } from '../../preload/models.ts';
import type { Bundles } from './bundles.ts';
import { inviteGuest } from './bundles-guest.ts';
import type { Guest, GuestOptions } from './bundles-guest.ts';
import type { Model } from './bundles-shelf.ts';
import { failure, success } from './failures.ts';
import type { JobContext, JobRunner, JobWork } from './job-runner.ts';
import type { ModelHelper } from './model-helper.ts';

export interface Comparisons {
  /** Errors: `not-found` for a bundle that is not installed or damaged, `bad-request` for one and the same. */
  compare(first: string, second: string): Promise<Result<ModelComparison>>;
  /** Starts the analyses that are missing. Error: `conflict` when none is. */
  start(first: string, second: string): Promise<Result<{ readonly jobId: JobId }>>;
  /** Starts the analyses of these clips that either model still lacks. Error: `conflict` when none is. */
  analyse(first: string, second: string, clips: readonly ClipId[]): Promise<Result<{ readonly jobId: JobId }>>;
  /** Whether such analyses are queued or being made. */
  running(): boolean;
  /** Whether this job, queued or left by the last run, is one of these. */
  owns(jobId: JobId): boolean;
  readonly work: JobWork;
  abandon(): void;
}

export interface ComparisonsOptions extends GuestOptions {
  readonly bundles: Pick<Bundles, 'find'>;
  readonly helper: ModelHelper;
  readonly runner: () => JobRunner;
}

/** Fewer would give intervals from end to end. */
const needed = { positives: 5, negatives: 5, exams: 5 } as const;
const clipsAtOnce = 1_000;
const differingShown = 200;
/** Two keep the guest's engine busy and leave the processor to the bundle in use. */
const analysesAtOnce = 2;

const itemSchema = z.object({ guest: z.string() });

interface Judged extends LabelledClip {
  readonly first: AnalysisRecord | null;
  readonly second: AnalysisRecord | null;
}

/** A failed analysis is no missing one: it would fail again. */
function isMissing(analysis: AnalysisRecord | null): boolean {
  return analysis === null || (analysis.state !== 'done' && analysis.state !== 'failed');
}

function counts(clips: readonly LabelledClip[]): ModelComparison['compared'] {
  const positives = clips.filter(({ decision }) => decision === 'IS').length;
  return { clips: clips.length, exams: new Set(clips.map(({ examId }) => examId)).size, positives, negatives: clips.length - positives };
}

function enough({ positives, negatives, exams }: ModelComparison['compared']): boolean {
  return positives >= needed.positives && negatives >= needed.negatives && exams >= needed.exams;
}

type Scored = LabelledClip & { readonly first: number; readonly second: number };

function probabilityOf(analysis: AnalysisRecord | null): number | null {
  return analysis?.state === 'done' ? analysis.probability : null;
}

function scoredByBoth(clips: readonly Judged[]): readonly Scored[] {
  return clips.flatMap(({ first, second, ...clip }) => {
    const [one, other] = [probabilityOf(first), probabilityOf(second)];
    return one === null || other === null ? [] : [{ ...clip, first: one, second: other }];
  });
}

class ModelComparisons implements Comparisons {
  readonly #options: ComparisonsOptions;
  readonly #guests = new Set<Guest>();
  readonly #stopping = new AbortController();

  constructor(options: ComparisonsOptions) {
    this.#options = options;
  }

  async compare(first: string, second: string): Promise<Result<ModelComparison>> {
    const pair = await this.#pair(first, second);
    if (!pair.ok) return pair;
    const [one, other] = pair.value;
    const judged = await this.#judged(first, second);
    const scored = scoredByBoth(judged);
    const compared = counts(scored);
    const thresholds = { first: one.manifest.operatingPoints.balanced, second: other.manifest.operatingPoints.balanced };
    const clips = scored.map(({ examId, decision, first: a, second: b }) => ({ exam: examId, positive: decision === 'IS', first: a, second: b }));
    const figures = enough(compared) ? await this.#options.helper.compare({ clips, thresholds }, this.#stopping.signal) : success(null);
    if (!figures.ok) return figures;
    const all = counts(judged);
    const missing = judged.reduce((sum, clip) => sum + Number(isMissing(clip.first)) + Number(isMissing(clip.second)), 0);
    const differing = scored
      .filter((clip) => clip.first >= thresholds.first !== clip.second >= thresholds.second)
      .slice(0, differingShown).map(({ clipId, name, pseudonym, decision, first: a, second: b }): ComparedClipRow => ({ clipId, name, pseudonym, decision, first: a, second: b }));
    return success({ first: one.ref, second: other.ref, ...all, missing, running: this.running(), compared, figures: figures.value, needed, differing });
  }

  async start(first: string, second: string): Promise<Result<{ readonly jobId: JobId }>> {
    const pair = await this.#pair(first, second);
    if (!pair.ok) return pair;
    const judged = await this.#judged(first, second);
    const items = (side: 'first' | 'second', guest: string) => judged.filter((clip) => isMissing(clip[side])).map(({ clipId }) => ({ subject: clipId, detail: JSON.stringify({ guest }) }));
    return this.#begin([...items('first', first), ...items('second', second)]);
  }

  async analyse(first: string, second: string, clips: readonly ClipId[]): Promise<Result<{ readonly jobId: JobId }>> {
    const pair = await this.#pair(first, second);
    if (!pair.ok) return pair;
    const { analyses } = this.#options.log;
    return this.#begin([first, second].flatMap((guest) => clips.filter((clipId) => isMissing(analyses.newestOf(clipId, guest))).map((clipId) => ({ subject: clipId, detail: JSON.stringify({ guest }) }))));
  }

  running(): boolean {
    return this.#options.runner().list().some(({ id, kind, state }) => kind === 'analyse' && (state === 'queued' || state === 'running') && this.owns(id));
  }

  #begin(missing: readonly { readonly subject: string; readonly detail: string }[]): Result<{ readonly jobId: JobId }> {
    const { log, runner } = this.#options;
    if (missing.length === 0) return failure('conflict', 'All these clips are analysed with both models.', 'Look at the comparison.');
    const id = randomUUID();
    const title = `Analyse ${missing.length === 1 ? '1 clip' : `${missing.length} clips`} to compare models`;
    log.together(() => {
      runner().create({ id, kind: 'analyse', title, examId: null, clipId: null });
      log.jobs.addItems(id, missing);
    });
    runner().start(id);
    return success({ jobId: id });
  }

  owns(jobId: JobId): boolean {
    const [item] = this.#options.log.jobs.itemsLeft(jobId);
    return item !== undefined && itemSchema.safeParse(JSON.parse(item.detail)).success;
  }

  readonly work: JobWork = async (context) => {
    const { log, bundles } = this.#options;
    const left = log.jobs.itemsLeft(context.job.id);
    for (const [sha256, items] of Map.groupBy(left, (item) => itemSchema.parse(JSON.parse(item.detail)).guest)) {
      const model = await bundles.find(sha256);
      if (model === null) return failure('model-missing', 'A model of the comparison is no longer installed.', 'Install it again, or compare others.');
      const outcome = await this.#analyse(model, items, context);
      if (!outcome.ok) return outcome;
    }
    return success(null);
  };

  abandon(): void {
    this.#stopping.abort();
    for (const guest of this.#guests) guest.abandon();
  }

  async #analyse(model: Model, items: readonly JobItem[], context: JobContext): Promise<Result<null>> {
    const guest = inviteGuest(model, this.#options);
    this.#guests.add(guest);
    const queue = [...items];
    try {
      await Promise.all(Array.from({ length: analysesAtOnce }, async () => {
        for (let item = queue.shift(); item !== undefined && !context.signal.aborted; item = queue.shift()) await this.#one(guest, item, context);
      }));
      return context.signal.aborted ? failure('cancelled') : success(null);
    } finally {
      this.#guests.delete(guest);
      await guest.leave();
    }
  }

  async #one({ analyser }: Guest, item: JobItem, context: JobContext): Promise<void> {
    const { log } = this.#options;
    const result = await analyser.analyse(item.subject, { again: false, despiteGuard: false }, context.signal, () => undefined);
    if (context.signal.aborted) return;
    if (!result.ok) context.itemFailed(log.clips.get(item.subject)?.name ?? 'clip', result.error);
    log.jobs.itemDone(context.job.id, item.position);
    const { total, left } = log.jobs.itemCount(context.job.id);
    context.progress((total - left) / Math.max(1, total), `${total - left} of ${total} clips`);
  }

  async #pair(first: string, second: string): Promise<Result<readonly [Model, Model]>> {
    const { bundles } = this.#options;
    if (first === second) return failure('bad-request', 'A model cannot be compared with itself.', 'Choose two models.');
    const [one, other] = await Promise.all([bundles.find(first), bundles.find(second)]);
    return one === null || other === null ? failure('not-found', 'One of the two models cannot be used.', 'Choose two sound models.') : success([one, other]);
  }

  async #judged(first: string, second: string): Promise<readonly Judged[]> {
    const { byModel, analyses } = this.#options.log;
    const judged: Judged[] = [];
    for (let after: number | null = 0; after !== null; await breath()) {
      const page: ReturnType<typeof byModel.labelled> = byModel.labelled(after, clipsAtOnce);
      for (const clip of page.rows) judged.push({ ...clip, first: analyses.newestOf(clip.clipId, first), second: analyses.newestOf(clip.clipId, second) });
      after = page.next;
    }
    return judged;
  }
}

export function createComparisons(options: ComparisonsOptions): Comparisons {
  return new ModelComparisons(options);
}

/** A challenger against the model in use: on the locked test set where there is one, and never without a person who signs. */
import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import { z } from 'zod';
import type { CaseLog } from '../../db/case-log.ts';
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { JobId, ModelRef, Result } from '../../preload/domain.ts';
import type { PromotionCheck, PromotionView } from '../../preload/training.ts';
import { mayBePromoted } from '../training/promotion.ts';
import type { TestedClip } from '../training/promotion.ts';
import type { Bundles } from './bundles.ts';
import type { Comparisons } from './bundles-comparison.ts';
import type { Model } from './bundles-shelf.ts';
import { failure, success } from './failures.ts';
import type { ModelHelper } from './model-helper.ts';
import type { LockedTest } from './promotion-test.ts';
import type { ReaderDesk } from './readers.ts';

export interface Promotions {
  view(challenger: string): Promise<Result<PromotionView>>;
  /** Starts the analyses that the view says are missing. */
  test(challenger: string): Promise<Result<{ readonly jobId: JobId }>>;
  promote(challenger: string, reason: string, untested: boolean): Promise<Result<null>>;
  abandon(): void;
}

export interface PromotionsOptions {
  readonly log: CaseLog;
  readonly bundles: Pick<Bundles, 'choose' | 'find' | 'activate'>;
  readonly comparisons: Pick<Comparisons, 'analyse' | 'running'>;
  readonly helper: Pick<ModelHelper, 'promote'>;
  readonly readers: Pick<ReaderDesk, 'acting'>;
  /** The locked test set that this challenger is judged by; null where there is none. */
  readonly lockedTest: (challenger: ModelRef) => LockedTest | null;
}

const untestedWords = 'No locked test set exists, so nothing compares the two models on the same clips of patients that neither learnt from. Their cross-validated figures come from different clips and are not comparable. '
  + 'Build a dataset with a test side and lock it to have a real comparison.';

interface Refs {
  readonly champion: ModelRef;
  readonly challenger: ModelRef;
}

interface Pair {
  readonly champion: Model;
  readonly challenger: Model;
}

/** Why the checks forbid it. */
function refusalWords(checks: readonly PromotionCheck[]): string {
  const untold = checks.some(({ figure, guard, passed }) => (guard || figure === 'auc') && passed === null);
  return untold && !checks.some(({ passed }) => passed === false)
    ? 'It cannot be promoted: the locked test set does not tell. It takes clips of both answers, of several patients, that both models could read.'
    : 'It cannot be promoted: a guard falls, or its AUC is shown to be lower, on the locked test set.';
}

const finished = (analysis: AnalysisRecord | null): boolean => analysis?.state === 'done' || analysis?.state === 'failed';

const figuresOf = (checks: readonly PromotionCheck[]) => checks.map(({ figure, difference, passed }) => ({ figure, difference: difference?.value ?? null, passed }));

const lookSchema = z.object({ for: z.literal('promotion'), champion: z.object({ sha256: z.string() }), challenger: z.object({ sha256: z.string() }) });

/** Pairs of models that were measured on a test set. */
function looks({ datasets }: CaseLog, dataset: string): readonly { readonly champion: string; readonly challenger: string }[] {
  return datasets.uses(dataset).flatMap(({ detail }) => {
    const read = lookSchema.safeParse(detail);
    return read.success ? [{ champion: read.data.champion.sha256, challenger: read.data.challenger.sha256 }] : [];
  });
}

/** Test clips as both judge them, and how many analyses are still to be made. A clip that either could not read is in neither. */
async function judged(log: CaseLog, test: LockedTest, champion: ModelRef, challenger: ModelRef): Promise<{ readonly clips: readonly TestedClip[]; readonly missing: number }> {
  const clips: TestedClip[] = [];
  let missing = 0;
  for (const [at, { clipId, patient, positive }] of test.clips.entries()) {
    if (at % 500 === 499) await breath();
    const [one, other] = [log.analyses.newestOf(clipId, champion.sha256), log.analyses.newestOf(clipId, challenger.sha256)];
    missing += Number(!finished(one)) + Number(!finished(other));
    if (one?.state === 'done' && other?.state === 'done') clips.push({ patient, positive, champion: one.probability, challenger: other.probability });
  }
  return { clips, missing };
}

export function createPromotions({ log, bundles, comparisons, helper, readers, lockedTest }: PromotionsOptions): Promotions {
  const stopping = new AbortController();

  const pairOf = async (sha256: string): Promise<Result<Pair>> => {
    const [champion, challenger] = [await bundles.choose(), await bundles.find(sha256)];
    if (!champion.ok) return champion;
    if (challenger === null) return failure('not-found', 'This model is not installed.', 'Look at the list again.');
    return challenger.ref.sha256 === champion.value.ref.sha256 ? failure('conflict', 'This model is in use already.', 'Nothing to do.') : success({ champion: champion.value, challenger });
  };

  const write = (test: LockedTest, step: 'measured' | 'promoted', { champion, challenger }: Refs, checks: readonly PromotionCheck[], reader: string, at: string): void => {
    log.datasets.use(test.dataset, { id: randomUUID(), purpose: 'evaluation', at, reader, detail: { for: 'promotion', step, champion, challenger, figures: figuresOf(checks) } });
  };

  /** How often a test set was looked at tells how much it is still worth: the first look at a pair is written down, whether or not a promotion comes of it. */
  const writeLook = (test: LockedTest, refs: Refs, checks: readonly PromotionCheck[]): Result<null> => {
    if (looks(log, test.dataset).some(({ champion, challenger }) => champion === refs.champion.sha256 && challenger === refs.challenger.sha256)) return success(null);
    const reader = readers.acting();
    if (!reader.ok) return reader;
    write(test, 'measured', refs, checks, reader.value.id, new Date().toISOString());
    return success(null);
  };

  const viewOf = async ({ champion, challenger }: Pair): Promise<Result<PromotionView>> => {
    const common = {
      champion: champion.ref, challenger: challenger.ref, crossValidated: { champion: champion.manifest.metrics.isPresent.auc, challenger: challenger.manifest.metrics.isPresent.auc },
    };
    const test = lockedTest(challenger.ref);
    if (test === null || test.clips.length === 0) return success({ ...common, test: null, checks: [], allowed: true, words: untestedWords });
    const { clips, missing } = await judged(log, test, champion.ref, challenger.ref);
    const about = {
      name: test.name, clips: test.clips.length, patients: new Set(test.clips.map(({ patient }) => patient)).size, positives: test.clips.filter(({ positive }) => positive).length, missing,
      unread: missing > 0 ? 0 : test.clips.length - clips.length, ofTraining: test.ofTraining, running: comparisons.running(),
    };
    if (missing > 0) return success({ ...common, test: about, checks: [], allowed: false, words: 'The locked test clips must first be analysed with both models.' });
    const checks = await helper.promote({ clips, points: { champion: champion.manifest.operatingPoints, challenger: challenger.manifest.operatingPoints } }, stopping.signal);
    if (!checks.ok) return checks;
    const looked = writeLook(test, common, checks.value);
    if (!looked.ok) return looked;
    const allowed = mayBePromoted(checks.value);
    return success({ ...common, test: about, checks: checks.value, allowed, words: allowed ? 'The challenger is not shown to be worse, and no guard falls.' : refusalWords(checks.value) });
  };

  const view = async (sha256: string): Promise<Result<PromotionView>> => {
    const pair = await pairOf(sha256);
    return pair.ok ? viewOf(pair.value) : pair;
  };

  return {
    view,
    test: async (sha256) => {
      const pair = await pairOf(sha256);
      if (!pair.ok) return pair;
      const test = lockedTest(pair.value.challenger.ref);
      if (test === null) return failure('conflict', 'There is no locked test set.', 'Build a dataset with a test side, and lock it.');
      return comparisons.analyse(pair.value.champion.ref.sha256, pair.value.challenger.ref.sha256, test.clips.map(({ clipId }) => clipId));
    },
    promote: async (sha256, reason, untested) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const seen = await view(sha256);
      if (!seen.ok) return seen;
      const { test, allowed, words, checks, champion, challenger } = seen.value;
      if (!allowed) return failure('conflict', words, 'The model in use stays.');
      if (test === null && !untested) return failure('conflict', 'No locked test set has compared the two models.', 'Confirm that you know it, or lock a test set first.');
      const used = await bundles.activate(sha256, `Promoted: ${reason}`);
      if (!used.ok) return used;
      const at = new Date().toISOString();
      const locked = test === null ? null : lockedTest(challenger);
      if (locked !== null) write(locked, 'promoted', { champion, challenger }, checks, reader.value.id, at);
      log.audit.append(at, 'model', sha256, { kind: 'promoted', reader: reader.value.name, reason, from: champion, to: challenger, test: test?.name ?? null, clips: test?.clips ?? 0, figures: figuresOf(checks) });
      return success(null);
    },
    abandon: () => stopping.abort(),
  };
}

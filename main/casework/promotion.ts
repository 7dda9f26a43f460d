/** A challenger against the model in use: on the locked test set where there is one, and never without a person who signs. */
import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { ClipId, JobId, Result } from '../../preload/domain.ts';
import type { PromotionView } from '../../preload/training.ts';
import { mayBePromoted } from '../training/promotion.ts';
import type { TestedClip } from '../training/promotion.ts';
import type { Bundles } from './bundles.ts';
import type { Comparisons } from './bundles-comparison.ts';
import type { Model } from './bundles-shelf.ts';
import { failure, success } from './failures.ts';
import type { ModelHelper } from './model-helper.ts';
import type { ReaderDesk } from './readers.ts';

/** The clips of locked test sets, with what the datasets say of them. */
export interface LockedTest {
  readonly dataset: string;
  readonly name: string;
  readonly clips: readonly { readonly clipId: ClipId; readonly patient: string; readonly positive: boolean }[];
}

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
  /** The newest locked test set; null where there is none. */
  readonly lockedTest: () => LockedTest | null;
}

const untestedWords = 'No locked test set exists, so nothing compares the two models on the same clips of patients that neither learnt from. Their cross-validated figures come from different clips and are not comparable. '
  + 'Build a dataset with a test side and lock it to have a real comparison.';

interface Pair {
  readonly champion: Model;
  readonly challenger: Model;
}

const finished = (analysis: AnalysisRecord | null): boolean => analysis?.state === 'done' || analysis?.state === 'failed';

export function createPromotions({ log, bundles, comparisons, helper, readers, lockedTest }: PromotionsOptions): Promotions {
  const stopping = new AbortController();

  const pairOf = async (sha256: string): Promise<Result<Pair>> => {
    const [champion, challenger] = [await bundles.choose(), await bundles.find(sha256)];
    if (!champion.ok) return champion;
    if (challenger === null) return failure('not-found', 'This model is not installed.', 'Look at the list again.');
    return challenger.ref.sha256 === champion.value.ref.sha256 ? failure('conflict', 'This model is in use already.', 'Nothing to do.') : success({ champion: champion.value, challenger });
  };

  const viewOf = async ({ champion, challenger }: Pair): Promise<Result<PromotionView>> => {
    const common = {
      champion: champion.ref, challenger: challenger.ref, crossValidated: { champion: champion.manifest.metrics.isPresent.auc, challenger: challenger.manifest.metrics.isPresent.auc },
    };
    const test = lockedTest();
    if (test === null || test.clips.length === 0) return success({ ...common, test: null, checks: [], allowed: true, words: untestedWords });
    const clips: TestedClip[] = [];
    let missing = 0;
    for (const [at, { clipId, patient, positive }] of test.clips.entries()) {
      if (at % 500 === 499) await breath();
      const [one, other] = [log.analyses.newestOf(clipId, champion.ref.sha256), log.analyses.newestOf(clipId, challenger.ref.sha256)];
      missing += Number(!finished(one)) + Number(!finished(other));
      if (one?.state !== 'done' || other?.state !== 'done') continue;
      clips.push({ patient, positive, champion: one.probability, challenger: other.probability });
    }
    const about = {
      name: test.name, clips: test.clips.length, patients: new Set(test.clips.map(({ patient }) => patient)).size, positives: test.clips.filter(({ positive }) => positive).length, missing, running: comparisons.running(),
    };
    if (missing > 0) return success({ ...common, test: about, checks: [], allowed: false, words: 'The locked test clips must first be analysed with both models.' });
    const checks = await helper.promote({ clips, points: { champion: champion.manifest.operatingPoints, challenger: challenger.manifest.operatingPoints } }, stopping.signal);
    if (!checks.ok) return checks;
    const allowed = mayBePromoted(checks.value);
    const words = allowed ? 'The challenger is not shown to be worse, and no guard falls.' : 'It cannot be promoted: a guard falls, or its AUC is shown to be lower, on the locked test set.';
    return success({ ...common, test: about, checks: checks.value, allowed, words });
  };

  const view = async (sha256: string): Promise<Result<PromotionView>> => {
    const pair = await pairOf(sha256);
    return pair.ok ? viewOf(pair.value) : pair;
  };

  return {
    view,
    test: async (sha256) => {
      const pair = await pairOf(sha256);
      const test = lockedTest();
      if (!pair.ok) return pair;
      if (test === null) return failure('conflict', 'There is no locked test set.', 'Build a dataset with a test side, and lock it.');
      return comparisons.analyse(pair.value.champion.ref.sha256, pair.value.challenger.ref.sha256, test.clips.map(({ clipId }) => clipId));
    },
    promote: async (sha256, reason, untested) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const judged = await view(sha256);
      if (!judged.ok) return judged;
      const { test, allowed, words, checks, champion, challenger } = judged.value;
      if (!allowed) return failure('conflict', words, 'The model in use stays.');
      if (test === null && !untested) return failure('conflict', 'No locked test set has compared the two models.', 'Confirm that you know it, or lock a test set first.');
      const used = await bundles.activate(sha256, `Promoted: ${reason}`);
      if (!used.ok) return used;
      const figures = checks.map(({ figure, difference, passed }) => ({ figure, difference: difference?.value ?? null, passed }));
      const at = new Date().toISOString();
      const locked = test === null ? null : lockedTest();
      // Written down with the test set itself: how often it was looked at tells how much it is still worth.
      if (locked !== null) log.datasets.use(locked.dataset, { id: randomUUID(), purpose: 'evaluation', at, reader: reader.value.name, detail: { champion, challenger, figures } });
      log.audit.append(at, 'model', sha256, { kind: 'promoted', reader: reader.value.name, reason, from: champion, to: challenger, test: test?.name ?? null, clips: test?.clips ?? 0, figures });
      return success(null);
    },
    abandon: () => stopping.abort(),
  };
}

/** Explanations on request: LIME of a frame, one at a time and kept once settled, and the mean evidence of a clip's suspicious frames. */
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { CaseLog } from '../../db/case-log.ts';
import type { AnalysisId, AppError, ClipMedia, ClipSummary, Lime, Result } from '../../preload/domain.ts';
import { usualSamples } from '../inference/lime/lime.ts';
import { limeSeed } from '../inference/lime/seed.ts';
import { grayPath } from '../media/layout.ts';
import { clipSummary } from './clip-summary.ts';
import type { Emit } from './emit.ts';
import type { EngineSeat, SeatedEngine } from './engine-seat.ts';
import { failure, success } from './failures.ts';
import { packLime, unpackLime } from './lime-record.ts';

export interface Explanations {
  /**
   * The settled map, or null: then it is on its way, `lime.changed` tells, and whatever was explained before is called off.
   * Errors: `not-found`, `bad-request` for a frame that the clip does not have, `conflict` for a rejected clip or another model's analysis.
   */
  lime(analysisId: AnalysisId, frame: number): Promise<Result<Lime | null>>;
  /** `lime.changed` says `cancelled`. Does nothing where that frame is not being explained. */
  cancelLime(analysisId: AnalysisId, frame: number): void;
  summary(analysisId: AnalysisId): Promise<Result<ClipSummary | null>>;
  /** From here on nothing is written or told any more. */
  stop(): void;
}

export interface ExplanationsOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  readonly seat: Pick<EngineSeat, 'ready' | 'seated'>;
  readonly emit: Emit;
  readonly logError: (error: unknown) => void;
}

interface Running {
  readonly analysis: AnalysisRecord;
  readonly media: ClipMedia;
  readonly frame: number;
  readonly seed: number;
  readonly stop: AbortController;
  latest: Lime | null;
}

const rejected = failure('conflict', 'This clip was rejected, so there is no decision to explain.', 'Have it analysed anyway, then ask again.');
const otherModel = failure('conflict', 'This result was made by a model that is not in use.', 'Activate that model, or analyse the clip with the one in use.');

class Explaining implements Explanations {
  readonly #options: ExplanationsOptions;
  #running: Running | null = null;
  #stopped = false;

  constructor(options: ExplanationsOptions) {
    this.#options = options;
  }

  async lime(analysisId: AnalysisId, frame: number): Promise<Result<Lime | null>> {
    const { log, seat } = this.#options;
    const analysis = log.analyses.get(analysisId);
    const clip = analysis === null ? null : log.clips.get(analysis.clipId);
    const media = clip === null ? null : log.clips.media(clip.sha256);
    if (analysis === null || media === null) return failure('not-found');
    if (frame >= media.frames) return failure('bad-request', 'The clip has no such frame.', 'Choose a frame of the clip.');
    if (analysis.verdict === 'rejected') return rejected;
    const seed = limeSeed(analysis.model.sha256, media.sha256, frame);
    const kept = await this.#kept(analysisId, frame, seed);
    if (kept !== null) return success(kept);
    if (this.#isRunning(analysisId, frame)) {
      this.#tell(this.#running, this.#running?.latest ?? null, null);
      return success(null);
    }
    const seated = seat.seated();
    if (seated !== null && seated.model.ref.sha256 !== analysis.model.sha256) return otherModel;
    this.#running?.stop.abort();
    void this.#run({ analysis, media, frame, seed, stop: new AbortController(), latest: null });
    return success(null);
  }

  cancelLime(analysisId: AnalysisId, frame: number): void {
    if (this.#isRunning(analysisId, frame)) this.#running?.stop.abort();
  }

  async summary(analysisId: AnalysisId): Promise<Result<ClipSummary | null>> {
    const { log } = this.#options;
    const analysis = log.analyses.get(analysisId);
    if (analysis === null) return failure('not-found');
    return success(analysis.verdict === 'rejected' ? null : await clipSummary(log.explanations, analysis));
  }

  stop(): void {
    this.#stopped = true;
    this.#running?.stop.abort();
  }

  #isRunning(analysisId: AnalysisId, frame: number): boolean {
    return this.#running?.analysis.id === analysisId && this.#running.frame === frame && !this.#running.stop.signal.aborted;
  }

  async #kept(analysisId: AnalysisId, frame: number, seed: number): Promise<Lime | null> {
    const row = this.#options.log.explanations.lime(analysisId, frame);
    return row?.seed === seed ? unpackLime(row.record) : null;
  }

  async #run(running: Running): Promise<void> {
    this.#running = running;
    try {
      const result = await this.#explain(running);
      if (result.ok) await this.#keep(running, result.value);
      this.#tell(running, result.ok ? result.value : null, result.ok ? null : result.error);
    } catch (error) {
      this.#options.logError(error);
      this.#tell(running, null, failure('internal').error);
    } finally {
      if (this.#running === running) this.#running = null;
    }
  }

  async #explain(running: Running): Promise<Result<Lime>> {
    const { seat, storeRoot } = this.#options;
    const { analysis, media, frame, seed } = running;
    const { signal } = running.stop;
    const engine: Result<SeatedEngine> = await seat.ready();
    if (!engine.ok) return engine;
    const { host, model } = engine.value;
    if (model.ref.sha256 !== analysis.model.sha256) return otherModel;
    const clip = { grayPath: grayPath(storeRoot, media.sha256), sector: media.sector, gain: media.gain, frames: media.frames };
    const result = await host.explain({ ...clip, key: `lime ${analysis.id} ${frame}`, frame, seed, ofSamples: usualSamples }, { signal, onProgress: (lime) => {
      running.latest = lime;
      this.#tell(running, lime, null);
    } });
    // Cancelled, but not by us: another model took the seat.
    const replaced = !result.ok && result.error.code === 'cancelled' && !signal.aborted && seat.seated()?.host !== host;
    return replaced ? otherModel : result;
  }

  /** What cannot be kept is shown all the same. */
  async #keep({ analysis, frame }: Running, lime: Lime): Promise<void> {
    const record = await packLime(lime);
    if (this.#stopped) return;
    try {
      this.#options.log.explanations.keepLime(analysis.id, frame, { seed: lime.seed, samples: lime.samples, record });
    } catch (error) {
      this.#options.logError(error);
    }
  }

  #tell(running: Running | null, lime: Lime | null, error: AppError | null): void {
    if (running === null || this.#stopped || (lime === null && error === null)) return;
    // Called off and asked for anew before the engine was ready: the newer run speaks for this frame.
    if (running !== this.#running && this.#isRunning(running.analysis.id, running.frame)) return;
    this.#options.emit('lime.changed', { analysisId: running.analysis.id, frame: running.frame, lime, error });
  }
}

export function createExplanations(options: ExplanationsOptions): Explanations {
  return new Explaining(options);
}

/** The explanations' part of the request table. */
export function explanationRequests(explanations: Explanations) {
  return {
    'analysis.lime': ({ analysisId, frame }: { readonly analysisId: AnalysisId; readonly frame: number }) => explanations.lime(analysisId, frame),
    'analysis.limeCancel': ({ analysisId, frame }: { readonly analysisId: AnalysisId; readonly frame: number }) => {
      explanations.cancelLime(analysisId, frame);
      return Promise.resolve(success(null));
    },
    'analysis.summary': ({ analysisId }: { readonly analysisId: AnalysisId }) => explanations.summary(analysisId),
  };
}

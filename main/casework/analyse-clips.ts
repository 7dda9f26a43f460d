/**
 * Analysis of clips as a job: every clip gets a verdict from its first eight frames before any gets finer, scores are stored as they come,
 * and a run that was cut off goes on from the stored frames.
 */
import { randomUUID } from 'node:crypto';
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipRecord } from '../../db/clips.ts';
import { databaseError } from '../../db/failure.ts';
import type { AppError, ClipAnalysis, ClipId, ClipMedia, EngineStatus, Result } from '../../preload/domain.ts';
import { grayPath } from '../media/layout.ts';
import type { EngineSeat, SeatedEngine } from './engine-seat.ts';
import type { Emit } from './emit.ts';
import { failure, success } from './failures.ts';
import { RunningAnalysis } from './running-analysis.ts';
import type { ScoreLedger } from './score-ledger.ts';
import { refreshExam } from './summaries.ts';

export interface AnalyserOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  readonly seat: EngineSeat;
  readonly ledger: ScoreLedger;
  readonly emit: Emit;
}

export interface AnalysisWish {
  /** Anew even where the active model has done it. */
  readonly again: boolean;
  /** To the end even where the guard takes the clip for no readable lung ultrasound. */
  readonly despiteGuard: boolean;
}

export interface ClipAnalyser {
  /** Analyses one clip to the end, or until the guard rejects it. Answers with frames scored by `onScored`. */
  analyse(clipId: ClipId, wish: AnalysisWish, signal: AbortSignal, onScored: (scored: number, frames: number) => void): Promise<Result<null>>;
  /** Marks running analyses with the provider that really works on them. */
  providerChanged(status: EngineStatus): void;
  /** From here on nothing more is written: what runs stays `running` in the log, to be found interrupted at the next start. */
  abandon(): void;
}

class Analyser implements ClipAnalyser {
  readonly #options: AnalyserOptions;
  readonly #active = new Map<ClipId, { readonly running: RunningAnalysis; readonly ended: Promise<Result<null>> }>();
  #abandoned = false;

  constructor(options: AnalyserOptions) {
    this.#options = options;
  }

  async analyse(clipId: ClipId, { again, despiteGuard }: AnalysisWish, signal: AbortSignal, onScored: (scored: number, frames: number) => void): Promise<Result<null>> {
    const { log, seat } = this.#options;
    const clip = log.clips.get(clipId);
    const media = clip === null ? null : log.clips.media(clip.sha256);
    if (clip === null || media === null) return failure('not-found');
    for (;;) {
      if (signal.aborted) return failure('cancelled');
      const engine = await seat.ready();
      if (!engine.ok) return engine;
      const other = this.#active.get(clipId);
      if (other !== undefined) return other.ended;
      const latest = log.analyses.newestOf(clipId, engine.value.model.ref.sha256);
      const overridden = despiteGuard && latest?.verdict === 'rejected';
      if (!again && !overridden && latest?.state === 'done') return success(null);
      const result = await this.#run(clip, media, this.#open(clip, engine.value, latest, despiteGuard), engine.value, signal, onScored);
      // Cancelled, but not by us: another model took the seat, and the clip is analysed with that one.
      const replaced = !result.ok && result.error.code === 'cancelled' && !signal.aborted && seat.seated()?.host !== engine.value.host;
      if (!replaced || this.#abandoned) return result;
    }
  }

  providerChanged({ provider, state }: EngineStatus): void {
    if (provider === null || (state !== 'ready' && state !== 'busy') || this.#abandoned) return;
    for (const { running } of this.#active.values()) this.#options.log.analyses.setProvider(running.analysisId, provider);
  }

  abandon(): void {
    this.#abandoned = true;
  }

  async #run(clip: ClipRecord, media: ClipMedia, running: RunningAnalysis, engine: SeatedEngine, signal: AbortSignal, onScored: (scored: number, frames: number) => void) {
    const { storeRoot, ledger } = this.#options;
    const { promise: ended, resolve } = Promise.withResolvers<Result<null>>();
    this.#active.set(clip.id, { running, ended });
    ledger.open(running);
    this.#changed(clip);
    const done = this.#options.log.analyses.probabilities(running.analysisId).map((score) => score.frame);
    const guard = running.guardOverridden ? ('warn' as const) : ('stop' as const);
    const request = { key: running.analysisId, grayPath: grayPath(storeRoot, media.sha256), sector: media.sector, gain: media.gain, frames: media.frames, done, limit: null, guard };
    const answer = await engine.host.analyse(request, { signal, onScores: (scores, judgement) => {
      if (this.#abandoned) return;
      running.add(scores, judgement);
      onScored(running.scored, running.frames);
    } });
    let result: Result<null> = answer.ok ? success(null) : answer;
    this.#active.delete(clip.id);
    try {
      if (!this.#abandoned) this.#close(clip, running, result);
    } catch (error) {
      result = { ok: false, error: databaseError(error) };
    }
    resolve(result);
    return result;
  }

  /**
   * `latest` is the newest of this model: cut off, it goes on; anything else starts anew. Who once had a clip analysed despite the guard is not asked
   * again when the same clip is analysed anew.
   */
  #open(clip: ClipRecord, { host, model }: SeatedEngine, latest: AnalysisRecord | null, despiteGuard: boolean): RunningAnalysis {
    const { analyses } = this.#options.log;
    const { operatingPoints: points, clipRule: rule, preprocessing } = model.manifest;
    const guardOverridden = despiteGuard || analyses.ofClip(clip.id).some((analysis) => analysis.guardOverridden);
    const common = { guardOverridden, clipId: clip.id, examId: clip.examId, frames: clip.frames, rule, points, maps: model.maps };
    const provider = host.status().provider ?? 'cpu';
    const cutOff = latest?.state === 'interrupted' || latest?.state === 'cancelled' || latest?.state === 'failed';
    if (latest !== null && cutOff && latest.guardOverridden === guardOverridden) {
      analyses.setState(latest.id, 'running', null, null);
      analyses.setProvider(latest.id, provider);
      return new RunningAnalysis({ ...common, analysisId: latest.id, before: analyses.probabilities(latest.id), maximaBefore: latest.maxima });
    }
    const id = randomUUID();
    const startedAt = new Date().toISOString();
    analyses.insert({ id, clipId: clip.id, model: model.ref, preprocessing: preprocessing.version, provider, frames: clip.frames, operatingPoints: points, maps: model.maps, guardOverridden, startedAt });
    return new RunningAnalysis({ ...common, analysisId: id, before: [], maximaBefore: new Float32Array(model.maps.length) });
  }

  #close(clip: ClipRecord, running: RunningAnalysis, result: Result<null>): void {
    const { log, ledger, emit } = this.#options;
    const state: ClipAnalysis['state'] = result.ok ? 'done' : result.error.code === 'cancelled' ? 'cancelled' : 'failed';
    const error: AppError | null = state === 'failed' && !result.ok ? result.error : null;
    const at = new Date().toISOString();
    ledger.close(running);
    log.together(() => {
      log.analyses.setState(running.analysisId, state, at, error);
      const stored = log.analyses.get(running.analysisId);
      if (stored !== null) {
        const { model, provider, scored, probability, verdict, rejection, guardOverridden } = stored;
        const guard = { rejected: rejection?.reason ?? null, guardOverridden };
        log.audit.append(at, 'analysis', clip.id, { analysis: stored.id, state, model, provider, scored, probability, verdict, ...guard });
      }
      refreshExam(log, clip.examId);
    });
    const progress = running.takeProgress(state);
    if (progress !== null) emit('analysis.progress', progress);
    this.#changed(clip);
  }

  #changed(clip: ClipRecord): void {
    this.#options.emit('clip.changed', { clipId: clip.id, examId: clip.examId });
    this.#options.emit('exam.changed', { examId: clip.examId });
  }
}

export function createClipAnalyser(options: AnalyserOptions): ClipAnalyser {
  return new Analyser(options);
}

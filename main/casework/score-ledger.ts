/** Stores and tells the scores of all running analyses on two slow ticks, so that neither disk nor page sees single frames. */
import type { CaseLog } from '../../db/case-log.ts';
import { relaxed } from '../../db/open.ts';
import type { ClipId, ClipVerdict } from '../../preload/domain.ts';
import type { Emit } from './emit.ts';
import type { RunningAnalysis } from './running-analysis.ts';
import { refreshExam } from './summaries.ts';

/** Four times a second; with at most this many frames a time, a tick stays far below 50 ms. */
const storeEveryMs = 250;
const framesPerStore = 240;
const tellEveryMs = 100;

export interface ScoreLedger {
  open(running: RunningAnalysis): void;
  ofClip(clipId: ClipId): RunningAnalysis | null;
  /** Stores everything of one analysis now. */
  flush(running: RunningAnalysis): void;
  /** Stores the rest and forgets it; the caller sets the final state and tells it. */
  close(running: RunningAnalysis): void;
  stop(): void;
}

class Ledger implements ScoreLedger {
  readonly #log: CaseLog;
  readonly #emit: Emit;
  readonly #logError: (error: unknown) => void;
  readonly #running = new Map<ClipId, RunningAnalysis>();
  readonly #told = new Map<RunningAnalysis, number>();
  readonly #verdicts = new Map<RunningAnalysis, ClipVerdict | null>();
  #timers: readonly NodeJS.Timeout[] = [];

  constructor(log: CaseLog, emit: Emit, logError: (error: unknown) => void) {
    this.#log = log;
    this.#emit = emit;
    this.#logError = logError;
  }

  open(running: RunningAnalysis): void {
    this.#running.set(running.clipId, running);
    if (this.#timers.length === 0) this.#timers = [setInterval(() => this.#store(), storeEveryMs), setInterval(() => this.#tell(), tellEveryMs)];
  }

  ofClip(clipId: ClipId): RunningAnalysis | null {
    return this.#running.get(clipId) ?? null;
  }

  flush(running: RunningAnalysis): void {
    while (running.pending > 0) this.#storeSome(running, framesPerStore);
  }

  close(running: RunningAnalysis): void {
    try {
      this.flush(running);
    } finally {
      this.#running.delete(running.clipId);
      this.#told.delete(running);
      this.#verdicts.delete(running);
      if (this.#running.size === 0) this.#clear();
    }
  }

  stop(): void {
    try {
      for (const running of this.#running.values()) this.flush(running);
    } catch (error) {
      this.#logError(error);
    }
    this.#running.clear();
    this.#clear();
  }

  #clear(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  #store(): void {
    let left = framesPerStore;
    try {
      for (const running of this.#running.values()) {
        if (left <= 0) break;
        left -= this.#storeSome(running, left);
      }
    } catch (error) {
      // A full disk, say: the scores stay here and are tried again; closing the analysis reports what could not be stored.
      this.#logError(error);
    }
  }

  #storeSome(running: RunningAnalysis, limit: number): number {
    const batch = running.batch(limit);
    if (batch === null) return 0;
    relaxed(this.#log.db, () => {
      this.#log.analyses.append(running.analysisId, batch);
      if (this.#verdicts.get(running) !== batch.verdict) refreshExam(this.#log, running.examId);
    });
    running.stored(batch);
    if (this.#verdicts.get(running) !== batch.verdict) {
      this.#verdicts.set(running, batch.verdict);
      this.#emit('exam.changed', { examId: running.examId });
    }
    return batch.scores.length;
  }

  #tell(): void {
    for (const running of this.#running.values()) {
      if (this.#told.get(running) === running.scored) continue;
      this.#told.set(running, running.scored);
      const progress = running.takeProgress('running');
      if (progress !== null) this.#emit('analysis.progress', progress);
    }
  }
}

export function createScoreLedger(log: CaseLog, emit: Emit, logError: (error: unknown) => void): ScoreLedger {
  return new Ledger(log, emit, logError);
}

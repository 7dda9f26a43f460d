/**
 * The engine's work loop: takes frames from the schedule, reads the next ones ahead while the extractor computes, and tells scores in groups.
 * `session.run` blocks the event loop, so messages (cancel, look, new clips) are let in between any two runs.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate as letMessagesIn } from 'node:timers/promises';
import type { AppError } from '../../preload/domain.ts';
import { judgeClip } from '../analysis/clip-guard.ts';
import type { FrameGuard, Judgement } from '../analysis/clip-guard.ts';
import { openingFrames } from '../analysis/frame-order.ts';
import type { ClipSource, OpenClip } from './clip-source.ts';
import { framesPerRun } from './engine-protocol.ts';
import type { AnalyseRequest, FromEngine, ScoredFrame, StepTimings } from './engine-protocol.ts';
import { createSchedule } from './schedule.ts';
import type { FrameGroup } from './schedule.ts';
import type { Extractor } from './session.ts';
import type { Stepper } from './step.ts';

/** Scores of one clip are told at most this often, so that neither channel nor page drowns on a fast provider. */
const tellEveryMs = 80;

export interface AnalyserParts {
  readonly extractor: Extractor;
  readonly stepper: Stepper;
  readonly openClip: OpenClip;
  readonly post: (message: FromEngine) => void;
}

export interface Analyser {
  analyse(request: AnalyseRequest): void;
  cancel(key: string): void;
  look(key: string, frame: number): void;
  /** Runs `task` alone, between two groups of frames. */
  between(task: () => Promise<void>): void;
}

interface Work {
  readonly key: string;
  readonly source: ClipSource;
  readonly gain: number;
  readonly guard: AnalyseRequest['guard'];
  /** Frames that this run scores in all, unless it ends early. */
  readonly expected: number;
  /** Of the frames scored while the clip is undecided. */
  guards: FrameGuard[];
  judgement: Judgement;
  remaining: number;
  untold: ScoredFrame[];
  spent: { readMs: number; preprocessMs: number; inferMs: number; explainMs: number };
  toldAt: number;
}

/** Frames whose bytes are on their way. */
interface Prepared {
  readonly work: Work;
  readonly group: FrameGroup;
  readonly grays: Promise<readonly Uint8Array[]>;
}

const nothingSpent: StepTimings = { readMs: 0, preprocessMs: 0, inferMs: 0, explainMs: 0 };

const unreadable: AppError = { code: 'store-corrupt', message: 'Stored frames of this clip are damaged.', hint: 'Import the clip again; the original file is safe.' };
const notComputed: AppError = { code: 'inference-failed', message: 'The model could not be computed on this clip.', hint: 'Analyse the clip again; choose another provider if it happens again.' };

export function createAnalyser({ extractor, stepper, openClip, post }: AnalyserParts): Analyser {
  const schedule = createSchedule();
  const works = new Map<string, Work>();
  const tasks: (() => Promise<void>)[] = [];
  const most = framesPerRun(extractor.provider);
  let running = false;
  let lost = false;
  let blamed: string | null = null;

  const drop = (work: Work): void => {
    schedule.remove(work.key);
    works.delete(work.key);
    work.source.close();
  };

  const fail = (work: Work, error: AppError): void => {
    drop(work);
    post({ type: 'failed', key: work.key, error });
  };

  const tell = (work: Work): void => {
    post({ type: 'scores', key: work.key, scores: work.untold, judgement: work.judgement, timings: work.spent });
    work.untold = [];
    work.spent = { ...nothingSpent };
    work.toldAt = performance.now();
  };

  const prepare = (): Prepared | null => {
    const group = schedule.next(most);
    const work = group === null ? undefined : works.get(group.key);
    if (group === null || work === undefined) return null;
    const grays = work.source.read(group.frames);
    // Looked at when its turn comes; until then a damaged frame is no unhandled rejection.
    grays.catch(() => {});
    return { work, group, grays };
  };

  const judge = (work: Work, guards: readonly FrameGuard[]): void => {
    if (work.judgement !== 'undecided') return;
    work.guards.push(...guards);
    work.judgement = judgeClip(work.guards, work.expected);
  };

  const collect = (work: Work, scores: readonly ScoredFrame[], guards: readonly FrameGuard[]): void => {
    work.untold.push(...scores);
    work.remaining -= scores.length;
    judge(work, guards);
    if (typeof work.judgement === 'object' && work.guard === 'stop') work.remaining = 0;
    if (work.remaining === 0 || performance.now() - work.toldAt >= tellEveryMs) tell(work);
    if (work.remaining > 0) return;
    drop(work);
    post({ type: 'done', key: work.key });
  };

  const providerFailed = (work: Work, error: unknown): void => {
    if (extractor.provider === 'cpu') {
      fail(work, notComputed);
      return;
    }
    // A GPU that failed once (driver reset, memory) stays failed in this process: the host starts another without it.
    lost = true;
    const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'unknown';
    post({ type: 'provider-lost', provider: extractor.provider, detail });
  };

  /** Scores one prepared group and answers with the next, whose bytes are being read meanwhile. */
  const score = async ({ work, group, grays }: Prepared): Promise<Prepared | null> => {
    if (blamed !== work.key) post({ type: 'working', key: work.key });
    blamed = work.key;
    const from = performance.now();
    const pixels = await grays.catch(() => null);
    work.spent.readMs += performance.now() - from;
    if (works.get(work.key) !== work) return null;
    if (pixels === null) {
      fail(work, unreadable);
      return null;
    }
    const read = performance.now();
    const images = work.source.images(pixels);
    const tensor = stepper.tensor(images);
    work.spent.preprocessMs += performance.now() - read;
    const ahead = prepare();
    try {
      const { scores, guards, inferMs, explainMs } = await stepper.step(group.frames, tensor, work.judgement === 'undecided' ? { images, gain: work.gain } : null);
      work.spent.inferMs += inferMs;
      work.spent.explainMs += explainMs;
      // Cancelled meanwhile: nobody waits for these scores.
      if (works.get(work.key) === work) collect(work, scores, guards);
    } catch (error) {
      providerFailed(work, error);
    }
    return ahead;
  };

  const loop = async (): Promise<void> => {
    if (running) return;
    running = true;
    let ahead: Prepared | null = null;
    while (!lost) {
      const task = tasks.shift();
      if (task !== undefined) await task();
      // The task may have taken the blame for a crash; the next frames are to take it back.
      if (task !== undefined) blamed = null;
      const current: Prepared | null = ahead ?? prepare();
      if (current === null && tasks.length === 0) break;
      // Dropped between reading and its turn: the frames are not needed any more.
      ahead = current === null || works.get(current.work.key) !== current.work ? null : await score(current);
      await letMessagesIn();
    }
    running = false;
  };

  return {
    analyse: (request) => {
      const opened = openClip(request);
      if (!opened.ok) {
        post({ type: 'failed', key: request.key, error: opened.error });
        return;
      }
      const remaining = schedule.add(request);
      // A clip that went on after its first frames was let through then.
      const judged = request.guard === 'off' || !stepper.guarded || request.done.length > openingFrames;
      const work: Work = {
        key: request.key, source: opened.value, gain: request.gain, guard: request.guard, expected: remaining, guards: [], judgement: judged ? 'passed' : 'undecided',
        remaining, untold: [], spent: { ...nothingSpent }, toldAt: 0,
      };
      works.set(request.key, work);
      if (remaining > 0) void loop();
      else collect(work, [], []);
    },
    cancel: (key) => {
      const work = works.get(key);
      if (work !== undefined) drop(work);
    },
    look: (key, frame) => schedule.look(key, frame),
    between: (task) => {
      tasks.push(task);
      void loop();
    },
  };
}

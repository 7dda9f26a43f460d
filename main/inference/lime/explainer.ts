/** Explanations in the engine: LIME runs in small groups of images between the groups of frames that are analysed, so that neither waits for the other. */
import { performance } from 'node:perf_hooks';
import type { AppError, Lime, Provider } from '../../../preload/domain.ts';
import type { ClipSource, OpenClip } from '../clip-source.ts';
import type { ExplainRequest, FromEngine } from '../engine-protocol.ts';
import { cutOff } from './background.ts';
import { createLimeRun } from './lime.ts';
import type { LimeRun, LimeScorer } from './lime.ts';

/** The map is told after about so many new samples, and not more often than this. */
const tellEvery = 50;
const tellEveryMs = 200;

export interface ExplainerParts {
  readonly provider: Provider;
  readonly scorer: LimeScorer;
  readonly openClip: OpenClip;
  /** Runs a task alone, between two groups of frames. */
  readonly between: (task: () => Promise<void>) => void;
  readonly post: (message: FromEngine) => void;
}

export interface Explainer {
  explain(request: ExplainRequest): void;
  cancel(key: string): void;
}

interface Work {
  readonly request: ExplainRequest;
  run: LimeRun | null;
  told: number;
  toldAt: number;
}

const unreadable: AppError = { code: 'store-corrupt', message: 'The stored frame is damaged.', hint: 'Import the clip again; the original file is safe.' };
const notComputed: AppError = { code: 'inference-failed', message: 'The explanation could not be computed on this frame.', hint: 'Try another frame, or choose another provider.' };

/** Images a turn. On the CPU more at once gain nothing and would only keep frames and messages waiting. */
function imagesPerTurn(provider: Provider): number {
  return provider === 'cpu' ? 4 : 32;
}

async function openRun(request: ExplainRequest, openClip: OpenClip): Promise<LimeRun | AppError> {
  const opened = openClip(request);
  if (!opened.ok) return opened.error;
  const image = await firstImage(opened.value, request.frame).catch(() => null);
  opened.value.close();
  if (image === null) return unreadable;
  return createLimeRun({ image, background: cutOff(request.sector), seed: request.seed, ofSamples: request.ofSamples });
}

async function firstImage(clip: ClipSource, frame: number): Promise<Uint8Array | null> {
  return clip.images(await clip.read([frame]))[0] ?? null;
}

function limeOf({ frame, seed, ofSamples }: ExplainRequest, run: LimeRun): Lime {
  const { logit, ...map } = run.map();
  return { ...map, frame, seed, ofSamples, size: 224, probability: 1 / (1 + Math.exp(-logit)) };
}

export function createExplainer({ provider, scorer, openClip, between, post }: ExplainerParts): Explainer {
  const works = new Map<string, Work>();
  const most = imagesPerTurn(provider);

  const fail = (work: Work, error: AppError): void => {
    works.delete(work.request.key);
    post({ type: 'not-explained', key: work.request.key, error });
  };

  const tell = (work: Work, run: LimeRun): void => {
    const now = performance.now();
    if (!run.settled && (run.samples - work.told < tellEvery || now - work.toldAt < tellEveryMs)) return;
    work.told = run.samples;
    work.toldAt = now;
    post({ type: 'explained', key: work.request.key, lime: limeOf(work.request, run) });
  };

  /** One group of images; the next is queued behind the frames that wait. */
  const turn = async (work: Work): Promise<void> => {
    if (works.get(work.request.key) !== work) return;
    post({ type: 'working', key: work.request.key });
    const run = work.run ?? (await openRun(work.request, openClip));
    if ('code' in run) {
      fail(work, run);
      return;
    }
    work.run = run;
    run.take(await scorer(run.next(most)));
    // Cancelled meanwhile: nobody waits for it.
    if (works.get(work.request.key) !== work) return;
    tell(work, run);
    if (run.settled) works.delete(work.request.key);
    else queue(work);
  };

  const queue = (work: Work): void => between(() => turn(work).catch((error: unknown) => {
    if (provider === 'cpu') fail(work, notComputed);
    // As in an analysis: what failed once on a graphics card stays failed in this process, and the host starts another without it.
    else post({ type: 'provider-lost', provider, detail: error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 200) : 'unknown' });
  }));

  return {
    explain: (request) => {
      const work = { request, run: null, told: 0, toldAt: 0 };
      works.set(request.key, work);
      queue(work);
    },
    cancel: (key) => void works.delete(key),
  };
}

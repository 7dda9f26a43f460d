/**
 * Grad-CAM maps of one analysis in memory, read ahead while playing. A map belongs to its frame alone: where a frame has none,
 * none is shown, and no neighbour stands in for it.
 */
import type { CamMap, GradCam, Result } from '../../preload/domain.ts';

/** Which map is shown: the fused decision, or a branch by its name. */
export type CamChoice = { readonly kind: 'fused' } | { readonly kind: 'branch'; readonly name: string };

export interface CamStoreOptions {
  readonly load: (frame: number) => Promise<Result<GradCam | null>>;
  /** A map has come; `grew` tells that a clip maximum rose, which changes the scale of every frame. */
  readonly onArrive: (frame: number, grew: boolean) => void;
  /** Maps kept; about 2 KB each. */
  readonly capacity?: number;
}

export interface CamStore {
  get(frame: number): GradCam | null;
  /** Asks for these frames, most urgent first; what was asked before and has not started is dropped. */
  want(frames: readonly number[]): void;
  /** Largest value over the clip as far as any answer has told; it grows while an analysis runs. */
  clipMaximum(choice: CamChoice): number;
  dispose(): void;
}

const PARALLEL = 4;

export function mapOf(cam: Pick<GradCam, 'fused' | 'branches'>, choice: CamChoice): CamMap | null {
  if (choice.kind === 'fused') return cam.fused;
  return cam.branches.find((branch) => branch.name === choice.name) ?? null;
}

const keyOf = (choice: CamChoice): string => (choice.kind === 'fused' ? 'fused' : `branch ${choice.name}`);

export function createCamStore({ load, onArrive, capacity = 4096 }: CamStoreOptions): CamStore {
  const held = new Map<number, GradCam>();
  const running = new Set<number>();
  const maxima = new Map<string, number>();
  let queue: readonly number[] = [];
  let disposed = false;

  const raise = (key: string, map: CamMap): boolean => {
    if (map.clipMaximum <= (maxima.get(key) ?? 0)) return false;
    maxima.set(key, map.clipMaximum);
    return true;
  };

  /** True when a maximum rose. */
  const keep = (frame: number, cam: GradCam): boolean => {
    held.delete(frame);
    held.set(frame, cam);
    const grew = [raise('fused', cam.fused), ...cam.branches.map((branch) => raise(`branch ${branch.name}`, branch))].some(Boolean);
    for (const old of held.keys()) {
      if (held.size <= capacity) break;
      held.delete(old);
    }
    return grew;
  };

  const start = async (frame: number): Promise<void> => {
    running.add(frame);
    const answer = await load(frame);
    running.delete(frame);
    if (disposed) return;
    // An answer for another frame is a fault of the other side; it is never shown here.
    if (answer.ok && answer.value !== null && answer.value.frame === frame) {
      onArrive(frame, keep(frame, answer.value));
    }
    fill();
  };

  const fill = (): void => {
    if (disposed) return;
    const [next, ...rest] = queue;
    if (next === undefined || running.size >= PARALLEL) return;
    queue = rest;
    if (!held.has(next) && !running.has(next)) void start(next);
    fill();
  };

  return {
    get: (frame) => held.get(frame) ?? null,
    want(frames) {
      queue = frames.filter((frame) => !held.has(frame) && !running.has(frame));
      fill();
    },
    clipMaximum: (choice) => maxima.get(keyOf(choice)) ?? 0,
    dispose() {
      disposed = true;
      queue = [];
      held.clear();
    },
  };
}

/** The frame on screen and the scored ones that come next, at most `count`: in play direction round the end, or on both sides of a still frame. */
export function camsWanted(frame: number, direction: -1 | 0 | 1, scores: readonly (number | null)[], count: number): number[] {
  const wanted: number[] = [];
  for (let turn = 0; turn < scores.length && wanted.length < count; turn += 1) {
    // 0, 1, -1, 2, -2 ... around a still frame.
    const away = direction === 0 ? (turn % 2 === 1 ? (turn + 1) / 2 : -turn / 2) : turn * direction;
    const index = (((frame + away) % scores.length) + scores.length) % scores.length;
    if (scores[index] !== null && scores[index] !== undefined) wanted.push(index);
  }
  return wanted;
}

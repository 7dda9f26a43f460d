/** Measures the road from a dropped file to its last score through the real helpers, against bare `session.run` on the same frames in the same engine. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import type { BenchmarkResult, Result } from '../../preload/domain.ts';
import type { AnalyseRequest } from '../inference/engine-host.ts';
import { openFrameStore } from '../media/frame-store.ts';
import { grayPath } from '../media/layout.ts';
import type { Workplace } from './workplace.ts';

export const benchFrames = 100;
const side = 350;
/** Frames that make the first verdict. */
const firstFrames = 8;

/** A 100-frame 350 x 350 clip, written into a folder of the workplace; its path. */
export async function benchClip(workplace: Workplace): Promise<Result<string>> {
  const folder = workplace.folder('bench');
  await mkdir(folder, { recursive: true });
  const spec = samplePhantom('b-lines', 9_100, { probe: 'convex', width: side, height: side, frames: benchFrames, framesPerSecond: 25, halfAngle: 0.56, radiusRatio: 0.35, margin: 0 });
  const file = join(folder, 'clip.mp4');
  const written = await writePhantom(spec, file, { ffmpeg: workplace.ffmpeg ?? 'ffmpeg' });
  return written.ok ? { ok: true, value: file } : written;
}

export interface RoadTimes {
  /** From drop to the eighth score. */
  readonly firstVerdictMs: number;
  /** From drop to the last score. */
  readonly totalMs: number;
  /** Import alone. */
  readonly importMs: number;
  /** What the engine is asked for this clip; its store stays until the workplace closes. */
  readonly request: AnalyseRequest;
}

/** Imports and analyses the clip in a fresh store, as a drop on the window would. */
export async function timeRoad(workplace: Workplace, clip: string, name: string): Promise<Result<RoadTimes>> {
  const storeRoot = workplace.folder(name);
  await rm(storeRoot, { recursive: true, force: true });
  const { signal } = new AbortController();
  const from = performance.now();
  const imported = await workplace.media.importClip({ source: clip, storeRoot, ffmpeg: workplace.ffmpeg }, { signal });
  if (!imported.ok) return imported;
  const importMs = performance.now() - from;
  const { media } = imported.value;
  const request = { key: name, grayPath: grayPath(storeRoot, media.sha256), sector: media.sector, gain: media.gain, frames: media.frames, done: [], limit: null, guard: 'off' as const };
  let scored = 0;
  let firstVerdictMs = 0;
  const analysed = await workplace.engine.analyse(request, {
    signal,
    onScores: (scores) => {
      scored += scores.length;
      if (firstVerdictMs === 0 && scored >= Math.min(firstFrames, media.frames)) firstVerdictMs = performance.now() - from;
    },
  });
  if (!analysed.ok) return analysed;
  return { ok: true, value: { firstVerdictMs, totalMs: performance.now() - from, importMs, request } };
}

export interface EngineFigures {
  readonly provider: BenchmarkResult['provider'];
  readonly precision: BenchmarkResult['precision'];
  readonly threads: number;
  readonly engineMsPerFrame: number;
  readonly sessionRunMsPerFrame: number;
  readonly pipelineOverhead: number;
  readonly firstVerdictMs: number;
  readonly importMs: number;
}

export interface EngineMeasurement {
  readonly figures: EngineFigures;
  /** Frame store of the last round. */
  readonly grayPath: string;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/**
 * The pipeline's figures over `rounds` rounds. Each run of the whole road stands between two runs of bare `session.run` over the same frames and is
 * compared with their mean, so that a machine that is busy otherwise slows both sides of the ratio.
 */
export async function measureEngine(workplace: Workplace, clip: string, rounds: number, onRound: (round: number) => void): Promise<Result<EngineMeasurement>> {
  const warm = await timeRoad(workplace, clip, 'warm');
  if (!warm.ok) return warm;
  const bare = await workplace.engine.benchmark(warm.value.request);
  if (!bare.ok) return bare;
  const benches = [bare.value];
  const roads: RoadTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    onRound(round);
    const road = await timeRoad(workplace, clip, `round-${round}`);
    if (!road.ok) return road;
    const after = await workplace.engine.benchmark(road.value.request);
    if (!after.ok) return after;
    roads.push(road.value);
    benches.push(after.value);
  }
  const ratios = roads.map((road, round) => {
    const around = [benches[round], benches[round + 1]].map((bench) => bench?.sessionRunMsPerFrame ?? Number.NaN);
    return road.totalMs / (road.request.frames * (around.reduce((sum, ms) => sum + ms, 0) / around.length));
  });
  const figures = {
    provider: bare.value.provider,
    precision: bare.value.precision,
    threads: bare.value.threads,
    engineMsPerFrame: median(benches.map((bench) => bench.engineMsPerFrame)),
    sessionRunMsPerFrame: median(benches.map((bench) => bench.sessionRunMsPerFrame)),
    pipelineOverhead: median(ratios),
    firstVerdictMs: median(roads.map((road) => road.firstVerdictMs)),
    importMs: median(roads.map((road) => road.importMs)),
  };
  return { ok: true, value: { figures, grayPath: (roads.at(-1) ?? warm.value).request.grayPath } };
}

const reads = 300;

/** Milliseconds to read one frame at a random place of a frame store, on average. */
export function timeFrameReads(path: string): Result<number> {
  const opened = openFrameStore(path);
  if (!opened.ok) return opened;
  const reader = opened.value;
  // A fixed walk through the clip: every stride that is prime to the count visits all frames in scattered order.
  const at = (read: number): number => (read * 37) % reader.count;
  reader.readSync(0);
  const from = performance.now();
  for (let read = 0; read < reads; read += 1) reader.readSync(at(read));
  const perFrame = (performance.now() - from) / reads;
  reader.close();
  return { ok: true, value: perFrame };
}

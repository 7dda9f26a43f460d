/** `npm run -s bench`: how fast the program is on this machine, measured in one run. */
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { AppError, ProviderChoice, Result } from '../../preload/domain.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import { benchClip, benchFrames, measureEngine, timeFrameReads } from './bench-engine.ts';
import type { EngineFigures } from './bench-engine.ts';
import { measureGraphs } from './bench-graphs.ts';
import type { GraphFigures } from './bench-graphs.ts';
import { measurePage } from './bench-page.ts';
import type { PageFigures } from './bench-page.ts';
import { createProgressBar } from './progress-bar.ts';
import { openWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

const providers: readonly ProviderChoice[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'];
const usage = `Usage: npm run -s bench -- [--json -] [--provider ${providers.join('|')}] [--model ID] [--rounds N] [--against GRAPH.onnx] [--no-page]\n`;

interface Wishes {
  readonly json: boolean;
  readonly provider: ProviderChoice;
  readonly model: string | null;
  readonly rounds: number;
  /** A further graph to compare the engine's with. */
  readonly against: string | null;
  readonly page: boolean;
}

function readWishes(args: readonly string[]): Wishes | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'string' }, provider: { type: 'string', default: 'auto' }, model: { type: 'string' }, rounds: { type: 'string', default: '3' }, against: { type: 'string' },
        'no-page': { type: 'boolean', default: false },
      },
    });
    const provider = providers.find((known) => known === values.provider);
    const rounds = Number(values.rounds);
    if (provider === undefined || (values.json !== undefined && values.json !== '-') || !(Number.isInteger(rounds) && rounds >= 1 && rounds <= 100)) return null;
    return { json: values.json === '-', provider, model: values.model ?? null, rounds, against: values.against ?? null, page: !values['no-page'] };
  } catch {
    return null;
  }
}

/** The object that `--json -` prints. Figures that could not be measured are null, with the reason. */
interface Figures extends EngineFigures, GraphFigures {
  readonly frameReadMs: number;
  readonly ipcMs: number | null;
  /** From a step key to the new frame on the canvas: median and 95th percentile. */
  readonly canvasFrameMs: number | null;
  readonly canvasFrameP95Ms: number | null;
  readonly pageReason: string | null;
}

function withPage(engine: EngineFigures & GraphFigures, frameReadMs: number, page: PageFigures): Figures {
  const shown = 'reason' in page ? { ipcMs: null, canvasFrameMs: null, canvasFrameP95Ms: null, pageReason: page.reason } : { ...page, pageReason: null };
  return { ...engine, frameReadMs, ...shown };
}

async function measure(workplace: Workplace, wishes: Wishes): Promise<Result<Figures>> {
  const bar = createProgressBar(process.stderr);
  try {
    const ready = await workplace.engine.ready();
    if (!ready.ok) return ready;
    const clip = await benchClip(workplace);
    if (!clip.ok) return clip;
    const engine = await measureEngine(workplace, clip.value, wishes.rounds, (round) => bar.show(round / wishes.rounds, `round ${round + 1} of ${wishes.rounds}`));
    if (!engine.ok) return engine;
    const { provider, precision, threads } = engine.value.figures;
    const graphs = await measureGraphs({ binding: onnxRuntime, bundle: workplace.bundle, provider, precision, threads, turns: 10 * wishes.rounds, against: wishes.against });
    if (!graphs.ok) return graphs;
    const frameReadMs = timeFrameReads(engine.value.grayPath);
    if (!frameReadMs.ok) return frameReadMs;
    return { ok: true, value: withPage({ ...engine.value.figures, ...graphs.value }, frameReadMs.value, wishes.page ? await measurePage() : { reason: 'left out by --no-page' }) };
  } finally {
    bar.clear();
  }
}

function table(figures: Figures): string {
  const page = (value: number | null): string => (value === null ? `-  (${figures.pageReason ?? ''})` : `${value.toFixed(2)} ms`);
  const rows: readonly (readonly [string, string])[] = [
    ['provider', `${figures.provider}, ${figures.precision}, ${figures.threads} ${figures.threads === 1 ? 'thread' : 'threads'}`],
    ['engine a frame', `${figures.engineMsPerFrame.toFixed(1)} ms`],
    ['bare session.run a frame', `${figures.sessionRunMsPerFrame.toFixed(1)} ms`],
    ...figures.variants.map(({ precision, msPerFrame, timesFasterThanFp32 }): [string, string] => [
      `  variant ${precision}`, `${msPerFrame.toFixed(1)} ms${timesFasterThanFp32 === null || precision === 'fp32' ? '' : `, ${timesFasterThanFp32.toFixed(2)} x as fast as fp32`}`,
    ]),
    ...(figures.against === null ? [] : [['  graph compared with', `${figures.against.msPerFrame.toFixed(1)} ms; the engine's is ${figures.against.engineTimesFaster.toFixed(2)} x as fast`] as const]),
    [`pipeline overhead, ${benchFrames} frames`, `${figures.pipelineOverhead.toFixed(2)} x bare session.run (bar: 1.20)`],
    ['import', `${figures.importMs.toFixed(0)} ms`],
    ['first verdict after drop', `${figures.firstVerdictMs.toFixed(0)} ms (bar: 2000)`],
    ['frame store, random frame', `${figures.frameReadMs.toFixed(2)} ms`],
    ['bridge round trip', page(figures.ipcMs)],
    ['canvas, step to the next frame', page(figures.canvasFrameMs)],
    ['  95th percentile', page(figures.canvasFrameP95Ms)],
  ];
  return `${rows.map(([name, value]) => `${name.padEnd(32)}${value}`).join('\n')}\n`;
}

function complain(error: AppError): number {
  process.stderr.write(`${error.message} ${error.hint} (${error.code})\n`);
  return 1;
}

/** Exit code 0 with figures, 1 without. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const opened = await openWorkplace({ model: wishes.model, provider: wishes.provider });
  if (!opened.ok) return complain(opened.error);
  try {
    const figures = await measure(opened.value, wishes);
    if (!figures.ok) return complain(figures.error);
    process.stdout.write(wishes.json ? `${JSON.stringify(figures.value)}\n` : table(figures.value));
    return 0;
  } finally {
    await opened.value.close();
  }
}

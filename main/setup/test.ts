/**
 * `npm test`: provides what the tests need, then typecheck, lint, unit tests, build, end-to-end tests and the training code's tests.
 * Every stage runs, whatever became of those before it. The last line is the totals alone; a failed check counts as one failed test.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildApp, buildLines } from './build.ts';
import { provideChromium } from './chromium.ts';
import { provideDicomTools } from './dicom-tools.ts';
import type { Setup } from './downloads.ts';
import { provideFfmpeg } from './ffmpeg.ts';
import { endRunning, firstLine, runProgram, type Finished } from './processes.ts';
import { isGood, nothing, oneFailure, playwrightTotals, skipReasons, sum, tapFailures, tapTotals, tapTotalsSoFar, totalsLine, unittestTotals, type Totals } from './totals.ts';

const root = join(import.meta.dirname, '..', '..');
const artifacts = join(root, 'artifacts');
const minutes = (count: number) => count * 60_000;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const setup: Setup = { root, say };

interface Stage {
  readonly title: string;
  readonly run: () => Promise<Totals>;
}

/** Runs a JavaScript program of a package, its output passed on. */
function tool(path: string, args: readonly string[], limitMs: number, env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return runProgram(process.execPath, [join(root, 'node_modules', path), ...args], { cwd: root, limitMs, env, onOutput: (text) => process.stdout.write(text) });
}

/** A check passes silently or counts as one failure. */
function checked(run: Finished): Totals {
  if (run.timedOut) say('It took too long and was ended.');
  return run.code === 0 ? nothing : oneFailure;
}

/** Counts of a runner; one failure more when it failed without saying of which test, or ran nothing. */
function counted(run: Finished, totals: Totals | null): Totals {
  if (run.timedOut) say('It took too long and was ended.');
  if (totals === null) return oneFailure;
  return run.code !== 0 && totals.failed === 0 ? sum([totals, oneFailure]) : totals;
}

function readReport(name: string): string {
  return existsSync(join(artifacts, name)) ? readFileSync(join(artifacts, name), 'utf8') : '';
}

async function provide(): Promise<Totals> {
  const ffmpeg = await provideFfmpeg(setup);
  const chromium = await provideChromium(setup);
  if (chromium !== null) process.env['PLEURA_CHROMIUM'] = chromium;
  await provideDicomTools(setup);
  return sum([ffmpeg === null ? oneFailure : nothing, chromium === null ? oneFailure : nothing]);
}

async function unit(): Promise<Totals> {
  const reporters = ['--test-reporter=dot', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${join(artifacts, 'unit.tap')}`];
  const args = ['--test', '--test-concurrency=2', '--test-timeout=180000', ...reporters, '{main,preload,db,models,renderer,e2e}/**/*.test.ts'];
  const run = await runProgram(process.execPath, args, { cwd: root, limitMs: minutes(12), onOutput: (text) => process.stdout.write(text) });
  const tap = readReport('unit.tap');
  for (const [reason, count] of skipReasons(tap)) say(`${count} skipped: ${reason}`);
  for (const name of tapFailures(tap)) say(`Failed: ${name}`);
  return run.timedOut ? counted(run, tapTotalsSoFar(tap)) : counted(run, tapTotals(tap));
}

async function build(): Promise<Totals> {
  const report = await buildApp(root);
  buildLines(report).forEach(say);
  return report.ok ? nothing : oneFailure;
}

async function endToEnd(): Promise<Totals> {
  const run = await tool('playwright/cli.js', ['test', '--config=e2e', '--reporter=list,json', `--global-timeout=${minutes(14)}`], minutes(15), { PLAYWRIGHT_JSON_OUTPUT_NAME: join(artifacts, 'e2e.json'), FORCE_COLOR: '0' });
  return counted(run, playwrightTotals(readReport('e2e.json')));
}

async function training(): Promise<Totals> {
  if (globSync('models/train/**/test_*.py', { cwd: root }).length === 0) return nothing;
  // Debian's PyTorch belongs to Debian's Python, which need not be the first on PATH.
  const python = ['python3', '/usr/bin/python3'].find((program) => firstLine(program, ['-c', 'import onnx, sklearn, torch; print(torch.__version__)'], minutes(1)) !== null);
  if (python === undefined) {
    say('Left out: Python with PyTorch is not here (Debian: python3-torch python3-onnx python3-sklearn). The app does not need it.');
    return nothing;
  }
  const args = ['-m', 'unittest', 'discover', '-s', 'models/train', '-t', '.', '-p', 'test_*.py'];
  const run = await runProgram(python, args, { cwd: root, limitMs: minutes(3), onOutput: (text) => process.stdout.write(text) });
  return counted(run, unittestTotals(run.output));
}

const stages: readonly Stage[] = [
  { title: 'What the tests need', run: provide },
  { title: 'Typecheck', run: async () => checked(await tool('typescript/bin/tsc', ['--noEmit'], minutes(3))) },
  { title: 'Lint', run: async () => checked(await tool('oxlint/bin/oxlint', ['--type-aware', '--format=stylish'], minutes(3))) },
  { title: 'Unit tests', run: unit },
  { title: 'Build', run: build },
  { title: 'End-to-end tests', run: endToEnd },
  { title: 'Training code', run: training },
];

async function runStage({ title, run }: Stage): Promise<Totals> {
  say(`\n== ${title}`);
  const began = performance.now();
  const totals = await run().catch((error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return oneFailure;
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const counts = totals.passed + totals.failed + totals.skipped > 0 ? `: ${totalsLine(totals)}` : '';
  say(`-- ${title}${counts} (${seconds} s)`);
  return totals;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    endRunning();
    process.exit(130);
  });
}
mkdirSync(artifacts, { recursive: true });
for (const report of ['unit.tap', 'e2e.json']) rmSync(join(artifacts, report), { force: true });
const results: Totals[] = [];
for (const stage of stages) results.push(await runStage(stage));
const total = sum(results);
say(`\n${totalsLine(total)}`);
process.exitCode = isGood(total) ? 0 : 1;

/** Builds the app into dist/ with esbuild: `npm run build`. Nothing is done when no input changed since the last build. */
import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { build, type BuildFailure, type BuildResult } from 'esbuild';
import { reportFontFiles, reportFontFolder } from '../report/page-fonts.ts';
import { findPrograms, preloadOptions, programOptions, rendererOptions, shownPath } from './entries.ts';
import { changedSince, readStamp, stampOf, writeStamp } from './freshness.ts';
import { collectNotices, noticesText } from './notices.ts';

export interface BuildReport {
  readonly ok: boolean;
  /** True when nothing had to be done. */
  readonly fresh: boolean;
  readonly problems: readonly string[];
  readonly durationMs: number;
}

interface Output {
  readonly path: string;
  readonly contents: Uint8Array;
}

interface Part {
  readonly inputs: readonly string[];
  readonly outputs: readonly Output[];
}

/** All TypeScript of the main process, as paths from the root with forward slashes. */
function mainSources(root: string): string[] {
  return globSync('main/**/*.ts', { cwd: root }).map((path) => path.replaceAll('\\', '/')).toSorted();
}

async function copied(root: string, from: string, to: string): Promise<Part> {
  return { inputs: [from], outputs: [{ path: join(root, to), contents: await readFile(join(root, from)) }] };
}

async function migrations(root: string): Promise<Part> {
  const files = globSync('db/migrations/*.sql', { cwd: root });
  const parts = await Promise.all(files.map((file) => copied(root, file, join('dist', 'migrations', basename(file)))));
  return { inputs: [...files, 'db/migrations'], outputs: parts.flatMap((part) => part.outputs) };
}

async function reportFonts(root: string): Promise<Part> {
  const parts = await Promise.all(reportFontFiles.map((file) => copied(root, join(reportFontFolder, file), join('dist', 'renderer', 'fonts', file))));
  return { inputs: ['main/report/page-fonts.ts'], outputs: parts.flatMap((part) => part.outputs) };
}

async function notices(root: string): Promise<Part> {
  const text = noticesText(await collectNotices(root));
  return {
    // The folder itself tells of bundles that come and go.
    inputs: ['package-lock.json', 'models/bundles', ...globSync('models/bundles/*/{NOTICE,manifest.json}', { cwd: root })],
    outputs: [{ path: join(root, 'dist', 'NOTICES.txt'), contents: new TextEncoder().encode(text) }],
  };
}

function bundled(root: string, result: BuildResult<{ metafile: true; write: false }>): Part {
  const inputs = Object.keys(result.metafile.inputs).filter((input) => existsSync(join(root, input)));
  return { inputs, outputs: result.outputFiles };
}

function parts(root: string): Promise<Part>[] {
  const programs = findPrograms(root, mainSources(root));
  const options = [
    ...Object.entries(programs).map(([name, source]) => programOptions(root, name, source)),
    preloadOptions(root),
    rendererOptions(root),
  ];
  return [
    ...options.map(async (one) => bundled(root, await build({ ...one, metafile: true, write: false }))),
    copied(root, 'renderer/index.html', 'dist/renderer/index.html'),
    migrations(root),
    reportFonts(root),
    notices(root),
  ];
}

/** Complete or not there: a program that starts meanwhile never sees half a file. Unchanged files keep their time. */
async function keep({ path, contents }: Output): Promise<void> {
  if (existsSync(path) && contents.length > 0 && Buffer.compare(await readFile(path), contents) === 0) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, contents);
  await rename(temporary, path).catch(async (error: unknown) => {
    await rm(temporary, { force: true });
    throw error;
  });
}

function describe(root: string, reason: unknown): string[] {
  const errors = (reason as Partial<BuildFailure>).errors;
  if (errors === undefined) return [reason instanceof Error ? reason.message : String(reason)];
  return errors.map(({ text, location }) => (location === null ? text : `${shownPath(root, join(root, location.file))}:${location.line}: ${text}`));
}

/** Builds what changed. Every part that can be built is built, whatever becomes of the others. */
export async function buildApp(root: string): Promise<BuildReport> {
  const began = performance.now();
  const report = (ok: boolean, fresh: boolean, problems: readonly string[] = []): BuildReport => ({ ok, fresh, problems, durationMs: performance.now() - began });
  if (await readStamp(root)) return report(true, true);
  const startedAt = Date.now();
  const settled = await Promise.allSettled(parts(root));
  const done = settled.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
  await Promise.all(done.flatMap((part) => part.outputs).map(keep));
  const problems = settled.flatMap((part) => (part.status === 'rejected' ? describe(root, part.reason) : []));
  if (problems.length > 0) return report(false, false, [...new Set(problems)]);
  const inputs = [...done.flatMap((part) => part.inputs), ...mainSources(root), 'package-lock.json', 'tsconfig.json'];
  if (!changedSince(root, inputs, startedAt)) await writeStamp(root, stampOf(root, inputs, done.flatMap((part) => part.outputs.map((output) => shownPath(root, output.path)))));
  return report(true, false);
}

/** The build as one line, or the lines of what went wrong. */
export function buildLines(report: BuildReport): string[] {
  if (!report.ok) return ['The build failed:', ...report.problems.map((problem) => `  ${problem}`)];
  if (report.fresh) return ['The build is up to date.'];
  return [`Built in ${(report.durationMs / 1000).toFixed(1)} s.`];
}

if (import.meta.main) {
  const report = await buildApp(join(import.meta.dirname, '..', '..'));
  for (const line of buildLines(report)) (report.ok ? process.stdout : process.stderr).write(`${line}\n`);
  process.exitCode = report.ok ? 0 : 1;
}

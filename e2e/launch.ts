/** Launches the built app for a test: in Electron where its binary is, else in the stand-in. The tests cannot tell which. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { _electron } from 'playwright';
import type { Page } from 'playwright';
import { launchStandIn } from './electron-stand-in/launcher.ts';

export const root = path.join(import.meta.dirname, '..');

export interface LaunchOptions {
  readonly userData: string;
  /** Files and folders named on the command line. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly kind: 'electron' | 'stand-in';
  readonly page: Page;
  /** Process id of main. */
  readonly pid: number;
  /** Resolves when main has ended. */
  readonly exited: Promise<unknown>;
  /** What main and its helpers wrote. */
  output(): string;
  /** Runs in main; functions of the test's scope do not travel. */
  evaluate<R, A>(run: (electron: typeof import('electron'), argument: A) => R, argument: A): Promise<Awaited<R>>;
  close(): Promise<void>;
}

/** Electron's program, or null. Never `require('electron')`: it would download. */
export function electronBinary(): string | null {
  const folder = path.join(root, 'node_modules/electron');
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist');
  try {
    const program = path.join(dist, readFileSync(path.join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Resolves when the first window has loaded. */
export async function launchApp(options: LaunchOptions): Promise<RunningApp> {
  const binary = electronBinary();
  const args = [`--user-data-dir=${options.userData}`, ...(options.args ?? [])];
  return binary === null ? launchInStandIn(args, options.env ?? {}) : launchInElectron(binary, args, options.env ?? {});
}

async function launchInStandIn(args: readonly string[], env: Readonly<Record<string, string>>): Promise<RunningApp> {
  const app = await launchStandIn({ main: path.join(root, 'dist/main.mjs'), args, env });
  return {
    kind: 'stand-in', page: app.page, pid: app.process.pid ?? 0, exited: app.exited, output: app.output, close: app.close,
    evaluate: (run, argument) => app.evaluate(run, argument),
  };
}

async function launchInElectron(executablePath: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<RunningApp> {
  const isRoot = process.getuid?.() === 0;
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await _electron.launch({ executablePath, args: [...(isRoot ? ['--no-sandbox'] : []), root, ...args], env: { ...Object.fromEntries(inherited), ...env } });
  let output = '';
  const child = app.process();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    kind: 'electron', page: await app.firstWindow(), pid: child.pid ?? 0, exited, output: () => output,
    // Playwright's own type takes a function of two arguments, of which the first is the same module.
    evaluate: (run, argument) => app.evaluate(run as never, argument as never) as never,
    close: () => app.close(),
  };
}

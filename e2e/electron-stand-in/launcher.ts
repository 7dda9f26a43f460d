/** Starts an app in the stand-in for a test: a forked Node process, and Playwright connected to its browser. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { findChromium } from './chromium.ts';
import type { Told } from './test-control.ts';

export interface StandInOptions {
  /** The app's main script. */
  readonly main: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface StandInApp {
  readonly process: ChildProcess;
  readonly browser: Browser;
  readonly page: Page;
  /** Resolves with the exit code when the app has ended. */
  readonly exited: Promise<number | null>;
  /** What main and its helpers wrote. */
  output(): string;
  /** Runs `run` in main with the electron module. Functions of the test's scope do not travel. */
  evaluate<R, A>(run: (electron: typeof import('electron'), argument: A) => R, argument: A): Promise<Awaited<R>>;
  /** Quits as a user would; kills what does not end within ten seconds. */
  close(): Promise<void>;
}

export const registerFile = new URL('./register.ts', import.meta.url);

/** Node 24 of this project, whatever Node runs the test. */
export function projectNode(): string {
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : path.join(import.meta.dirname, '../../node_modules/.bin/node');
}

/** `test`: without a display, and Playwright may connect. `headless`: without a display. `shown`: for a user. */
export type Mode = 'test' | 'headless' | 'shown';

/** Forks the app without waiting for a window. */
export async function forkApp(options: StandInOptions, mode: Mode = 'test'): Promise<ChildProcess> {
  const executable = await findChromium();
  if (executable === null) throw new Error('No Chromium was found; set PLEURA_CHROMIUM to one, or run: npx playwright install chromium');
  return fork(options.main, [...options.args], {
    execPath: projectNode(),
    execArgv: ['--import', registerFile.href],
    env: { ...process.env, ...options.env, PLEURA_CHROMIUM: executable, PLEURA_STAND_IN_MODE: mode, NODE_OPTIONS: '' },
    stdio: mode === 'test' ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** Throws with the app's output when it ends before it shows a window. */
export async function launchStandIn(options: StandInOptions): Promise<StandInApp> {
  const child = await forkApp(options);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-200_000);
    if (process.env['PLEURA_E2E_OUTPUT'] === '1') process.stderr.write(chunk);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const endpoint = new Promise<string>((resolve) => {
    child.on('message', (message: Told) => {
      if (message.standIn === 'endpoint') resolve(message.endpoint);
    });
  });
  const early = exited.then((code): never => {
    throw new Error(`The app ended (code ${code}) before it showed a window:\n${output}`);
  });
  const browser = await chromium.connectOverCDP(await Promise.race([endpoint, early]));
  const page = await Promise.race([firstPage(browser), early]);
  early.catch(() => undefined);
  return { process: child, browser, page, exited, output: () => output, evaluate: evaluator(child), close: () => close(child, browser, exited) };
}

/** The window's page, once it has left the blank one. */
async function firstPage(browser: Browser): Promise<Page> {
  for (;;) {
    const page = browser.contexts()[0]?.pages().find((one) => one.url().startsWith('http') && !one.url().includes('/__stand-in/'));
    if (page !== undefined) {
      await page.waitForLoadState();
      return page;
    }
    await delay(20);
  }
}

function evaluator(child: ChildProcess): StandInApp['evaluate'] {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  child.on('message', (message: Told) => {
    if (message.standIn === 'endpoint') return;
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.standIn === 'value') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  });
  child.once('exit', () => pending.forEach(({ reject }) => reject(new Error('The app has ended'))));
  return (run, argument) => {
    if (!child.connected) return Promise.reject(new Error('The app has ended'));
    const waiting = Promise.withResolvers<unknown>();
    pending.set(++last, waiting);
    child.send({ standIn: 'evaluate', id: last, source: String(run), argument });
    return waiting.promise as ReturnType<StandInApp['evaluate']> as never;
  };
}

async function close(child: ChildProcess, browser: Browser, exited: Promise<number | null>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(killer);
  }
  await browser.close().catch(() => undefined);
}

/** A workstation under test: one user data folder, an app that may be ended and started again, and everything that went wrong in it. */
import { rm } from 'node:fs/promises';
import process from 'node:process';
import { expect } from '@playwright/test';
import type { ConsoleMessage, Page } from '@playwright/test';
import { launchApp } from './launch.ts';
import type { RunningApp } from './launch.ts';

export class Station {
  readonly userData: string;
  readonly #env: Readonly<Record<string, string>>;
  readonly #problems: string[] = [];
  readonly #allowed: RegExp[] = [];
  #app: RunningApp | null = null;
  #outputBefore = '';

  constructor(userData: string, env: Readonly<Record<string, string>> = {}) {
    this.userData = userData;
    this.#env = env;
  }

  get app(): RunningApp {
    if (this.#app === null) throw new Error('the app does not run');
    return this.#app;
  }

  get page(): Page {
    return this.app.page;
  }

  /** Errors of console and page that fail the test when it ends. */
  get problems(): readonly string[] {
    return this.#problems.filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
  }

  /** This test provokes such an error. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern);
  }

  /** Everything that main wrote, over all starts. */
  output(): string {
    return this.#outputBefore + (this.#app?.output() ?? '');
  }

  async start(args: readonly string[] = []): Promise<void> {
    this.#app = await launchApp({ userData: this.userData, env: this.#env, args });
    const { page } = this.#app;
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') this.#problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => this.#problems.push(`page: ${error.stack ?? error.message}`));
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  }

  /** Quits as a user does, and opens the app again. */
  async restart(): Promise<void> {
    await this.quit();
    await this.start();
  }

  async quit(): Promise<void> {
    await this.#app?.close();
    this.#keepOutput();
  }

  /** As a power cut for the app: main dies at once, and with it what hangs on it. */
  async kill(): Promise<void> {
    process.kill(this.app.pid, 'SIGKILL');
    await this.app.exited;
    await this.app.close();
    this.#keepOutput();
  }

  #keepOutput(): void {
    this.#outputBefore = this.output();
    this.#app = null;
  }

  /** Process id of the inference engine; null while none runs. */
  async enginePid(): Promise<number | null> {
    const pid = await this.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => /engine/i.test(name ?? ''))?.pid ?? null, null);
    return pid;
  }

  /** The engine computes nothing while `work` runs, however fast it is. */
  async whileEngineHolds(work: () => Promise<void>): Promise<void> {
    const pid = await this.enginePid();
    if (pid === null) throw new Error('no engine runs');
    process.kill(pid, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  /** The system's dialog answers with these files or folders until told otherwise. */
  async answerOpenDialog(filePaths: readonly string[]): Promise<void> {
    await this.app.evaluate(({ dialog }, paths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: paths.length === 0, filePaths: [...paths] });
    }, filePaths);
  }

  /** Drops files or folders on the middle of the window, as the desktop does. */
  async drop(files: readonly string[]): Promise<void> {
    const { page } = this;
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const cdp = await page.context().newCDPSession(page);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    const drag = (type: 'dragEnter' | 'dragOver' | 'drop') => cdp.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data });
    const landed = await page.evaluateHandle(() => {
      const seen = { drop: false };
      window.addEventListener('drop', () => { seen.drop = true; }, { once: true, capture: true });
      return seen;
    });
    // Where the page changes under the pointer, Chromium takes a drop for the drag's entering another element and lets go of nothing. A hand would still hold.
    await expect(async () => {
      for (const type of ['dragEnter', 'dragOver', 'dragOver'] as const) await drag(type);
      await expect(page.getByTestId('drop-target')).toBeVisible({ timeout: 1_000 });
      await drag('dragOver');
      await drag('drop');
      expect(await landed.evaluate(({ drop }) => drop)).toBe(true);
    }).toPass();
    await cdp.detach();
  }

  /** Ends the app and removes its data. */
  async end(): Promise<void> {
    await this.quit();
    await rm(this.userData, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** The one browser of the app: started with the first window, one target a window; pop-ups of its pages are ended. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
import type { CdpSession } from './cdp.ts';
import { startChromium, stopChromium } from './chromium.ts';
import type { Chromium, ChromiumOptions } from './chromium.ts';

export interface WindowTarget {
  readonly id: string;
  readonly session: CdpSession;
}

export interface BrowserHostOptions {
  readonly executable: string;
  readonly headless: boolean;
  readonly userData: () => string;
  readonly switches: () => readonly string[];
  readonly ports: () => { readonly serverPort: number; readonly proxyPort: number };
  /** Where the launcher of a test connects; null for users, and then no port is open. */
  readonly tellEndpoint: ((endpoint: string) => void) | null;
  readonly onTargetGone: (id: string) => void;
  readonly onExit: () => void;
}

export class BrowserHost {
  readonly headless: boolean;
  readonly #options: BrowserHostOptions;
  #starting: Promise<{ readonly chromium: Chromium; readonly first: WindowTarget }> | null = null;
  #firstTaken = false;
  #processId: number | null = null;
  readonly #firstTarget = Promise.withResolvers<WindowTarget>();
  readonly #targets = new Map<string, PromiseWithResolvers<WindowTarget>>();

  constructor(options: BrowserHostOptions) {
    this.#options = options;
    this.headless = options.headless;
  }

  /** A target showing `blank`, for a new window of this size. */
  async openWindow(blank: string, width: number, height: number): Promise<WindowTarget> {
    this.#starting ??= this.#start(blank, width, height);
    const { chromium, first } = await this.#starting;
    if (!this.#firstTaken) {
      this.#firstTaken = true;
      return first;
    }
    const { targetId } = await chromium.connection.root.send('Target.createTarget', { url: blank, width, height, newWindow: true });
    return this.#target(targetId).promise;
  }

  /** Speaks to the browser itself. Throws before the first window. */
  async root(): Promise<CdpSession> {
    if (this.#starting === null) throw new Error('[stand-in] no browser runs yet');
    return (await this.#starting).chromium.connection.root;
  }

  async closeTarget(targetId: string): Promise<void> {
    const root = await this.root();
    await root.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }

  /** Process id of the browser; null before the first window. */
  get processId(): number | null {
    return this.#processId;
  }

  async stop(): Promise<void> {
    const started = await this.#starting?.catch(() => null);
    if (started !== null && started !== undefined) await stopChromium(started.chromium);
  }

  async #start(blank: string, width: number, height: number): Promise<{ readonly chromium: Chromium; readonly first: WindowTarget }> {
    const { executable, headless, userData, switches, ports, tellEndpoint, onExit } = this.#options;
    const options: ChromiumOptions = {
      executable, headless, profile: path.join(userData(), 'stand-in', 'profile'), firstPage: blank, width, height, ...ports(),
      debuggingPort: tellEndpoint !== null, switches: switches(),
    };
    const chromium = await startChromium(options);
    this.#processId = chromium.process.pid ?? null;
    chromium.process.once('exit', onExit);
    if (chromium.endpoint !== null) tellEndpoint?.(chromium.endpoint);
    const { root } = chromium.connection;
    root.on('Target.attachedToTarget', (event) => this.#attached(chromium, event));
    root.on('Target.targetDestroyed', (event) => this.#options.onTargetGone(event.targetId));
    root.on('Target.detachedFromTarget', (event) => {
      if (event.targetId !== undefined) this.#options.onTargetGone(event.targetId);
    });
    await root.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] });
    return { chromium, first: await this.#firstTarget.promise };
  }

  /** The browser tells of a target before or after it answers who asked for it. */
  #target(id: string): PromiseWithResolvers<WindowTarget> {
    const known = this.#targets.get(id) ?? Promise.withResolvers<WindowTarget>();
    this.#targets.set(id, known);
    return known;
  }

  #attached(chromium: Chromium, event: Protocol.Target.attachedToTargetPayload): void {
    const { targetId, openerId } = event.targetInfo;
    const session = chromium.connection.session(event.sessionId);
    if (openerId !== undefined) {
      void this.#discard(chromium, session, targetId);
      return;
    }
    void session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
    this.#firstTarget.resolve({ id: targetId, session });
    this.#target(targetId).resolve({ id: targetId, session });
  }

  /**
   * Ends a window that a page opened. Its requests wait for an answer that never comes, so that nothing of it loads; it runs all the same, because
   * left paused it would hold up its opener, which shares its process and is inside window.open.
   */
  async #discard(chromium: Chromium, session: CdpSession, targetId: string): Promise<void> {
    const blocked = session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }).then(() => session.send('Runtime.runIfWaitingForDebugger'));
    await Promise.race([blocked.catch(() => undefined), delay(500)]);
    await chromium.connection.root.send('Target.closeTarget', { targetId }).catch(() => undefined);
  }
}

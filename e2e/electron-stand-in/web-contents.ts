/** Electron's `WebContents`: one page of the browser, with the preload injected and the app's guards obeyed. */
import { randomBytes } from 'node:crypto';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
import type { Addresses } from './addresses.ts';
import type { WindowTarget } from './browser-host.ts';
import type { CdpSession } from './cdp.ts';
import { EmulatedEmitter, preventable } from './emulated.ts';
import { heldPaths } from './file-paths.ts';
import { Wire } from './ipc-main.ts';
import type { IpcMain } from './ipc-main.ts';
import { preloadWorldScript, pageWorldScript } from './page-scripts.ts';
import type { PageScripts } from './page-scripts.ts';
import { printToPdf } from './print-to-pdf.ts';
import type { PrintOptions } from './print-to-pdf.ts';
import { ownPaths } from './server.ts';
import type { Session } from './session.ts';
import { applyPermissions } from './permissions.ts';

export interface WebPreferences {
  readonly preload?: string;
  readonly additionalArguments?: readonly string[];
  readonly sandbox?: boolean;
  readonly contextIsolation?: boolean;
  readonly nodeIntegration?: boolean;
}

export interface ContentsHost {
  readonly addresses: Addresses;
  readonly session: Session;
  readonly ipcMain: IpcMain;
  readonly scripts: Promise<PageScripts>;
  readonly versions: Readonly<Record<string, string>>;
  readonly colorScheme: () => 'dark' | 'light';
  /** Speaks to the browser itself. */
  readonly browserSession: () => Promise<CdpSession>;
}

type OpenHandler = (details: { readonly url: string; readonly frameName: string; readonly features: string; readonly disposition: string }) => { readonly action: 'allow' | 'deny' };

/** Electron's WebFrameMain, of which only the top frame exists here. */
interface FrameInfo {
  readonly url: string;
  readonly origin: string;
  readonly parent: null;
  readonly top: FrameInfo;
  readonly routingId: number;
  readonly processId: number;
}

const preloadWorldName = 'stand-in-preload';

export class WebContents extends EmulatedEmitter {
  readonly id: number;
  readonly session: Session;
  readonly mainFrame: FrameInfo;
  /** Secret name of this window's socket. */
  readonly secret = randomBytes(16).toString('hex');
  readonly wire: Wire;
  readonly #host: ContentsHost;
  readonly #target: Promise<WindowTarget>;
  #url = '';
  #frameId = '';
  #title = '';
  #loading: string | null = null;
  #destroyed = false;
  #openHandler: OpenHandler | null = null;

  constructor(id: number, host: ContentsHost, target: Promise<WindowTarget>, preferences: WebPreferences) {
    super();
    if (preferences.contextIsolation === false || preferences.nodeIntegration === true || preferences.sandbox === false) {
      throw new Error('[stand-in] only sandboxed, isolated pages are emulated');
    }
    this.id = id;
    this.#host = host;
    this.session = host.session;
    this.mainFrame = this.#frame();
    this.wire = new Wire({
      ipcMain: host.ipcMain,
      event: () => this.#ipcEvent(),
      paths: (batch, count) => this.pathsOfHeldFiles(batch, count),
      onPreloadError: (error) => this.emit('preload-error', {}, preferences.preload ?? '', error),
    });
    this.#target = target.then(async (ready) => {
      await this.#prepare(ready, preferences);
      return ready;
    });
    this.#target.catch((error: unknown) => process.stderr.write(`[stand-in] the window did not open: ${String(error)}\n`));
  }

  /** Rejects with Chromium's error where the address cannot be loaded. */
  async loadURL(url: string): Promise<void> {
    const { session } = await this.#target;
    const address = this.#host.addresses.toHttp(url);
    this.#loading = address;
    await applyPermissions(await this.#host.browserSession(), this.#host, this, url);
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', resolve));
    const { errorText } = await session.send('Page.navigate', { url: address });
    if (errorText !== undefined) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      throw new Error(`${errorText.replace('net::', '')} loading '${url}'`);
    }
    await loaded;
  }

  send(channel: string, ...args: readonly unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    this.wire.send(channel, args);
  }

  getURL(): string {
    return this.#url;
  }

  getTitle(): string {
    return this.#title;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isLoading(): boolean {
    return this.#loading !== null;
  }

  isCrashed(): boolean {
    return false;
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  /** A browser's own tools are one key away. */
  openDevTools(): void {}
  closeDevTools(): void {}
  focus(): void {}
  setBackgroundThrottling(_allowed: boolean): void {}
  setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {
    return Promise.resolve();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const { session } = await this.#target;
    const answer = await session.send('Runtime.evaluate', { expression: code, awaitPromise: true, returnByValue: true, userGesture });
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value as unknown;
  }

  reload(): void {
    this.#loading = this.#host.addresses.toHttp(this.#url);
    void this.#target.then(({ session }) => session.send('Page.reload'));
  }

  async capturePage(): Promise<{ toPNG(): Buffer; isEmpty(): boolean }> {
    const { session } = await this.#target;
    const { data } = await session.send('Page.captureScreenshot', { format: 'png' });
    const png = Buffer.from(data, 'base64');
    return { toPNG: () => png, isEmpty: () => png.length === 0 };
  }

  /** Through the browser's own printing, with the options that Electron names the same way. */
  async printToPDF(options: PrintOptions): Promise<Buffer> {
    const { session } = await this.#target;
    return printToPdf(session, options);
  }

  /** Shows the page in the theme that the app chose. */
  async applyColorScheme(): Promise<void> {
    const { session } = await this.#target;
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: this.#host.colorScheme() }] });
  }

  /** Paths of files that the page holds, empty where a file has none. */
  async pathsOfHeldFiles(batch: number, count: number): Promise<readonly string[]> {
    const { session } = await this.#target;
    return heldPaths(session, this.#frameId, preloadWorldName, batch, count);
  }

  destroyed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }

  async #prepare({ session }: WindowTarget, preferences: WebPreferences): Promise<void> {
    const { addresses, scripts: pending, versions } = this.#host;
    const scripts = await pending;
    const secret = randomBytes(16).toString('hex');
    this.#listen(session);
    const [tree] = await Promise.all([session.send('Page.getFrameTree'), session.send('Page.enable'), session.send('Inspector.enable')]);
    this.#frameId = tree.frameTree.frame.id;
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: pageWorldScript(scripts, addresses.suffix, secret) });
    if (preferences.preload !== undefined) {
      const boot = {
        secret, socketPath: ownPaths.socket + this.secret, workerPath: ownPaths.worker, platform: process.platform, arch: process.arch, versions,
        arguments: preferences.additionalArguments ?? [],
      };
      const source = await preloadWorldScript(scripts, addresses.suffix, boot, preferences.preload);
      await session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: preloadWorldName });
    }
    await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: this.#host.colorScheme() }] });
  }

  #listen(session: WindowTarget['session']): void {
    session.on('Fetch.requestPaused', (event) => this.#guard(session, event));
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.#url = this.#host.addresses.fromHttp(frame.url + (frame.urlFragment ?? ''));
      this.emit('did-navigate', {}, this.#url, 200, '');
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.#frameId) return;
      this.#url = this.#host.addresses.fromHttp(url);
      this.emit('did-navigate-in-page', {}, this.#url, true, 1, 1);
    });
    session.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    session.on('Page.loadEventFired', () => {
      if (this.#url === '' || this.#url.includes(ownPaths.blank)) return;
      this.#loading = null;
      this.emit('did-finish-load', {});
      this.emit('did-stop-loading', {});
    });
    session.on('Page.windowOpen', ({ url }) => this.#askAboutWindow(url));
    session.on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
  }

  /** The page wants to go somewhere: the app may prevent what it has not asked for itself. */
  #guard(session: WindowTarget['session'], event: Protocol.Fetch.requestPausedPayload): void {
    const { requestId } = event;
    const url = this.#host.addresses.fromHttp(event.request.url);
    const isMainFrame = event.frameId === this.#frameId;
    const own = isMainFrame && (event.request.url === this.#loading || url === this.#url || event.request.url.includes(ownPaths.blank));
    const asked = preventable({ url, isMainFrame, isSameDocument: false, frame: this.mainFrame, initiator: this.mainFrame });
    if (!own) {
      this.emit('will-frame-navigate', asked);
      if (isMainFrame) this.emit('will-navigate', asked, url, false, true, 1, 1);
    }
    const decided = asked.defaultPrevented
      ? session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      : session.send('Fetch.continueRequest', { requestId });
    decided.catch(() => undefined);
  }

  /** The app decides and may act on it; windows of pages are not emulated, so that the browser's own is closed in any case (browser-host.ts). */
  #askAboutWindow(url: string): void {
    const address = this.#host.addresses.fromHttp(url);
    const decision = this.#openHandler?.({ url: address, frameName: '', features: '', disposition: 'new-window' });
    if (decision?.action !== 'deny') process.stderr.write('[stand-in] a page opened a window; this is not emulated, and it was closed\n');
  }

  #frame(): FrameInfo {
    const url = (): string => this.#url;
    const frame = {
      parent: null, routingId: 1, processId: 1, name: '', detached: false,
      get url() {
        return url();
      },
      get origin() {
        return /^[a-z][\w+.-]*:\/\/[^/]*/i.exec(url())?.[0] ?? 'null';
      },
      get top(): FrameInfo {
        return frame;
      },
    };
    return frame;
  }

  #ipcEvent(): object {
    return { sender: this, senderFrame: this.mainFrame, processId: 1, frameId: 1, type: 'frame', ports: [], reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args) };
  }
}

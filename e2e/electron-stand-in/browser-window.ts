/** Electron's `BrowserWindow`: a window of the stand-in's browser. Size and visibility are kept, decoration is the browser's own. */
import type { BrowserHost, WindowTarget } from './browser-host.ts';
import { EmulatedEmitter, preventable } from './emulated.ts';
import { ownPaths } from './server.ts';
import { WebContents } from './web-contents.ts';
import type { ContentsHost, WebPreferences } from './web-contents.ts';

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
  readonly show?: boolean;
  readonly title?: string;
  readonly webPreferences?: WebPreferences;
}

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What windows share; `electron.ts` makes the only one. */
export interface WindowHost extends ContentsHost {
  readonly browser: BrowserHost;
  readonly windows: Map<number, StandInWindow>;
  readonly isReady: () => boolean;
  readonly onCreated: (window: StandInWindow) => void;
  readonly onAllClosed: () => void;
}

export class StandInWindow extends EmulatedEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #host: WindowHost;
  readonly #target: Promise<WindowTarget>;
  #targetId: string | null = null;
  #bounds: Bounds;
  #title: string;
  #visible: boolean;
  #destroyed = false;

  constructor(host: WindowHost, options: WindowOptions = {}) {
    super();
    if (!host.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    this.#host = host;
    this.id = Math.max(0, ...host.windows.keys()) + 1;
    this.#bounds = { x: 0, y: 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#title = options.title ?? '';
    this.#visible = options.show !== false;
    this.#target = this.#open();
    this.webContents = new WebContents(this.id, host, this.#target, options.webPreferences ?? {});
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    host.windows.set(this.id, this);
    host.onCreated(this);
  }

  async #open(): Promise<WindowTarget> {
    const { width, height } = this.#bounds;
    const target = await this.#host.browser.openWindow(this.#host.addresses.toHttp(this.#blankAddress()), width, height);
    this.#targetId = target.id;
    await this.#applySize(target);
    return target;
  }

  #blankAddress(): string {
    const scheme = this.#host.session.protocol.schemes()[0] ?? 'none';
    return `${scheme}://app${ownPaths.blank}`;
  }

  /** A window that nobody sees has no frame around the page: the page alone gets the size. */
  async #applySize({ session }: WindowTarget): Promise<void> {
    if (!this.#host.browser.headless) return;
    const { width, height } = this.#bounds;
    await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 0, mobile: false });
  }

  get targetId(): string | null {
    return this.#targetId;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  close(): void {
    void this.requestClose();
  }

  /** False when the app prevented it. */
  async requestClose(): Promise<boolean> {
    if (this.#destroyed) return true;
    const event = preventable({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    const id = this.#targetId;
    this.gone();
    if (id !== null) void this.#host.browser.closeTarget(id).catch(() => undefined);
  }

  /** The page is no more: closed here, by the user, or with the browser. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#host.windows.delete(this.id);
    this.webContents.destroyed();
    this.emit('closed');
    if (this.#host.windows.size === 0) this.#host.onAllClosed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }

  showInactive(): void {
    this.show();
  }

  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }

  isVisible(): boolean {
    return this.#visible;
  }

  focus(): void {
    void this.#target.then(({ session }) => session.send('Page.bringToFront')).catch(() => undefined);
  }

  isFocused(): boolean {
    return this.#visible;
  }

  setTitle(title: string): void {
    this.#title = title;
  }

  getTitle(): string {
    return this.#title;
  }

  getBounds(): Bounds {
    return this.#bounds;
  }

  getNormalBounds(): Bounds {
    return this.#bounds;
  }

  getContentBounds(): Bounds {
    return this.#bounds;
  }

  getSize(): readonly [number, number] {
    return [this.#bounds.width, this.#bounds.height];
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#target.then((target) => this.#applySize(target)).catch(() => undefined);
    this.emit('resize');
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  isMinimized(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  // The window manager's matters: a browser window keeps its own state.
  restore(): void {}
  minimize(): void {}
  maximize(): void {}
  center(): void {}
  setFullScreen(_full: boolean): void {}
  setMenu(_menu: unknown): void {}
  setMenuBarVisibility(_visible: boolean): void {}
  setAutoHideMenuBar(_hide: boolean): void {}
  removeMenu(): void {}
  setProgressBar(_progress: number): void {}
  setBackgroundColor(_color: string): void {}
  setMinimumSize(_width: number, _height: number): void {}
  setIcon(_icon: unknown): void {}
  flashFrame(_flash: boolean): void {}
}

/** The class that the app sees, bound to this process's windows. */
export function browserWindowClass(host: WindowHost) {
  return class BrowserWindow extends StandInWindow {
    constructor(options?: WindowOptions) {
      super(host, options);
    }

    static getAllWindows(): readonly StandInWindow[] {
      return [...host.windows.values()];
    }

    static getFocusedWindow(): StandInWindow | null {
      return [...host.windows.values()].at(-1) ?? null;
    }

    static fromId(id: number): StandInWindow | null {
      return host.windows.get(id) ?? null;
    }

    static fromWebContents(contents: unknown): StandInWindow | null {
      return [...host.windows.values()].find((window) => window.webContents === contents) ?? null;
    }
  };
}

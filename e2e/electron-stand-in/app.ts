/** Electron's `app`: paths, switches, life from ready to quit. */
import { mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { EmulatedEmitter, emulate, preventable } from './emulated.ts';
import type { InstanceLock } from './instance-lock.ts';

/** What the life of the app needs of the rest. */
export interface AppHost {
  /** Starts servers, before `ready`. */
  readonly start: () => Promise<void>;
  /** Ends browser and servers. */
  readonly stop: () => Promise<void>;
  readonly closeWindows: () => Promise<boolean>;
  readonly metrics: () => readonly object[];
  readonly lock: () => InstanceLock;
}

export class App extends EmulatedEmitter {
  readonly isPackaged = false;
  readonly switches: string[] = [];
  readonly #paths = new Map<string, string>();
  readonly #project: { readonly folder: string; readonly name: string; readonly version: string };
  readonly #ready = Promise.withResolvers<void>();
  #host: AppHost | null = null;
  #isReady = false;
  #quitting = false;
  #farewell: Promise<void> = Promise.resolve();

  readonly commandLine = emulate('commandLine', {
    appendSwitch: (name: string, value?: string): void => {
      this.switches.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    },
    appendArgument: (_value: string): void => {},
    hasSwitch: (name: string): boolean => switchValue(name) !== null,
    getSwitchValue: (name: string): string => switchValue(name) ?? '',
  });

  constructor(mainFile: string) {
    super();
    this.#project = readProject(path.dirname(mainFile));
    const userData = switchValue('user-data-dir');
    if (userData !== null && userData !== '') this.#paths.set('userData', path.resolve(userData));
  }

  /** Begins the start that Electron begins by itself, once the app's main script has run. */
  begin(host: AppHost): void {
    this.#host = host;
    setImmediate(() => {
      if (this.#quitting) return;
      host.start().then(() => this.#becomeReady()).catch((error: unknown) => {
        process.stderr.write(`[stand-in] did not start: ${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      });
    });
  }

  #becomeReady(): void {
    this.#isReady = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.#ready.resolve();
  }

  get name(): string {
    return this.#project.name;
  }

  getName(): string {
    return this.#project.name;
  }

  getVersion(): string {
    return this.#project.version;
  }

  getAppPath(): string {
    return this.#project.folder;
  }

  getLocale(): string {
    return 'en-US';
  }

  getPath(name: string): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    const configuration = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config');
    switch (name) {
      case 'home': return os.homedir();
      case 'temp': return os.tmpdir();
      case 'appData': return configuration;
      case 'userData': return path.join(configuration, `${this.name} stand-in`);
      case 'sessionData': return this.getPath('userData');
      case 'logs': return path.join(this.getPath('userData'), 'logs');
      case 'crashDumps': return path.join(this.getPath('userData'), 'Crashpad');
      case 'exe': return process.execPath;
      case 'desktop': case 'documents': case 'downloads': case 'music': case 'pictures': case 'videos':
        return path.join(os.homedir(), name.slice(0, 1).toUpperCase() + name.slice(1));
      default: throw new Error(`Failed to get '${name}' path`);
    }
  }

  setPath(name: string, folder: string): void {
    mkdirSync(folder, { recursive: true });
    this.#paths.set(name, folder);
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  getAppMetrics(): readonly object[] {
    return this.#host?.metrics() ?? [];
  }

  requestSingleInstanceLock(data?: unknown): boolean {
    const lock = this.#host?.lock();
    if (lock === undefined || lock.take()) return true;
    this.#farewell = lock.tellOwner({ argv: process.argv, workingDirectory: process.cwd(), data });
    return false;
  }

  releaseSingleInstanceLock(): void {
    this.#host?.lock().release();
  }

  /** Every window may refuse, and so may `before-quit` and `will-quit`. */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    this.#quit().then((gone) => {
      this.#quitting = gone;
    }).catch((error: unknown) => {
      process.stderr.write(`[stand-in] quit: ${String(error)}\n`);
      this.exit(1);
    });
  }

  async #quit(): Promise<boolean> {
    if (this.#allows('before-quit') && (await this.#host?.closeWindows()) !== false && this.#allows('will-quit')) {
      this.exit(0);
      return true;
    }
    return false;
  }

  #allows(eventName: 'before-quit' | 'will-quit'): boolean {
    const event = preventable({});
    this.emit(eventName, event);
    return !event.defaultPrevented;
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    const end = (): void => process.exit(code);
    Promise.allSettled([this.#farewell, this.#host?.stop()]).then(end, end);
  }

  /** The last window is gone. */
  allClosed(): void {
    if (this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  // The desktop's matters, of which a browser window has none.
  focus(): void {}
  setAppUserModelId(_id: string): void {}
  setAboutPanelOptions(_options: object): void {}
  setAsDefaultProtocolClient(_scheme: string): boolean {
    return false;
  }
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {
    this.switches.push('--disable-gpu');
  }
  disableDomainBlockingFor3DAPIs(): void {}
  addRecentDocument(_path: string): void {}
  setBadgeCount(_count: number): boolean {
    return false;
  }
}

function switchValue(name: string): string | null {
  const found = process.argv.find((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  return found === undefined ? null : found.slice(name.length + 3);
}

/** Electron's app path is the folder of package.json; the name is its productName. */
function readProject(folder: string): { readonly folder: string; readonly name: string; readonly version: string } {
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    try {
      const found = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')) as { readonly name?: string; readonly productName?: string; readonly version?: string };
      return { folder: at, name: found.productName ?? found.name ?? 'app', version: found.version ?? '0.0.0' };
    } catch {
      // Look one folder up.
    }
  }
  return { folder, name: 'app', version: '0.0.0' };
}

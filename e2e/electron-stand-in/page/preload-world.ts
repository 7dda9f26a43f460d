/** The isolated world in which the app's preload runs: `require('electron')` of a sandboxed preload, and nothing of Node beyond `process`. */
import type { Boot } from '../wire.ts';
import { asker } from './asker.ts';
import { hold, release } from './held-files.ts';
import { IpcRenderer } from './ipc-renderer.ts';
import { WorldLink } from './world-link.ts';

type Preload = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown, process: object, global: object) => void;

/** Runs `preload`, a CommonJS module's body, before the page's first script. */
export function startPreloadWorld(boot: Boot, preload: Preload): void {
  const ipcRenderer = new IpcRenderer(boot, asker);
  const paths = new WeakMap<File, string>();
  const link = new WorldLink({
    secret: boot.secret,
    side: 'preload',
    beforeFiles: async (files) => {
      const batch = hold(files);
      const found = await ipcRenderer.paths(batch, files.length);
      release(batch).forEach((file, index) => paths.set(file, found[index] ?? ''));
    },
  });
  const electron = {
    ipcRenderer: strict('ipcRenderer', ipcRenderer),
    contextBridge: strict('contextBridge', { exposeInMainWorld: (key: string, api: unknown) => link.expose(key, api) }),
    webUtils: strict('webUtils', { getPathForFile: (file: File) => pathOf(paths, file) }),
  };
  const module = { exports: {} };
  try {
    preload((name) => requireSandboxed(name, electron), module, module.exports, processOf(boot), globalThis);
  } catch (error) {
    ipcRenderer.reportPreloadError(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

function requireSandboxed(name: string, electron: object): unknown {
  if (name === 'electron' || name === 'electron/renderer') return strict('electron', electron);
  throw new Error(`module not found: ${name} (the preload is sandboxed)`);
}

/** Asking a browser takes time, so only files that came through the bridge have been asked about when this is called. */
function pathOf(paths: WeakMap<File, string>, file: File): string {
  const found = paths.get(file);
  if (found === undefined) throw new Error('[stand-in] webUtils.getPathForFile knows only files that the page passed through contextBridge');
  return found;
}

function processOf(boot: Boot): object {
  return Object.freeze({
    platform: boot.platform, arch: boot.arch, versions: boot.versions, argv: boot.arguments, env: {}, type: 'renderer', sandboxed: true, contextIsolated: true,
  });
}

/** An unknown member throws instead of being undefined. */
function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      const value: unknown = Reflect.get(object, key);
      if (value === undefined && typeof key === 'string' && !(key in object)) throw new Error(`[stand-in] ${name}.${key} is not emulated`);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });
}

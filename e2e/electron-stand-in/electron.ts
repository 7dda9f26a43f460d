/** What `import ... from 'electron'` finds in a main script that runs without Electron. Composition only; the parts stand beside it. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Addresses } from './addresses.ts';
import { App } from './app.ts';
import { BrowserHost } from './browser-host.ts';
import { browserWindowClass } from './browser-window.ts';
import type { StandInWindow, WindowHost } from './browser-window.ts';
import { findChromium } from './chromium.ts';
import { NativeTheme, Menu, MenuItem, createClipboard, createSafeStorage, createNet, createScreen, createShell } from './desktop.ts';
import { createDialog } from './dialog.ts';
import { startEgressProxy } from './egress-proxy.ts';
import { emulate, unemulated } from './emulated.ts';
import { InstanceLock } from './instance-lock.ts';
import type { SecondInstance } from './instance-lock.ts';
import { IpcMain } from './ipc-main.ts';
import { bundlePageScripts } from './page-scripts.ts';
import { startServer } from './server.ts';
import { Session } from './session.ts';
import { obeyLauncher, tell } from './test-control.ts';
import { forkUtility, processMetrics } from './utility-process.ts';

const mode = process.env['PLEURA_STAND_IN_MODE'] ?? 'shown';
const headless = mode !== 'shown';
const windows = new Map<number, StandInWindow>();
const defaultSession = new Session();
const scripts = bundlePageScripts();
scripts.catch(() => undefined);

export const app = new App(process.argv[1] ?? process.cwd());
export const ipcMain = new IpcMain();
export const nativeTheme = new NativeTheme();
export const { protocol } = defaultSession;
export const session = emulate('session', { defaultSession, fromPartition: () => defaultSession });
export const dialog = createDialog({ headless, windows });
export const shell = createShell();
export const clipboard = createClipboard();
export const safeStorage = createSafeStorage();
export const screen = createScreen();
export const net = createNet(defaultSession);
export const utilityProcess = emulate('utilityProcess', { fork: forkUtility });
export const crashReporter = emulate('crashReporter', { start: (_options: object): void => {} });
export const powerSaveBlocker = emulate('powerSaveBlocker', { start: () => 1, stop: () => true, isStarted: () => false });
export { Menu, MenuItem };

const standInFolder = (): string => path.join(app.getPath('userData'), 'stand-in');
let addressesOfThisUser: Addresses | null = null;
const addresses = (): Addresses => (addressesOfThisUser ??= new Addresses(readToken(standInFolder()), () => defaultSession.protocol.schemes()));
let lockOfThisUser: InstanceLock | null = null;
const lock = (): InstanceLock => (lockOfThisUser ??= new InstanceLock(standInFolder(), `instance${addresses().suffix}`));

let ports = { serverPort: 0, proxyPort: 0 };
let executable = '';
const closers: (() => void)[] = [];

const browser = new BrowserHost({
  get executable() {
    return executable;
  },
  headless,
  userData: () => app.getPath('userData'),
  switches: () => app.switches,
  ports: () => ports,
  tellEndpoint: mode !== 'test' ? null : (endpoint) => tell({ standIn: 'endpoint', endpoint }),
  onTargetGone: (id) => windowOf(id)?.gone(),
  onExit: () => windows.forEach((window) => window.gone()),
});

const host: WindowHost = {
  get addresses() {
    return addresses();
  },
  session: defaultSession,
  ipcMain,
  scripts,
  versions: { electron: process.versions['electron'] ?? '', node: process.versions.node },
  colorScheme: () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light'),
  browserSession: () => browser.root(),
  browser,
  windows,
  isReady: () => app.isReady(),
  onCreated: (window) => {
    app.emit('web-contents-created', {}, window.webContents);
    app.emit('browser-window-created', {}, window);
  },
  onAllClosed: () => app.allClosed(),
};

export const BrowserWindow = browserWindowClass(host);
export const webContents = emulate('webContents', { getAllWebContents: () => [...windows.values()].map((window) => window.webContents) });

export const [
  autoUpdater, contentTracing, desktopCapturer, globalShortcut, MessageChannelMain, nativeImage, Notification, powerMonitor, systemPreferences, Tray,
  WebContentsView, BaseWindow, View,
] = [
  'autoUpdater', 'contentTracing', 'desktopCapturer', 'globalShortcut', 'MessageChannelMain', 'nativeImage', 'Notification', 'powerMonitor',
  'systemPreferences', 'Tray', 'WebContentsView', 'BaseWindow', 'View',
].map(unemulated);

const electron = {
  app, BrowserWindow, clipboard, crashReporter, dialog, ipcMain, Menu, MenuItem, nativeTheme, net, powerSaveBlocker, protocol, safeStorage, screen, session, shell, utilityProcess, webContents,
};
// Electron's own module has a default export, and apps import it either way.
export default electron;

function windowOf(targetId: string): StandInWindow | undefined {
  return [...windows.values()].find((window) => window.targetId === targetId);
}

/** Stays the same for one user's data, so that the page's own storage does. */
function readToken(folder: string): string {
  const file = path.join(folder, 'token');
  try {
    return readFileSync(file, 'utf8');
  } catch {
    mkdirSync(folder, { recursive: true });
    const token = randomBytes(16).toString('hex');
    writeFileSync(file, token, { mode: 0o600 });
    return token;
  }
}

async function start(): Promise<void> {
  executable = (await findChromium()) ?? '';
  if (executable === '') throw new Error('no Chromium was found; set PLEURA_CHROMIUM to one');
  const server = await startServer({
    addresses: addresses(),
    session: defaultSession,
    workerScript: async () => (await scripts).ipcWorker,
    onSocket: (secret, accept) => {
      const window = [...windows.values()].find(({ webContents: contents }) => contents.secret === secret);
      if (window !== undefined) void accept().then((socket) => window.webContents.wire.attach(socket));
      return window !== undefined;
    },
    onSecondInstance: (message) => {
      const { argv, workingDirectory, data } = JSON.parse(message) as SecondInstance;
      app.emit('second-instance', {}, argv, workingDirectory, data);
    },
  });
  const proxy = await startEgressProxy((url) => defaultSession.allows(url, false));
  closers.push(() => server.close(), () => proxy.close());
  ports = { serverPort: server.port, proxyPort: proxy.port };
  lock().listening(server.port);
}

async function stop(): Promise<void> {
  await browser.stop();
  for (const close of closers.splice(0)) close();
}

async function closeWindows(): Promise<boolean> {
  for (const window of windows.values()) if (!(await window.requestClose())) return false;
  return true;
}

nativeTheme.on('updated', () => windows.forEach((window) => void window.webContents.applyColorScheme().catch(() => undefined)));
process.on('SIGTERM', () => app.quit());
process.on('SIGINT', () => app.quit());
obeyLauncher(mode === 'test' ? electron : null, () => app.exit(0));
app.begin({ start, stop, closeWindows, metrics: () => processMetrics(browser.processId), lock });

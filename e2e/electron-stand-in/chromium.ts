/** Finds and starts the Chromium that stands in for Electron's window. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { CdpConnection } from './cdp.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const macApplications = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

/** Path of a Chromium, or null: PLEURA_CHROMIUM, else Playwright's download, else one on PATH or in the system's usual places. */
export async function findChromium(): Promise<string | null> {
  const chosen = process.env['PLEURA_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return existsSync(chosen) ? chosen : null;
  const { chromium } = await import('playwright');
  return [chromium.executablePath(), ...installedPaths()].find(isExecutable) ?? null;
}

function installedPaths(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => programs.map((name) => path.join(folder, name)));
  const onMac = macApplications.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '').filter((root) => root !== '');
  const onWindows = roots.flatMap((root) => [path.join(root, 'Google/Chrome/Application/chrome.exe'), path.join(root, 'Microsoft/Edge/Application/msedge.exe')]);
  return [...onPath, ...onMac, ...onWindows];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface ChromiumOptions {
  readonly executable: string;
  readonly profile: string;
  readonly headless: boolean;
  /** Address that the first window opens, shown without tabs and address bar. */
  readonly firstPage: string;
  readonly width: number;
  readonly height: number;
  /** Port of the loopback server: the only host that the browser reaches directly. */
  readonly serverPort: number;
  readonly proxyPort: number;
  /** Opens a debugging port for the test launcher. */
  readonly debuggingPort: boolean;
  readonly switches: readonly string[];
}

const disabledFeatures = [
  'AutofillServerCommunication', 'CertificateTransparencyComponentUpdater', 'GlobalMediaControls', 'MediaRouter', 'NetworkTimeServiceQuerying',
  'OptimizationHints', 'Translate', 'UseDnsHttpsSvcb',
];

/** Everything that would make Chromium talk to the network on its own is off; what is left goes to the egress proxy, where the app decides. */
export function chromiumArguments(options: ChromiumOptions): readonly string[] {
  const isRoot = process.getuid?.() === 0;
  return [
    '--remote-debugging-pipe',
    ...(options.debuggingPort ? ['--remote-debugging-port=0'] : []),
    ...(options.headless ? ['--headless', '--mute-audio'] : []),
    ...(isRoot ? ['--no-sandbox'] : []),
    // A shown window keeps no bar about the switches above.
    ...(options.headless ? [] : ['--test-type']),
    `--user-data-dir=${options.profile}`,
    `--window-size=${options.width},${options.height}`,
    `--host-resolver-rules=MAP *.localhost 127.0.0.1:${options.serverPort}`,
    `--proxy-server=http://127.0.0.1:${options.proxyPort}`,
    // Loopback would bypass a proxy; only the app's own host may.
    '--proxy-bypass-list=<-loopback>;*.localhost',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--disable-domain-reliability', '--disable-breakpad',
    '--disable-default-apps', '--disable-extensions', '--disable-field-trial-config', '--disable-client-side-phishing-detection', '--no-pings',
    '--disable-search-engine-choice-screen', '--metrics-recording-only', '--no-first-run', '--no-default-browser-check', '--no-service-autorun',
    `--disable-features=${disabledFeatures.join(',')}`, '--enable-features=SkipListAccountsWithoutGaiaCookies',
    // An app's window is never throttled for being covered, and its keyring and hang dialogs are not the app's.
    '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-hang-monitor',
    '--password-store=basic', '--use-mock-keychain', '--disable-dev-shm-usage', '--disable-infobars', '--disable-back-forward-cache',
    '--autoplay-policy=no-user-gesture-required', '--force-color-profile=srgb',
    // WebGL2 in software where there is no GPU; the content is the app's own.
    '--enable-unsafe-swiftshader',
    ...options.switches,
    ...(options.headless ? [options.firstPage] : [`--app=${options.firstPage}`]),
  ];
}

export interface Chromium {
  readonly process: ChildProcess;
  readonly connection: CdpConnection;
  /** `ws://...` of the debugging port, null where none was asked for. */
  readonly endpoint: string | null;
}

/** Starts the browser. Throws when it ends before it answers. */
export async function startChromium(options: ChromiumOptions): Promise<Chromium> {
  await mkdir(options.profile, { recursive: true });
  const child = spawn(options.executable, [...chromiumArguments(options)], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  let complaint = '';
  const endpoint = new Promise<string>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-20_000);
      const found = /DevTools listening on (ws:\S+)/.exec(complaint)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const ended = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended at its start (code ${code}):\n${complaint.slice(-2_000)}`)));
  });
  const connection = new CdpConnection(child.stdio[4] as Readable, child.stdio[3] as Writable);
  await Promise.race([connection.root.send('Browser.getVersion'), ended]);
  ended.catch(() => undefined);
  return { process: child, connection, endpoint: options.debuggingPort ? await endpoint : null };
}

/** Asks the browser to end, and ends it after `graceMs`. */
export async function stopChromium(chromium: Chromium, graceMs = 3_000): Promise<void> {
  if (chromium.process.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => chromium.process.once('exit', () => resolve()));
  chromium.connection.root.send('Browser.close').catch(() => undefined);
  await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
  if (chromium.process.exitCode === null) chromium.process.kill('SIGKILL');
}

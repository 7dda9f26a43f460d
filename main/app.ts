/**
 * Composition root of the app: puts workstation, window, protocol and messages together.
 *
 * For the stand-in (e2e/electron-stand-in): nothing special is needed. This file runs unchanged; only `app`, `BrowserWindow`, `Menu`, `dialog`, `ipcMain`,
 * `nativeTheme`, `protocol`, `safeStorage`, `session` and `utilityProcess` are used, and PLEURA_STAND_IN makes the page say where it runs.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { app, dialog, nativeTheme } from 'electron';
import { createAppRoutes } from './app-routes.ts';
import { networkWorkerEntry, receiverWorkerEntry } from './casework/archives.ts';
import type { Emit } from './casework/emit.ts';
import { labellingWorkerEntry } from './casework/labelling-choice.ts';
import { deidentifyWorkerEntry } from './casework/deidentify-helper.ts';
import { agreementWorkerEntry, createWorkstation, datasetWorkerEntry, demoWorkerEntry, modelWorkerEntry } from './casework/workstation.ts';
import { trainingWorkerEntry } from './casework/training-room.ts';
import type { Workstation } from './casework/workstation.ts';
import { answerRequests } from './ipc.ts';
import { systemKeychain } from './keychain.ts';
import { pathsIn, userDataIn } from './launch-arguments.ts';
import { openLog } from './log-file.ts';
import { registerScheme, serve } from './protocol.ts';
import { hardenApp, hardenSession } from './security.ts';
import { forkUtility } from './utility-child.ts';
import { saveText } from './save-text.ts';
import { printReport } from './report-window.ts';
import { openWindow } from './window.ts';
import type { WorkstationWindow } from './window.ts';

const engineWaitsMs = 4_000;
const dist = import.meta.dirname;
/** PLEURA_MODELS names another folder of bundles, in development and tests only. */
const bundleRoot = app.isPackaged ? join(process.resourcesPath, 'models', 'bundles') : (process.env['PLEURA_MODELS'] ?? join(dist, '..', 'models', 'bundles'));
const standIn = process.env['PLEURA_STAND_IN'] !== undefined;

const userData = userDataIn(process.argv, process.env);
if (userData !== null) {
  // Electron refuses a folder that does not exist.
  mkdirSync(userData, { recursive: true });
  app.setPath('userData', userData);
}
const logError = openLog(app.getPath('userData'));

let window: WorkstationWindow | null = null;
const emit: Emit = (name, event) => {
  if (name === 'settings.changed' && 'theme' in event) nativeTheme.themeSource = event.theme;
  window?.emit(name, event);
};

function connect(workstation: Workstation): WorkstationWindow {
  nativeTheme.themeSource = workstation.log.settings.get().theme;
  serve(createAppRoutes(join(dist, 'renderer'), workstation.media, workstation.reportOutput.pages), logError);
  answerRequests({ requests: workstation.requests, picked: workstation.picked, logError });
  window = openWindow({ preload: join(dist, 'preload.cjs'), packaged: app.isPackaged, title: 'Pleura' });
  return window;
}

async function importNamed(workstation: Workstation, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const started = await workstation.importPaths(paths);
  if (!started.ok) dialog.showErrorBox(started.error.message, started.error.hint);
}

/** Ends in order: what runs is left to be resumed, helpers end, the case log is closed; then the app goes. */
function endInOrder(workstation: Workstation): void {
  let ending = false;
  app.on('will-quit', (event) => {
    if (ending) return;
    ending = true;
    event.preventDefault();
    void workstation.stop().catch(logError).finally(() => app.exit(0));
  });
}

async function start(): Promise<void> {
  await app.whenReady();
  hardenSession();
  const opened = await createWorkstation({
    userData: app.getPath('userData'), bundleRoot, emit, logError,
    spawnEngine: () => forkUtility(join(dist, 'engine.mjs'), 'Pleura engine'),
    spawnMedia: () => forkUtility(join(dist, 'media-worker.mjs'), 'Pleura media'),
    spawnTraining: () => forkUtility(trainingWorkerEntry, 'Pleura training'),
    spawnModels: () => forkUtility(modelWorkerEntry, 'Pleura models'),
    spawnDatasets: () => forkUtility(datasetWorkerEntry, 'Pleura datasets'),
    spawnDeidentify: () => forkUtility(deidentifyWorkerEntry, 'Pleura de-identification'),
    spawnDemo: () => forkUtility(demoWorkerEntry, 'Pleura demo'),
    spawnReceiver: () => forkUtility(receiverWorkerEntry, 'Pleura receiver'),
    spawnNetwork: () => forkUtility(networkWorkerEntry, 'Pleura network'),
    keychain: systemKeychain,
    pick: (kind) => window?.pick(kind) ?? Promise.resolve([]),
    spawnLabelling: () => forkUtility(labellingWorkerEntry, 'Pleura labelling'),
    spawnAgreement: () => forkUtility(agreementWorkerEntry, 'Pleura agreement'),
    savePlot: async (name, svg) => saveText(await window?.saveAs(name, 'svg') ?? null, svg),
    reportDesk: { choose: async (name, kind) => window?.saveAs(name, kind) ?? null, print: printReport },
    saveTable: async ({ name, ending }, text) => saveText(await window?.saveAs(name, ending) ?? null, text),
    info: { version: app.getVersion(), runtime: `Electron ${process.versions.electron}, Node ${process.versions.node}`, standIn },
    noticesPath: join(dist, 'NOTICES.txt'),
  });
  if (!opened.ok) {
    dialog.showErrorBox(opened.error.message, opened.error.hint);
    app.exit(1);
    return;
  }
  const workstation = opened.value;
  endInOrder(workstation);
  const { shown } = connect(workstation);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    window?.reveal();
    const paths = Array.isArray(data) ? data.filter((path) => typeof path === 'string') : [];
    importNamed(workstation, paths).catch(logError);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    importNamed(workstation, [path]).catch(logError);
  });
  app.on('window-all-closed', () => app.quit());
  // The window first: the engine's self-test would take the processor from it. A page that never draws must not keep the engine away.
  void Promise.race([shown, delay(engineWaitsMs)]).then(() => workstation.begin()).catch(logError);
  await importNamed(workstation, pathsIn(process.argv, app.isPackaged, process.cwd()));
}

/** A bug must not take unsaved work along: it is logged and said once, and the app goes on. */
function surviveErrors(): void {
  let told = false;
  const survive = (error: unknown) => {
    logError(error);
    if (!told && app.isReady()) dialog.showErrorBox('Something inside Pleura failed.', 'What was saved is safe. If Pleura behaves oddly, restart it. Details are in logs/pleura.log in its data folder.');
    told = true;
  };
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
}

surviveErrors();
if (app.requestSingleInstanceLock(pathsIn(process.argv, app.isPackaged, process.cwd()))) {
  registerScheme();
  hardenApp();
  start().catch((error: unknown) => {
    logError(error);
    dialog.showErrorBox('Pleura could not start.', 'Details are in logs/pleura.log in its data folder.');
    app.exit(1);
  });
} else {
  app.quit();
}

/**
 * `npm start [-- files and folders]`: provides what is missing, builds what changed, and opens the workstation: in Electron, else the same app in
 * Chromium, else (without a display) the demo exam in the terminal. Nothing that cannot be downloaded keeps it from starting.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { buildApp, buildLines } from './build.ts';
import { findChromium, provideChromium } from './chromium.ts';
import { provideCuda } from './cuda.ts';
import type { Setup } from './downloads.ts';
import { electronBinary, provideElectron } from './electron.ts';
import { provideFfmpeg } from './ffmpeg.ts';
import { endRunning } from './processes.ts';
import { hasDisplay, planStart, windowHint, type StartPlan } from './start-plan.ts';
import { openWindow } from './window.ts';

const root = join(import.meta.dirname, '..', '..');
const setup: Setup = { root, say: (line) => void process.stdout.write(`${line}\n`) };

/** npm runs scripts in the project's folder: files are named from where the user stood. */
function pickedFiles(args: readonly string[]): string[] {
  return args.map((arg) => resolve(process.env['INIT_CWD'] ?? process.cwd(), arg));
}

/** Ctrl+C while things are provided; the window and the terminal have their own ways to end. */
const stop = () => {
  endRunning();
  process.exit(130);
};

async function choosePlan(): Promise<StartPlan> {
  const display = hasDisplay({ platform: process.platform, environment: process.env });
  if (!display) {
    setup.say('Electron: not needed, there is no display here.');
    return planStart({ display, electron: electronBinary(root), chromium: findChromium() });
  }
  const electron = await provideElectron(setup);
  if (electron !== null) return planStart({ display, electron, chromium: null });
  setup.say('Electron: missing; the same app opens in Chromium instead, for development and tests.');
  return planStart({ display, electron, chromium: await provideChromium(setup) });
}

/** Exit code of a program whose shared libraries are missing. */
const cannotLoad = 127;

async function openInstead(files: readonly string[]): Promise<number> {
  setup.say("Electron cannot run here, it lacks libraries of the system (Debian: sudo apt-get install libgtk-3-0 libnss3 libasound2 libgbm1).");
  const chromium = await provideChromium(setup);
  return chromium === null ? 1 : openWindow(setup, { kind: 'stand-in', chromium }, files);
}

async function start(files: readonly string[]): Promise<number> {
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    setup.say(`There is no such file or folder: ${missing}`);
    return 1;
  }
  const plan = await choosePlan();
  const ffmpeg = await provideFfmpeg(setup);
  await provideCuda(setup);
  const report = await buildApp(root);
  buildLines(report).forEach(setup.say);
  if (!report.ok) return 1;
  if (plan.kind !== 'terminal') {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    setup.say('Opening the workstation. Close its window or press Ctrl+C here to end it.');
    const code = await openWindow(setup, plan, files);
    return plan.kind === 'electron' && code === cannotLoad ? openInstead(files) : code;
  }
  if (ffmpeg === null) return 1;
  const { analyseInTerminal } = await import('./terminal.ts');
  const code = await analyseInTerminal(setup, files);
  setup.say(windowHint(plan.because));
  return code;
}

// A reader that went away (npm start | head) ends the lines, not the start.
process.stdout.on('error', () => undefined);
process.once('SIGINT', stop).once('SIGTERM', stop);
process.exitCode = await start(pickedFiles(process.argv.slice(2)));

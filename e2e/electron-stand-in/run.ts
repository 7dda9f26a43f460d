/**
 * Opens the workstation in Chromium where Electron's binary cannot be had:
 * `node e2e/electron-stand-in/run.ts [--headless] -- <app arguments>`. Needs a build in dist/ and Node 24.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { findChromium } from './chromium.ts';
import { forkApp } from './launcher.ts';

const main = path.join(import.meta.dirname, '../../dist/main.mjs');
const separator = process.argv.indexOf('--');
const own = process.argv.slice(2, separator < 0 ? undefined : separator);
const appArguments = separator < 0 ? own.filter((argument) => argument !== '--headless') : process.argv.slice(separator + 1);

async function run(): Promise<number> {
  if (!existsSync(main)) return refuse('dist/main.mjs is missing; run: npm run build');
  if ((await findChromium()) === null) return refuse('no Chromium was found; install one, run "npx playwright install chromium", or set PLEURA_CHROMIUM');
  const child = await forkApp({ main, args: appArguments }, own.includes('--headless') ? 'headless' : 'shown');
  // Ctrl+C reaches the whole group by itself; the app needs a moment to put things away.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

function refuse(reason: string): number {
  process.stderr.write(`The stand-in cannot start: ${reason}\n`);
  return 1;
}

process.exitCode = await run();

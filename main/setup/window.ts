/** Runs the built app in its window and waits for its end: in Electron, or in Chromium through the stand-in. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { Setup } from './downloads.ts';
import { sandboxArguments } from './sandbox.ts';
import type { StartPlan } from './start-plan.ts';

type WindowPlan = Exclude<StartPlan, { readonly kind: 'terminal' }>;

const graceMs = 5_000;

function commandOf(setup: Setup, plan: WindowPlan, files: readonly string[]): readonly [string, readonly string[]] {
  switch (plan.kind) {
    case 'electron': return [plan.program, [setup.root, ...sandboxArguments(plan.program, setup.say), ...files]];
    case 'stand-in': return [process.execPath, [join(setup.root, 'e2e', 'electron-stand-in', 'run.ts'), '--', ...files]];
  }
}

/** Exit code of the app; 0 when the user ended it by Ctrl+C, 1 when it could not be started. */
export function openWindow(setup: Setup, plan: WindowPlan, files: readonly string[]): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const [command, args] = commandOf(setup, plan, files);
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...environment } = process.env;
  const env = plan.kind === 'stand-in' ? { ...environment, PLEURA_CHROMIUM: plan.chromium } : environment;
  const child = spawn(command, [...args], { stdio: 'inherit', env });
  let asked = false;
  // A terminal's Ctrl+C reaches the app by itself; a plain kill does not.
  const end = (signal: NodeJS.Signals) => {
    asked = true;
    if (signal !== 'SIGINT') child.kill(signal);
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  child.once('error', (error) => {
    setup.say(`The app could not be started: ${error.message}`);
    resolve(1);
  });
  child.once('exit', (code) => resolve(asked ? 0 : (code ?? 1)));
  return promise;
}

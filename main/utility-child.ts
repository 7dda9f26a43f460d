/** Electron's utilityProcess as a `Child`, so that engine and media hosts never know which kind of process they own. */
import { utilityProcess } from 'electron';
import process from 'node:process';
import { privateEnvironment } from './child.ts';
import type { Child } from './child.ts';

/** `entry` is a bundled module (.mjs). The process sees no more of the environment than a plain child would. */
export function forkUtility(entry: string, serviceName: string): Child {
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: 'ignore', env: { ...process.env, ...privateEnvironment } });
  let ended = false;
  child.on('exit', () => {
    ended = true;
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => {
      if (!ended) child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) => listener(code));
    },
    kill: (signal) => {
      // Electron's own kill asks politely; a hung engine does not listen.
      if (signal === 'SIGKILL' && child.pid !== undefined && !ended) {
        try {
          process.kill(child.pid, 'SIGKILL');
          return;
        } catch {
          // Gone already, or not ours to signal.
        }
      }
      child.kill();
    },
  };
}

/** Whether Chromium's sandbox works for an unpackaged Electron on this machine. Installed packages set it up themselves. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { sandboxObstacle, type SandboxFacts } from './electron.ts';

function kernelSays(name: string, blocked: string): boolean {
  try {
    return readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim() === blocked;
  } catch {
    return false;
  }
}

function factsOf(electron: string): SandboxFacts {
  const helper = statSync(join(dirname(electron), 'chrome-sandbox'), { throwIfNoEntry: false });
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    userNamespaces: !kernelSays('apparmor_restrict_unprivileged_userns', '1') && !kernelSays('unprivileged_userns_clone', '0'),
    setuidHelper: helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0,
  };
}

/** Arguments that let Electron start here, with one line where that costs the sandbox. */
export function sandboxArguments(electron: string, say: (line: string) => void): string[] {
  const obstacle = sandboxObstacle(factsOf(electron));
  if (obstacle === null) return [];
  const helper = join(dirname(electron), 'chrome-sandbox');
  say(
    obstacle === 'root'
      ? "Sandbox: off, because root runs this; use an ordinary account for patients' data."
      : `Sandbox: off, because this system keeps programs from making one. To turn it on: sudo chown root ${helper} && sudo chmod 4755 ${helper}`,
  );
  return ['--no-sandbox'];
}

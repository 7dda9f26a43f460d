/** Debian's packages as the last source of ffmpeg and Chromium, on machines where setup may install them. */
import { existsSync } from 'node:fs';
import process from 'node:process';
import type { Setup } from './downloads.ts';
import { reasonOf, runProgram } from './processes.ts';

const limitMs = 10 * 60_000;
/** Run level 1: what a package brings as a service is installed, but not started. */
const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };

/** Debian or a relative of it, and we are root. */
export function mayInstallPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && existsSync('/etc/debian_version');
}

/** How a person installs `name` with the system's own means. */
export function installHint(name: 'ffmpeg' | 'chromium', platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return name === 'ffmpeg' ? 'brew install ffmpeg' : 'npx playwright install chromium';
  if (platform === 'win32') return name === 'ffmpeg' ? 'winget install Gyan.FFmpeg' : 'npx playwright install chromium';
  return existsSync('/usr/bin/apt-get') ? `sudo apt-get install ${name}` : `install the package "${name}" of your system`;
}

/** Installs Debian packages quietly. False, with one line why, when that fails. */
export async function installPackages(setup: Setup, title: string, names: readonly string[]): Promise<boolean> {
  setup.say(`${title}: installing Debian's ${names.join(', ')}...`);
  const options = { limitMs, env: environment };
  const lists = await runProgram('apt-get', ['update', '-qq'], options);
  const install = await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options);
  if (install.code === 0) return true;
  setup.say(`${title}: apt-get failed (${reasonOf(lists.code === 0 ? install : lists)}).`);
  return false;
}

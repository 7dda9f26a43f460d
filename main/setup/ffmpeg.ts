/** ffmpeg: the one that is there, else ffmpeg-static's own download, else Debian's package. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { installHint, installPackages, mayInstallPackages } from './debian.ts';
import { download, type Setup } from './downloads.ts';
import { firstLine } from './processes.ts';

/** Since 5.1 frames can be asked for exactly as they are coded (-fps_mode); an older one is taken only when no other can be had. */
const wanted = [5, 1] as const;

/** "ffmpeg version 7:5.1.9-0+deb12u1 Copyright..." -> "5.1.9"; a build without a number (a snapshot) counts as new. */
export function ffmpegVersion(line: string): string {
  return /version (?:\d+:)?n?(\d+(?:\.\d+)*)/.exec(line)?.[1] ?? 'snapshot';
}

export function isRecent(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  if (major === undefined || Number.isNaN(major)) return true;
  return major > wanted[0] || (major === wanted[0] && (minor ?? 0) >= wanted[1]);
}

interface Found {
  readonly path: string;
  readonly version: string;
}

function probe(path: string): Found | null {
  const line = firstLine(path, ['-hide_banner', '-version']);
  return line === null ? null : { path, version: ffmpegVersion(line) };
}

/** Where ffmpeg-static keeps its program once downloaded. */
export function staticPath(root: string): string {
  return join(root, 'node_modules', 'ffmpeg-static', process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
}

function probeStatic(root: string): Found | null {
  return existsSync(staticPath(root)) ? probe(staticPath(root)) : null;
}

async function downloadStatic(setup: Setup): Promise<Found | null> {
  const folder = join(setup.root, 'node_modules', 'ffmpeg-static');
  if (!existsSync(join(folder, 'install.js'))) return null;
  // A download that was cut off leaves a broken program in place, which ffmpeg-static would take for whole.
  rmSync(staticPath(setup.root), { force: true });
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const item = { what: `ffmpeg-static ${version}`, title: 'ffmpeg', host: 'https://github.com', mirror: process.env['FFMPEG_BINARIES_URL'], script: ['install.js'], cwd: folder };
  if (await download(setup, item, () => probeStatic(setup.root) !== null)) return probeStatic(setup.root);
  rmSync(staticPath(setup.root), { force: true });
  return null;
}

/** Path of a working ffmpeg, or null after a line that says how to get one. */
export async function provideFfmpeg(setup: Setup): Promise<string | null> {
  const named = process.env['PLEURA_FFMPEG'] ?? '';
  const chosen = named === '' ? null : probe(named);
  if (named !== '' && chosen === null) {
    setup.say(`ffmpeg: PLEURA_FFMPEG names a program that does not run (${named}); another is looked for.`);
    delete process.env['PLEURA_FFMPEG'];
  }
  const there = chosen ?? probeStatic(setup.root);
  const system = probe('ffmpeg');
  const found =
    there ??
    (system !== null && isRecent(system.version) ? system : null) ??
    (await downloadStatic(setup)) ??
    system ??
    (mayInstallPackages() && (await installPackages(setup, 'ffmpeg', ['ffmpeg'])) ? probe('ffmpeg') : null);
  if (found === null) setup.say(`ffmpeg: missing. Clips cannot be read until it is there: ${installHint('ffmpeg')}`);
  else setup.say(`ffmpeg: ${found.version}${found.path === 'ffmpeg' ? " of the system" : ''}${isRecent(found.version) ? '' : ' (old: 5.1 or newer is better)'}.`);
  return found?.path ?? null;
}

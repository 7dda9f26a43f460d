/** A Chromium for the stand-in and the end-to-end tests: the one that is there, else Playwright's download, else Debian's package. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { chromium } from 'playwright';
import { installHint, installPackages, mayInstallPackages } from './debian.ts';
import { download, type Setup } from './downloads.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];

/** Usual places of a Chromium or Chrome on a machine, best first; PATH and folders as the environment names them. */
export function systemPaths(platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): string[] {
  if (platform === 'darwin') return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => environment[name] ?? []);
    return folders.flatMap((folder) => [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')]);
  }
  const path = (environment['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return programs.flatMap((name) => path.map((folder) => `${folder}/${name}`));
}

/** Path of a Chromium on this machine, or null: PLEURA_CHROMIUM, else Playwright's, else the system's. */
export function findChromium(): string | null {
  const candidates = [process.env['PLEURA_CHROMIUM'] ?? '', chromium.executablePath(), ...systemPaths(process.platform, process.env)];
  return candidates.find((path) => path !== '' && existsSync(path)) ?? null;
}

/** Path of a Chromium, provided when missing; null after a line that says how to get one. */
export async function provideChromium(setup: Setup): Promise<string | null> {
  if (findChromium() === null) {
    const folder = join(setup.root, 'node_modules', 'playwright');
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    const item = { what: `chromium for playwright ${version}`, title: 'Chromium', host: 'https://cdn.playwright.dev', mirror: process.env['PLAYWRIGHT_DOWNLOAD_HOST'], script: [join(folder, 'cli.js'), 'install', 'chromium'] };
    const here = await download(setup, item, () => findChromium() !== null);
    if (!here && mayInstallPackages()) await installPackages(setup, 'Chromium', ['chromium', 'fonts-liberation']);
  }
  const found = findChromium();
  setup.say(found === null ? `Chromium: missing. To get it: ${installHint('chromium')}` : `Chromium: ${found === chromium.executablePath() ? "Playwright's" : found}.`);
  return found;
}

/** Electron's program: whether it is there, and its download. `import 'electron'` outside Electron would start a download, so files are looked at instead. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { download, type Setup } from './downloads.ts';

const folderOf = (root: string) => join(root, 'node_modules', 'electron');

function packageVersion(root: string): string {
  return (JSON.parse(readFileSync(join(folderOf(root), 'package.json'), 'utf8')) as { version: string }).version;
}

/** Path of Electron's program where it is wholly installed in the package's version, else null. */
export function electronBinary(root: string): string | null {
  try {
    const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folderOf(root), 'dist');
    const installed = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
    const program = join(dist, readFileSync(join(folderOf(root), 'path.txt'), 'utf8').trim());
    return installed === packageVersion(root) && existsSync(program) ? program : null;
  } catch {
    return null;
  }
}

/** Path of Electron's program, downloaded when missing; null, after a line why, when it cannot be had. */
export async function provideElectron(setup: Setup): Promise<string | null> {
  const there = electronBinary(setup.root);
  if (there === null && existsSync(join(folderOf(setup.root), 'install.js'))) {
    const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'];
    const item = { what: `electron ${packageVersion(setup.root)}`, title: 'Electron', host: 'https://github.com', mirror, script: [join(folderOf(setup.root), 'install.js')] };
    await download(setup, item, () => electronBinary(setup.root) !== null);
  }
  const binary = there ?? electronBinary(setup.root);
  if (binary !== null) setup.say(`Electron: ${packageVersion(setup.root)}.`);
  return binary;
}

/** What decides whether Chromium's sandbox can work on Linux. */
export interface SandboxFacts {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** The kernel lets ordinary users make user namespaces (AppArmor and sysctl allow it). */
  readonly userNamespaces: boolean;
  /** chrome-sandbox beside the program belongs to root and is setuid. */
  readonly setuidHelper: boolean;
}

/** Why Electron cannot start with its sandbox on this machine; null where it can. */
export function sandboxObstacle(facts: SandboxFacts): 'root' | 'user-namespaces' | null {
  if (facts.platform !== 'linux') return null;
  if (facts.root) return 'root';
  return facts.userNamespaces || facts.setuidHelper ? null : 'user-namespaces';
}

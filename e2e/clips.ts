/** The tests' clips: phantoms, made once a run by the project's own command. Written by global-setup.ts, read by specs. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectNode } from './electron-stand-in/launcher.ts';
import { root } from './launch.ts';

/** One simulated clip with what is true of it. */
export interface Phantom {
  readonly path: string;
  readonly label: 'IS' | 'healthy';
  readonly frames: number;
}

const folder = path.join(root, 'artifacts/e2e-clips');

/** `exam`: six short clips of a BLUE exam; `long`: two clips whose analysis takes seconds, also on a quick machine. */
const sets = {
  exam: ['--kind', 'demo', '--frames', '16', '--seed', '11'],
  long: ['--kind', 'b-lines', '--count', '2', '--frames', '240', '--seed', '12'],
} as const;
export type ClipSet = keyof typeof sets;

/** Runs `phantom` and keeps its list. `args` as on the command line. */
export async function makePhantoms(out: string, args: readonly string[]): Promise<readonly Phantom[]> {
  await mkdir(out, { recursive: true });
  const { stdout } = await promisify(execFile)(projectNode(), ['main/cli.ts', 'phantom', '--out', out, ...args], { cwd: root, maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as readonly Phantom[];
}

export async function makeClips(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [name, args] of Object.entries(sets)) {
    const made = await makePhantoms(path.join(folder, name), args);
    await writeFile(path.join(folder, `${name}.json`), JSON.stringify(made));
  }
}

/** The clips of a set, in the order made. */
export async function clipsOf(name: ClipSet): Promise<readonly Phantom[]> {
  return JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8')) as readonly Phantom[];
}

/** Folder that holds a set and nothing else. */
export function folderOf(name: ClipSet): string {
  return path.join(folder, name);
}

/** SHA-256 of each gray frame, as the command line tells it. */
export async function frameHashes(file: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(projectNode(), ['main/cli.ts', 'frames', file, '--pix', 'gray', '--json'], { cwd: root });
  return (JSON.parse(stdout) as { readonly sha256: readonly string[] }).sha256;
}

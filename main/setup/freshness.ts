/** Whether dist/ still belongs to its sources: sizes and times of every input, and that every output is there. */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Stamp {
  /** Path from the root -> "size mtimeMs". */
  readonly inputs: Readonly<Record<string, string>>;
  /** Paths from the root. */
  readonly outputs: readonly string[];
}

const stampFile = (root: string) => join(root, 'dist', '.build.json');

function mark(root: string, path: string): string {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  return found === undefined ? 'missing' : `${found.size} ${found.mtimeMs}`;
}

export function stampOf(root: string, inputs: readonly string[], outputs: readonly string[]): Stamp {
  return { inputs: Object.fromEntries([...new Set(inputs)].map((path) => [path, mark(root, path)])), outputs: [...new Set(outputs)] };
}

export async function writeStamp(root: string, stamp: Stamp): Promise<void> {
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(stampFile(root), JSON.stringify(stamp));
}

/** True when nothing changed since the stamp was written. */
export async function readStamp(root: string): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(stampFile(root), 'utf8')) as Stamp;
    return Object.entries(stamp.inputs).every(([path, was]) => mark(root, path) === was) && stamp.outputs.every((path) => existsSync(join(root, path)));
  } catch {
    return false;
  }
}

/** True when an input was written after `startedAt` (ms since 1970): the build may not have seen it. */
export function changedSince(root: string, inputs: readonly string[], startedAt: number): boolean {
  return inputs.some((path) => (statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0) > startedAt);
}

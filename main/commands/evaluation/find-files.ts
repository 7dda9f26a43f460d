/** Where the files lie that a table of labels names: tables are written in one folder and used in another. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';

export interface FilePlaces {
  /** The folder the user names. */
  readonly data: string;
  /** The table's own folder. */
  readonly labels: string;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isFile(), () => false);
}

/** Every file below the folder by name, and by name without its ending, in lower case. */
async function namesBelow(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = new Map<string, string[]>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    for (const name of new Set([entry.name.toLowerCase(), parse(entry.name).name.toLowerCase()])) found.set(name, [...(found.get(name) ?? []), path]);
  }
  return found;
}

/**
 * The path of each named file, null where there is none: below the data folder, beside the table, or else the only file of this name (or of this name but for
 * its ending) anywhere below the data folder.
 */
export async function findFiles(names: readonly string[], places: FilePlaces): Promise<(string | null)[]> {
  let below: ReadonlyMap<string, readonly string[]> | null = null;
  const found: (string | null)[] = [];
  for (const name of names) {
    // Tables made on Windows name folders with backslashes.
    const plain = name.replaceAll('\\', '/');
    const direct = [resolve(places.data, plain), resolve(places.labels, plain), resolve(dirname(places.data), plain)];
    const at = await Promise.all(direct.map(isFile));
    const first = direct[at.indexOf(true)];
    if (first !== undefined) {
      found.push(first);
      continue;
    }
    below ??= await namesBelow(places.data);
    const alike = below.get(basename(plain).toLowerCase()) ?? [];
    found.push(alike.length === 1 ? (alike[0] ?? null) : null);
  }
  return found;
}

import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { grayPath, incomingRoot, recordPath, rgbPath, thumbnailPath } from './layout.ts';

/** A folder of one import's own, named by its process so that leftovers of a dead one are known. */
export async function openWorkspace(storeRoot: string): Promise<string> {
  const folder = path.join(incomingRoot(storeRoot), `${process.pid}-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

export async function closeWorkspace(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

/** Removes a clip's published files unless its record says that it is whole. */
export async function discardUnrecorded(storeRoot: string, sha256: string, original: string): Promise<void> {
  const folder = path.dirname(recordPath(storeRoot, sha256));
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(path.basename(recordPath(storeRoot, sha256)))) return;
  const files = [grayPath(storeRoot, sha256), rgbPath(storeRoot, sha256), thumbnailPath(storeRoot, sha256), original];
  await Promise.all(files.map((file) => rm(file, { force: true }).catch(() => undefined)));
}

/** Makes the clip's folders. */
export async function makeFolders(storeRoot: string, sha256: string, original: string): Promise<void> {
  const folders = [recordPath(storeRoot, sha256), thumbnailPath(storeRoot, sha256), original].map((file) => path.dirname(file));
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })));
}

/** Whether a process of this number lives. */
export function alive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes what killed imports left: workspaces of processes that no longer live, and files without a record. Whole clips are never touched,
 * nor anything while an import of a living process is at work. Answers how many leftovers were removed.
 */
export async function cleanStore(storeRoot: string): Promise<number> {
  let removed = 0;
  let busy = false;
  for (const name of await readdir(incomingRoot(storeRoot)).catch(() => [])) {
    if (alive(Number.parseInt(name, 10))) {
      busy = true;
      continue;
    }
    await closeWorkspace(path.join(incomingRoot(storeRoot), name));
    removed++;
  }
  return busy ? removed : removed + (await removeUnrecorded(storeRoot));
}

async function removeUnrecorded(storeRoot: string): Promise<number> {
  let removed = 0;
  for (const kind of ['originals', 'frames', 'thumbnails']) {
    for (const spread of await readdir(path.join(storeRoot, kind)).catch(() => [])) {
      const records = new Set(await readdir(path.join(storeRoot, 'frames', spread)).catch(() => []));
      for (const name of await readdir(path.join(storeRoot, kind, spread)).catch(() => [])) {
        if (/^[0-9a-f]{64}/.test(name) && records.has(`${name.slice(0, 64)}.json`)) continue;
        await rm(path.join(storeRoot, kind, spread, name), { force: true }).catch(() => undefined);
        removed++;
      }
    }
  }
  return removed;
}

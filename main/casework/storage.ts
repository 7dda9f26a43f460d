import type { Dirent } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorageInfo } from '../../preload/domain.ts';

async function sizeOf(path: string): Promise<number> {
  return stat(path).then((info) => info.size, () => 0);
}

async function folderBytes(folder: string): Promise<number> {
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) bytes += entry.isDirectory() ? await folderBytes(join(folder, entry.name)) : await sizeOf(join(folder, entry.name));
  return bytes;
}

/** Where the data lies and how much it takes, bytes. Thumbnails count with the frames they were made of. */
export async function storageInfo(root: string, storeRoot: string, databasePath: string): Promise<StorageInfo> {
  const [originalsBytes, frames, thumbnails, ...database] = await Promise.all([
    folderBytes(join(storeRoot, 'originals')), folderBytes(join(storeRoot, 'frames')), folderBytes(join(storeRoot, 'thumbnails')),
    sizeOf(databasePath), sizeOf(`${databasePath}-wal`), sizeOf(`${databasePath}-shm`),
  ]);
  const disk = await statfs(root).catch(() => null);
  const databaseBytes = database.reduce((sum, bytes) => sum + bytes, 0);
  return { root, originalsBytes, framesBytes: frames + thumbnails, databaseBytes, freeBytes: disk === null ? 0 : disk.bavail * disk.bsize };
}

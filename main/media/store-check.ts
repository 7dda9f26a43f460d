import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { openFrameStore } from './frame-store.ts';
import { grayPath, incomingRoot, rgbPath, thumbnailPath } from './layout.ts';
import { readRecord } from './record.ts';

/**
 * Everything in a store that is neither a whole clip nor part of one, as paths relative to it: leftovers of imports, files without a record,
 * records without their files, frame stores with an unreadable frame. Empty for a sound store while nothing is imported. Reads every frame: slow.
 */
export async function halfKept(storeRoot: string): Promise<string[]> {
  const found = (await readdir(incomingRoot(storeRoot)).catch((): string[] => [])).map((name) => path.join('incoming', name));
  for (const kind of ['originals', 'frames', 'thumbnails']) {
    for (const spread of await readdir(path.join(storeRoot, kind)).catch((): string[] => [])) {
      for (const name of await readdir(path.join(storeRoot, kind, spread))) {
        const sound = name.endsWith('.json') ? await wholeClip(storeRoot, name.slice(0, 64)) : (await readRecord(storeRoot, name.slice(0, 64))) !== null;
        if (!sound) found.push(path.join(kind, spread, name));
      }
    }
  }
  return found;
}

async function wholeClip(storeRoot: string, sha256: string): Promise<boolean> {
  const media = await readRecord(storeRoot, sha256);
  if (media === null) return false;
  if ((await stat(thumbnailPath(storeRoot, sha256)).catch(() => null)) === null) return false;
  const originals = await readdir(path.join(storeRoot, 'originals', sha256.slice(0, 2))).catch((): string[] => []);
  if (!originals.some((name) => name.startsWith(sha256))) return false;
  return allReadable(grayPath(storeRoot, sha256), media.frames) && (!media.colour || allReadable(rgbPath(storeRoot, sha256), media.frames));
}

function allReadable(file: string, frames: number): boolean {
  const opened = openFrameStore(file);
  if (!opened.ok) return false;
  try {
    for (let frame = 0; frame < opened.value.count; frame++) opened.value.readSync(frame);
    return opened.value.count === frames;
  } catch {
    return false;
  } finally {
    opened.value.close();
  }
}

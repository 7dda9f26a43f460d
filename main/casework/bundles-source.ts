/** Where a bundle comes from: a folder, or a zip of one. Both give the same flat list of files; nothing of either is trusted. */
import type { Readable } from 'node:stream';
import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as yauzl from 'yauzl';
import { notThere, refused, Refused } from './bundles-refusal.ts';

export interface BundleSource {
  /** Bytes by file name; a zip's are what its directory claims, and reading more than that fails. */
  readonly files: ReadonlyMap<string, number>;
  /** True where every file must be one that the manifest names: a zip is made for this, a folder may lie about. */
  readonly strict: boolean;
  open(name: string): Promise<Readable>;
  close(): void;
}

/** More entries than any bundle has; a longer list is not read to its end. */
const mostEntries = 200;
/** What operating systems add by themselves; never written anywhere. */
const systemJunk = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._)/i;

function refuse(what: string): never {
  throw new Refused(refused(what));
}

async function folderSource(folder: string): Promise<BundleSource> {
  const files = new Map<string, number>();
  const names = await readdir(folder);
  if (names.length > mostEntries) refuse('the folder holds far more files than a bundle has.');
  for (const name of names) {
    const info = await lstat(join(folder, name));
    // Links are left out: a bundle's file that is one counts as missing.
    if (info.isFile()) files.set(name, info.size);
  }
  return { files, strict: false, open: async (name) => createReadStream(join(folder, name), { highWaterMark: 1 << 20 }), close: () => undefined };
}

/** Type of a Unix entry in the upper half of the external attributes. */
function isLink(entry: yauzl.Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

/** An entry's name, or the refusal of one that could lie outside the bundle or is no plain file. */
function checkedName(entry: yauzl.Entry): string {
  const name = entry.fileName;
  if (yauzl.validateFileName(name) !== null || name.includes('\0') || name.includes('\\')) refuse('the zip has an entry that would lie outside its folder.');
  if (isLink(entry)) refuse('the zip has a link among its entries.');
  if (entry.isEncrypted()) refuse('the zip is encrypted.');
  return name;
}

async function zipEntries(zip: yauzl.ZipFile): Promise<ReadonlyMap<string, yauzl.Entry>> {
  if (zip.entryCount > mostEntries) refuse('the zip holds far more entries than a bundle has.');
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    const name = checkedName(entry);
    if (name.endsWith('/') || systemJunk.test(name)) continue;
    if (entries.has(name)) refuse('the zip has two entries of one name.');
    entries.set(name, entry);
  }
  return entries;
}

/** Entries by plain name: the manifest may lie at the top or in one folder, and all else beside it. */
function besideManifest(entries: ReadonlyMap<string, yauzl.Entry>): ReadonlyMap<string, yauzl.Entry> {
  const manifests = [...entries.keys()].filter((name) => /^([^/]+\/)?manifest\.json$/.test(name));
  const [manifest] = manifests;
  if (manifest === undefined || manifests.length > 1) refuse(manifest === undefined ? 'there is no manifest.json in it.' : 'the zip holds more than one bundle.');
  const prefix = manifest.slice(0, -'manifest.json'.length);
  return new Map([...entries].map(([name, entry]) => {
    const plain = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (plain === '' || plain.includes('/')) refuse('the zip has an entry that the manifest does not name.');
    return [plain, entry];
  }));
}

async function zipSource(path: string): Promise<BundleSource> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true });
  } catch {
    refuse('the file is no zip, or a damaged one.');
  }
  try {
    const entries = besideManifest(await zipEntries(zip).catch((error: unknown) => {
      if (error instanceof Refused) throw error;
      // The reader refuses absolute and climbing names by itself.
      return refuse(/path|fileName/i.test(String(error)) ? 'the zip has an entry that would lie outside its folder.' : 'the zip is damaged.');
    }));
    return {
      files: new Map([...entries].map(([name, entry]) => [name, entry.uncompressedSize])),
      strict: true,
      open: async (name) => {
        const entry = entries.get(name);
        return entry === undefined ? refuse('a file is missing in the zip.') : zip.openReadStreamPromise(entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Opens what was picked. Throws `Refused` for what cannot be a bundle or is gone. */
export async function openSource(path: string): Promise<BundleSource> {
  const info = await stat(path).catch(() => null);
  if (info === null) throw new Refused(notThere);
  return info.isDirectory() ? folderSource(path) : zipSource(path);
}

/**
 * Where received objects land: `part/` while they come, `ready/STUDY/INSTANCE.dcm` once whole, flushed to the disk and renamed. Folder and file names are
 * digests of the UIDs, so that nothing of a patient can be read from them.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileHead } from './file-head.ts';
import type { FileHead } from './file-head.ts';
import { part10Header } from './part10.ts';
import type { FileMeta } from './part10.ts';

export interface KeptObject {
  readonly path: string;
  readonly head: FileHead;
  readonly bytes: number;
  /** Exactly this was here already. */
  readonly again: boolean;
}

export type KeepOutcome =
  | { readonly kept: true; readonly object: KeptObject }
  /** `unreadable`: no instance and study can be read from it. `mismatch`: it is not what the command said. `different`: another object with this UID is here. */
  | { readonly kept: false; readonly why: 'unreadable' | 'mismatch' | 'different' };

export interface Reception {
  write(bytes: Buffer): Promise<void>;
  /** Resolves once the object will survive a power cut. */
  keep(): Promise<KeepOutcome>;
  /** Removes what came so far; nothing after `keep`. */
  drop(): Promise<void>;
}

export interface IncomingStore {
  /** Without `meta` whole files are written, with the header they have. */
  begin(meta: FileMeta | null): Promise<Reception>;
  /** Removes halves that a killed run left; answers how many. */
  sweep(): Promise<number>;
  freeBytes(): Promise<number>;
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file system keeps renames in its own journal.
  const handle = await open(folder, 'r').catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function contentOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(({ size }) => size, () => null);
}

class FileReception implements Reception {
  readonly #root: string;
  readonly #meta: FileMeta | null;
  readonly #part: string;
  readonly #file: FileHandle;
  #bytes = 0;
  #open = true;

  constructor(root: string, meta: FileMeta | null, part: string, file: FileHandle) {
    this.#root = root;
    this.#meta = meta;
    this.#part = part;
    this.#file = file;
  }

  async write(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) at += (await this.#file.write(bytes, at)).bytesWritten;
    this.#bytes += bytes.length;
  }

  async keep(): Promise<KeepOutcome> {
    await this.#file.sync();
    await this.#close();
    const head = await readFileHead(this.#part);
    const said = this.#meta;
    if (head === null || head.study === '') return this.#refuse('unreadable');
    if (said !== null && (head.sopClass !== said.sopClass || head.sopInstance !== said.sopInstance)) return this.#refuse('mismatch');
    const ready = join(this.#root, 'ready');
    const folder = join(ready, digestOf(head.study));
    const path = join(folder, `${digestOf(head.sopInstance)}.dcm`);
    const kept: KeptObject = { path, head, bytes: this.#bytes, again: false };
    const known = await sizeOf(path);
    if (known !== null) {
      const same = known === this.#bytes && (await contentOf(path)) === (await contentOf(this.#part));
      if (!same) return this.#refuse('different');
      await this.drop();
      return { kept: true, object: { ...kept, again: true } };
    }
    if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(ready);
    await rename(this.#part, path);
    await syncFolder(folder);
    return { kept: true, object: kept };
  }

  async drop(): Promise<void> {
    await this.#close();
    await rm(this.#part, { force: true });
  }

  async #refuse(why: 'unreadable' | 'mismatch' | 'different'): Promise<KeepOutcome> {
    await this.drop();
    return { kept: false, why };
  }

  async #close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    await this.#file.close();
  }
}

/** Errors of the file system are thrown: a full disk is the caller's to answer. */
export function createIncomingStore(root: string): IncomingStore {
  const parts = join(root, 'part');
  return {
    begin: async (meta) => {
      await mkdir(parts, { recursive: true });
      const part = join(parts, `${randomUUID()}.part`);
      const reception = new FileReception(root, meta, part, await open(part, 'wx', 0o600));
      try {
        if (meta !== null) await reception.write(part10Header(meta));
      } catch (error) {
        await reception.drop();
        throw error;
      }
      return reception;
    },
    sweep: async () => {
      const halves = await readdir(parts).catch((): string[] => []);
      for (const name of halves) await rm(join(parts, name), { force: true });
      return halves.length;
    },
    freeBytes: async () => {
      await mkdir(root, { recursive: true });
      const { bavail, bsize } = await statfs(root);
      return bavail * bsize;
    },
  };
}

/** Entry of the helper process for datasets: hashing pictures, writing frames, reading and writing readings are too long for main's event loop. */
import process from 'node:process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectParent } from '../child.ts';
import { errnoOf } from '../media/failure.ts';
import { exportDataset } from '../training/dataset/export-folder.ts';
import { fingerprint, fingerprintText, readFingerprint } from '../training/dataset/fingerprint.ts';
import type { Fingerprint } from '../training/dataset/fingerprint.ts';
import { planDataset } from '../training/dataset/plan.ts';
import { settleDataset } from '../training/dataset/settle.ts';
import { lossesOf, writeReadings } from '../training/exchange/formats.ts';
import type { FromDatasetWorker, SettleAnswer, SettleQuestion, ToDatasetWorker } from './dataset-messages.ts';
import { success } from './failures.ts';
import { readFiles } from './readings-files.ts';

/** Progress goes out at most this often, ms. */
const progressEvery = 100;

const parent = connectParent();
const tell = (message: FromDatasetWorker) => parent.post(message);
let toldAt = Number.NEGATIVE_INFINITY;
function progress(share: number, step: string): void {
  const now = performance.now();
  if (now - toldAt < progressEvery) return;
  toldAt = now;
  tell({ kind: 'progress', share, step });
}

/** Only pictures of clips that come in are looked at. */
async function settle({ storeRoot, known, ...request }: SettleQuestion): Promise<SettleAnswer> {
  const plan = planDataset({ ...request, together: [] });
  const wanted = plan.ok ? [...new Set([...plan.clips, ...request.lockedClips].map(({ sha256 }) => sha256))] : [];
  const prints = new Map<string, Fingerprint>();
  const made = new Map<string, string>();
  const unread: string[] = [];
  for (const [index, sha256] of wanted.entries()) {
    const stored = readFingerprint(known.get(sha256) ?? '');
    if (stored !== null) prints.set(sha256, stored);
    else {
      const found = await fingerprint(storeRoot, sha256);
      if (found.ok) {
        prints.set(sha256, found.value);
        made.set(sha256, fingerprintText(found.value));
      } else unread.push(sha256);
    }
    progress((0.8 * (index + 1)) / wanted.length, `looking at pictures, ${index + 1} of ${wanted.length} clips`);
  }
  return { settled: settleDataset(request, prints, (share) => progress(0.8 + 0.2 * share, 'comparing pictures')), made, unread };
}

/** All files or none: written beside one another under another name first. */
async function write({ folder, format, readings }: Extract<ToDatasetWorker, { kind: 'write' }>): Promise<Extract<FromDatasetWorker, { kind: 'written' }>['result']> {
  const files = writeReadings(format, readings);
  const partial = `${folder}.partial`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial);
    for (const { name, text } of files) await writeFile(join(partial, name), text, { flag: 'wx' });
    await rename(partial, folder);
    return success({ files: files.length, losses: lossesOf(format, readings) });
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (errnoOf(error) === null) throw error;
    const full = errnoOf(error) === 'ENOSPC';
    return { ok: false, error: { code: full ? 'disk-full' : 'storage-failed', message: full ? 'There is no room left on the disk.' : 'The readings could not be written.', hint: 'Choose another folder; nothing was left behind.' } };
  }
}

async function answer(message: ToDatasetWorker): Promise<void> {
  switch (message.kind) {
    case 'settle': return tell({ kind: 'settled', result: success(await settle(message.question)) });
    case 'export': return tell({ kind: 'exported', result: await exportDataset(message.request, { signal: new AbortController().signal, onProgress: (share) => progress(share, 'writing frames') }) });
    case 'read': return tell({ kind: 'read', result: await readFiles(message.paths, message.format, message.spacing) });
    case 'write': return tell({ kind: 'written', result: await write(message) });
  }
}

parent.onMessage((raw) => {
  // A bug ends the process; its owner answers for it.
  answer(raw as ToDatasetWorker).catch((error: unknown) => {
    process.stderr.write(`dataset worker: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}\n`);
    process.exit(1);
  });
});

/** Entry of the helper process for copies without identity: decoding, looking for text and compressing are too long for main's event loop. */
import { mkdir, rename, rm } from 'node:fs/promises';
import process from 'node:process';
import type { BeforeAndAfter, CopyPreview } from '../../preload/deidentify.ts';
import type { Result } from '../../preload/domain.ts';
import { connectParent } from '../child.ts';
import type { ExaminedFile } from '../dicom/deidentify/examine.ts';
import { exportCopies } from '../dicom/deidentify/export-copies.ts';
import { Identities } from '../dicom/deidentify/identity.ts';
import { readKey, writeKey } from '../dicom/deidentify/key-file.ts';
import { blanked } from '../dicom/deidentify/picture-cleaning.ts';
import { errnoOf, storageFailure } from '../media/failure.ts';
import { encodePng } from '../media/png.ts';
import type { CopiesAnswer, CopyTask, FromDeidentifyWorker, PreviewTask, ToDeidentifyWorker } from './deidentify-messages.ts';
import { failure, success } from './failures.ts';

const parent = connectParent();
const tell = (message: FromDeidentifyWorker) => parent.post(message);
const stopped = new AbortController();

async function picturesOf({ frames, kept }: ExaminedFile): Promise<BeforeAndAfter[]> {
  const picked = [...new Set([0, Math.floor(frames.count / 2), frames.count - 1])];
  const png = (pixels: Uint8Array) => Uint8Array.from(encodePng(pixels, frames.width, frames.height, frames.channels));
  return Promise.all(picked.map(async (frame) => {
    const before = await frames.read(frame);
    return { frame, before: png(before), after: png(blanked(before, kept, frames.channels)) };
  }));
}

/** Pseudonyms and UIDs of a look are thrown away: nothing is written with them. */
async function preview({ source, keepText, work, ffmpeg }: PreviewTask): Promise<Result<CopyPreview>> {
  await mkdir(work, { recursive: true });
  let pictures: readonly BeforeAndAfter[] = [];
  let wholePicture = false;
  const [report] = await exportCopies([source], {
    out: work, ffmpeg, keepText, wholePictures: true, write: false, keepPrivate: [], identities: new Identities(), signal: stopped.signal, workRoot: work,
    look: async (file) => {
      ({ wholePicture } = file);
      pictures = await picturesOf(file);
    },
  });
  if (report === undefined) return failure('cancelled');
  const { kind, frames, blanked: share, textInside, removed, replaced, privateRemoved, datesMoved, warnings, error } = report;
  return success({ clipId: source.clipId, kind, frames, blanked: share, textInside, removed, replaced, privateRemoved, datesMoved, warnings, wholePicture, pictures, error });
}

/** The folder appears under its name when all is in it; the key only after that. */
async function copy({ sources, out, key, keepText, wholePictures, work, ffmpeg }: CopyTask): Promise<Result<CopiesAnswer>> {
  const partial = partialCopies(out);
  try {
    const known = key === null ? null : await readKey(key).catch((error: unknown) => {
      if (errnoOf(error) !== null) throw error;
      return 'no key' as const;
    });
    if (known === 'no key') return failure('bad-request', 'The file chosen for the key holds something else.', 'Choose another name for the key: nothing was written.');
    const identities = new Identities(known);
    await mkdir(work, { recursive: true });
    await mkdir(partial);
    const options = { out: partial, ffmpeg, keepText, wholePictures, write: true, keepPrivate: [], identities, signal: stopped.signal, workRoot: work };
    const reports = await exportCopies(sources, options, (done) => tell({ kind: 'progress', done }));
    if (stopped.signal.aborted) return failure('cancelled');
    const failed = reports.flatMap(({ error }, index) => (error === null ? [] : [{ clipId: sources[index]?.clipId ?? '', error }]));
    if (failed.length === reports.length) return { ok: false, error: failed[0]?.error ?? failure('internal').error };
    if (key !== null) await writeKey(key, identities.key());
    await rename(partial, out);
    return success({ written: reports.length - failed.length, failed });
  } catch (error) {
    return storageFailure(error);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Where copies lie until all are there. */
function partialCopies(out: string): string {
  return `${out}.partial`;
}

parent.onMessage((raw) => {
  const message = raw as ToDeidentifyWorker;
  if (message.kind === 'stop') return stopped.abort();
  const answer = message.kind === 'preview'
    ? preview(message.task).then((result) => tell({ kind: 'previewed', result }))
    : copy(message.task).then((result) => tell({ kind: 'copied', result }));
  // A bug ends the process; its owner answers for it. The error's text may hold a path, so only its name goes on.
  answer.catch((error: unknown) => {
    process.stderr.write(`deidentify worker: ${error instanceof Error ? error.name : 'unknown fault'}\n`);
    process.exit(1);
  });
});

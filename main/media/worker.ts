/** Entry of the media helper process: imports clips for the media host, so that hashing, cutting and compressing never hold up the window. */
import process from 'node:process';
import { connectParent } from '../child.ts';
import { describeFile } from './dicom/describe.ts';
import { failure } from './failure.ts';
import { importClip } from './import-clip.ts';
import type { ImportStep } from './import-clip.ts';
import type { FromWorker, ToWorker } from './media-messages.ts';

/** Progress goes out at most this often, ms. */
const progressEvery = 100;

const parent = connectParent();
const running = new Map<number, AbortController>();
const tell = (message: FromWorker) => parent.post(message);

async function start(message: Extract<ToWorker, { kind: 'import' }>): Promise<void> {
  const control = new AbortController();
  running.set(message.id, control);
  let toldAt = Number.NEGATIVE_INFINITY;
  const onProgress = (fraction: number, step: ImportStep) => {
    const now = performance.now();
    if (now - toldAt < progressEvery) return;
    toldAt = now;
    tell({ kind: 'progress', id: message.id, fraction, step });
  };
  try {
    tell({ kind: 'done', id: message.id, result: await importClip({ ...message.request, signal: control.signal, onProgress }) });
  } catch (error) {
    process.stderr.write(`media worker: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}\n`);
    tell({ kind: 'done', id: message.id, result: failure('internal') });
  } finally {
    running.delete(message.id);
  }
}

parent.onMessage((raw) => {
  const message = raw as ToWorker;
  switch (message.kind) {
    case 'import':
      void start(message);
      break;
    case 'describe':
      tell({ kind: 'described', id: message.id, described: message.files.map(describeFile) });
      break;
    case 'cancel':
      running.get(message.id)?.abort();
      break;
  }
});

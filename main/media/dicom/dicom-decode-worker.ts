/** Entry of the worker thread that decodes one DICOM file, frame by frame as it is asked: codecs may loop or swallow memory, so it can be ended at any time. */
import { parentPort, workerData } from 'node:worker_threads';
import { BrokenDicom } from './broken.ts';
import type { DecodeFault, DecodeOrder, FromDecoder } from './decode-messages.ts';
import { openClip } from './open-clip.ts';
import type { OpenedClip } from './open-clip.ts';

const order = workerData as DecodeOrder;
const tell = (message: FromDecoder) => parentPort?.postMessage(message, message.kind === 'frame' ? [message.pixels.buffer] : []);
/** Frames given out ahead of the answers: one is stored while the next decodes. */
const ahead = 2;
let allowed = ahead;
let wake: (() => void) | null = null;

parentPort?.on('message', () => {
  allowed += 1;
  wake?.();
});

async function permission(): Promise<void> {
  while (allowed === 0) await new Promise<void>((resolve) => (wake = resolve));
  allowed -= 1;
}

async function giveFrames(clip: OpenedClip): Promise<void> {
  let damaged = clip.damaged;
  let good = 0;
  for (let index = 0; index < clip.count; index++) {
    await permission();
    const frame = await clip.frame(index, order.pix);
    damaged ||= frame.damaged;
    if (frame.good) good += 1;
    tell({ kind: 'frame', index, pixels: frame.pixels, colour: frame.colour });
  }
  tell(good === 0 ? { kind: 'failed', code: 'dicom-broken' } : { kind: 'done', damaged });
}

function faultOf(error: unknown): DecodeFault {
  if (error instanceof BrokenDicom) return error.code;
  if (error instanceof RangeError) return 'dicom-broken';
  if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EIO' || error.code === 'ENOENT')) return 'file-unreadable';
  throw error;
}

try {
  const opened = openClip(order);
  if (typeof opened === 'string') tell({ kind: 'failed', code: opened });
  else {
    tell(opened.facts);
    if (opened.facts.kind === 'pictures') await giveFrames(opened);
  }
} catch (error) {
  tell({ kind: 'failed', code: faultOf(error) });
} finally {
  parentPort?.close();
}

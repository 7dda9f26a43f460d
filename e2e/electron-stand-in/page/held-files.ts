/** Files that main may ask the browser about: only the browser knows where a chosen or dropped file lies. */
import { heldFilesName } from '../wire.ts';

const held = new Map<number, readonly File[]>();
let lastBatch = 0;

Object.defineProperty(globalThis, heldFilesName, { value: held });

/** Holds `files` until `release`; main finds them by the returned number. */
export function hold(files: readonly File[]): number {
  held.set(++lastBatch, files);
  return lastBatch;
}

export function release(batch: number): readonly File[] {
  const files = held.get(batch) ?? [];
  held.delete(batch);
  return files;
}

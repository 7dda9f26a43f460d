import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Result } from '../../preload/domain.ts';
import { errnoOf, failure, storageFailure } from './failure.ts';
import type { Failure } from './failure.ts';

const chunkBytes = 1 << 20;

export interface CopiedOriginal {
  /** Of the bytes that were copied, hex. */
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface CopyRequest {
  readonly source: string;
  /** Must not exist yet. */
  readonly target: string;
  readonly signal: AbortSignal;
  readonly maxFileBytes: number;
  /** Share copied so far, 0..1. */
  onCopied(fraction: number): void;
}

function sourceFailure(error: unknown): Failure {
  const errno = errnoOf(error);
  return failure(errno === 'ENOENT' || errno === 'ENOTDIR' ? 'file-not-found' : 'file-unreadable');
}

/** Size and kind of a picked file, before anything is done with it: only regular files are clips. */
export async function checkSource(source: string, maxFileBytes: number): Promise<Result<null>> {
  try {
    const info = await stat(source);
    if (!info.isFile()) return failure('file-unreadable');
    if (info.size === 0) return failure('file-empty');
    return info.size > maxFileBytes ? failure('file-too-large') : { ok: true, value: null };
  } catch (error) {
    return sourceFailure(error);
  }
}

/**
 * Copies `source` to the new file `target`, hashing on the way, and syncs it. `file-changed` when the source grows, shrinks, is rewritten or vanishes meanwhile.
 */
export async function copyOriginal(request: CopyRequest): Promise<Result<CopiedOriginal>> {
  const { source } = request;
  const checked = await checkSource(source, request.maxFileBytes);
  if (!checked.ok) return checked;
  let from: FileHandle;
  try {
    from = await open(source, 'r');
  } catch (error) {
    return sourceFailure(error);
  }
  try {
    const before = await from.stat();
    const copied = await copyBytes(from, request, before.size);
    if (!copied.ok) return copied;
    const after = await stat(source).catch(() => null);
    const same = after !== null && after.ino === before.ino && after.size === before.size && after.mtimeMs === before.mtimeMs;
    return same && copied.value.sizeBytes === before.size ? copied : failure('file-changed');
  } finally {
    await from.close().catch(() => undefined);
  }
}

async function copyBytes(from: FileHandle, { target, signal, onCopied }: CopyRequest, expected: number): Promise<Result<CopiedOriginal>> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, expected + 1));
  let sizeBytes = 0;
  let to: FileHandle;
  try {
    to = await open(target, 'wx', 0o600);
  } catch (error) {
    return storageFailure(error);
  }
  try {
    for (;;) {
      if (signal.aborted) return failure('cancelled');
      // A source that breaks while it is read (drive pulled, network share gone) counts as vanished.
      const read = await from.read(buffer, 0, buffer.length, sizeBytes).catch(() => null);
      if (read === null || sizeBytes > expected) return failure('file-changed');
      if (read.bytesRead === 0) break;
      const bytes = buffer.subarray(0, read.bytesRead);
      hash.update(bytes);
      for (let written = 0; written < bytes.length; ) written += (await to.write(bytes, written)).bytesWritten;
      sizeBytes += read.bytesRead;
      onCopied(Math.min(1, sizeBytes / expected));
    }
    await to.sync();
  } catch (error) {
    return storageFailure(error);
  } finally {
    await to.close().catch(() => undefined);
  }
  return { ok: true, value: { sha256: hash.digest('hex'), sizeBytes } };
}

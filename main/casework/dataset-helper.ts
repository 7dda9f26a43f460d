/** The helper process for datasets as main uses it: one process a question, gone with the answer, killed by a stop. */
import { rm } from 'node:fs/promises';
import type { Result } from '../../preload/domain.ts';
import type { ExchangeFormat } from '../../preload/datasets.ts';
import type { SpawnChild } from '../child.ts';
import { partialFolder } from '../training/dataset/export-folder.ts';
import type { ExportRequest, ExportSummary } from '../training/dataset/export-folder.ts';
import type { FiledReading } from '../training/exchange/filed-reading.ts';
import type { FromDatasetWorker, ReadFilesAnswer, SettleAnswer, SettleQuestion, ToDatasetWorker } from './dataset-messages.ts';
import { failure } from './failures.ts';

export interface DatasetHelper {
  settle(question: SettleQuestion, signal: AbortSignal, onProgress: (share: number, step: string) => void): Promise<Result<SettleAnswer>>;
  /** A stopped export leaves nothing. */
  export(request: ExportRequest, signal: AbortSignal, onProgress: (share: number, step: string) => void): Promise<Result<ExportSummary>>;
  readFiles(paths: readonly string[], format: ExchangeFormat | null, spacing: number | null): Promise<Result<ReadFilesAnswer>>;
  write(folder: string, format: ExchangeFormat, readings: readonly FiledReading[]): Promise<Result<{ readonly files: number; readonly losses: readonly string[] }>>;
}

const ignore = (): void => undefined;
const never = new AbortController().signal;

/** `hear` answers with the result once it has come, else null. */
function ask<T>(spawn: SpawnChild, question: ToDatasetWorker, signal: AbortSignal, onProgress: (share: number, step: string) => void, hear: (message: FromDatasetWorker) => Result<T> | null): Promise<Result<T>> {
  if (signal.aborted) return Promise.resolve(failure('cancelled'));
  return new Promise((resolve) => {
    const child = spawn();
    let answered = false;
    const stop = () => {
      // What it had open is closed when it is gone, and only then may its files be removed.
      child.onExit(() => resolve(failure('cancelled')));
      child.kill('SIGKILL');
    };
    signal.addEventListener('abort', stop, { once: true });
    child.onMessage((raw) => {
      const message = raw as FromDatasetWorker;
      if (signal.aborted || answered) return;
      if (message.kind === 'progress') return onProgress(message.share, message.step);
      const result = hear(message);
      if (result === null) return;
      answered = true;
      signal.removeEventListener('abort', stop);
      child.kill();
      resolve(result);
    });
    child.onExit(() => {
      if (answered || signal.aborted) return;
      signal.removeEventListener('abort', stop);
      resolve(failure('internal'));
    });
    child.post(question);
  });
}

export function createDatasetHelper(spawn: SpawnChild): DatasetHelper {
  return {
    settle: (question, signal, onProgress) => ask(spawn, { kind: 'settle', question }, signal, onProgress, (message) => (message.kind === 'settled' ? message.result : null)),
    export: async (request, signal, onProgress) => {
      const result = await ask(spawn, { kind: 'export', request }, signal, onProgress, (message) => (message.kind === 'exported' ? message.result : null));
      // A killed helper could not clean up after itself.
      if (!result.ok) await rm(partialFolder(request.out), { recursive: true, force: true }).catch(ignore);
      return result;
    },
    readFiles: (paths, format, spacing) => ask(spawn, { kind: 'read', paths, format, spacing }, never, ignore, (message) => (message.kind === 'read' ? message.result : null)),
    write: (folder, format, readings) => ask(spawn, { kind: 'write', folder, format, readings }, never, ignore, (message) => (message.kind === 'written' ? message.result : null)),
  };
}

/** From a raw message to a validated request and back to a `Result`. Knows no Electron, so that tests hand it a fake `ipcMain`. */
import { z } from 'zod';
import { databaseError, isDatabaseError } from '../db/failure.ts';
import { dropChannel, dropInput, requests } from '../preload/contract.ts';
import type { RequestName } from '../preload/contract.ts';
import type { Result } from '../preload/domain.ts';
import { failure, success } from './casework/failures.ts';
import type { PickedPaths } from './casework/picked.ts';
import type { RequestHandlers } from './casework/request-handlers.ts';
import { isOwnAddress } from './own-address.ts';

/** What a message event tells about its sender; `parent` is null for a page's main frame. */
export interface MessageEvent {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/** The part of Electron's ipcMain that is used. */
export interface RequestListener {
  handle(channel: string, listener: (event: MessageEvent, input: unknown) => Promise<unknown>): void;
}

export interface BindingOptions {
  readonly requests: RequestHandlers;
  readonly picked: PickedPaths;
  readonly logError: (error: unknown) => void;
}

function fromOwnPage({ senderFrame }: MessageEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url);
}

/** Refuses foreign senders and malformed input with `bad-request`; what throws answers `internal` and is logged. */
function guarded<S extends z.ZodType>(schema: S, answer: (input: z.output<S>) => Promise<Result<unknown>>, logError: (error: unknown) => void) {
  return async (event: MessageEvent, input: unknown): Promise<Result<unknown>> => {
    if (!fromOwnPage(event)) return failure('bad-request');
    const parsed = schema.safeParse(input);
    if (!parsed.success) return failure('bad-request');
    try {
      return await answer(parsed.data);
    } catch (error) {
      logError(error);
      return isDatabaseError(error) ? { ok: false, error: databaseError(error) } : failure('internal');
    }
  };
}

/** One listener a channel of the contract, and the preload's channel for dropped files; nothing else. */
export function bindRequests(listener: RequestListener, { requests: handlers, picked, logError }: BindingOptions): void {
  const bind = <N extends RequestName>(name: N) => {
    const schema: z.ZodType = requests[name].input;
    // The schema and the handler of a name belong together by construction of both tables.
    const handler = handlers[name] as (input: unknown) => Promise<Result<unknown>>;
    listener.handle(name, guarded(schema, handler, logError));
  };
  for (const name of z.enum(Object.keys(requests) as [RequestName, ...RequestName[]]).options) bind(name);
  listener.handle(dropChannel, guarded(dropInput, async ({ paths }) => success(await picked.register(paths)), logError));
}

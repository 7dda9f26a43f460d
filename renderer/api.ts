/** The only user of `window.pleura`: typed requests that unwrap `Result`, and hooks for requests and events. */
import { startTransition, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Events, PleuraBridge, RequestInput, RequestName, RequestOutput } from '../preload/contract.ts';
import type { AppError, PickedItem, Result } from '../preload/domain.ts';

declare global {
  interface Window {
    readonly pleura: PleuraBridge;
  }
}

/** An expected failure that main answered with; `appError` says what happened and what to do. */
export class RequestFailed extends Error {
  readonly appError: AppError;

  constructor(appError: AppError) {
    super(appError.message);
    this.name = 'RequestFailed';
    this.appError = appError;
  }
}

/** Any thrown value as an `AppError`, for showing. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof RequestFailed) return thrown.appError;
  return { code: 'internal', message: 'Something inside the program failed.', hint: 'Try again. If it happens again, restart Pleura; nothing saved is lost.' };
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new RequestFailed(result.error);
  return result.value;
}

/** Asks main; throws `RequestFailed` where main answers with an error. */
export async function request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
  return unwrap(await window.pleura.request(name, input));
}

const nowhere: AppError = { code: 'file-unreadable', message: 'What was dropped is no file or folder on this computer.', hint: 'Save it to a folder first, then drop it from there.' };

/** Tokens for files and folders dropped on the window; throws `RequestFailed`, also where none of them lies on the disk (an image dragged out of a page, say). */
export async function droppedItems(files: readonly File[]): Promise<readonly PickedItem[]> {
  const items = unwrap(await window.pleura.dropped(files));
  if (items.length === 0) throw new RequestFailed(nowhere);
  return items;
}

/** Listens to one of main's events outside React; returns the function that ends it. */
export function subscribe<N extends keyof Events>(name: N, listener: (event: Events[N]) => void): () => void {
  return window.pleura.on(name, listener);
}

/** Listens to one of main's events while the component is mounted; the newest `listener` is called. */
export function useEvent<N extends keyof Events>(name: N, listener: (event: Events[N]) => void): void {
  const latest = useEffectEvent(listener);
  useEffect(() => subscribe(name, (event) => latest(event)), [name]);
}

export type Loadable<T> =
  | { readonly state: 'loading'; readonly value: null; readonly error: null }
  | { readonly state: 'ready'; readonly value: T; readonly error: null }
  | { readonly state: 'failed'; readonly value: null; readonly error: AppError };

export type Requested<T> = Loadable<T> & {
  /** Asks again; the value on screen stays until the answer comes. */
  readonly reload: () => void;
  /** Puts a value that another request answered with. */
  readonly set: (value: T) => void;
};

const loading = { state: 'loading', value: null, error: null } as const;

/** Asks when the component mounts and when the input changes; `null` input waits. Late answers to older inputs are dropped. */
export function useRequest<N extends RequestName>(name: N, input: RequestInput<N> | null): Requested<RequestOutput<N>> {
  const key = JSON.stringify(input);
  const [held, setHeld] = useState<{ readonly key: string; readonly answer: Loadable<RequestOutput<N>> }>({ key, answer: loading });
  const turn = useRef(0);
  const reload = useCallback(() => {
    const parsed: RequestInput<N> | null = JSON.parse(key);
    if (parsed === null) return;
    const mine = ++turn.current;
    const settle = (answer: Loadable<RequestOutput<N>>) => {
      // Answers come while the reader works: drawing them gives way to keys and clicks.
      if (mine === turn.current) startTransition(() => setHeld({ key, answer }));
    };
    request(name, parsed).then(
      (value) => settle({ state: 'ready', value, error: null }),
      (thrown: unknown) => settle({ state: 'failed', value: null, error: asAppError(thrown) }),
    );
  }, [name, key]);
  const set = useCallback(
    (value: RequestOutput<N>) => {
      turn.current += 1;
      setHeld({ key, answer: { state: 'ready', value, error: null } });
    },
    [key],
  );
  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  const answer = held.key === key ? held.answer : loading;
  return { ...answer, reload, set };
}

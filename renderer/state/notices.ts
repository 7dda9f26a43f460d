/** Messages to the reader: toasts that stay until read, and sentences for screen readers. */
import { createStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { AppError } from '../../preload/domain.ts';

export interface Toast {
  readonly id: number;
  readonly kind: 'error' | 'done';
  readonly message: string;
  readonly hint: string;
  readonly code: string | null;
}

export interface Notices {
  readonly toasts: readonly Toast[];
  /** Read out politely by screen readers; `turn` makes equal sentences count again. */
  readonly spoken: { readonly text: string; readonly turn: number };
  readonly showError: (error: AppError) => void;
  readonly showDone: (message: string) => void;
  readonly dismiss: (id: number) => void;
  readonly announce: (text: string) => void;
}

const mostToasts = 4;

/** The toasts with one more; an equal one is not repeated, the oldest give way. */
export function withToast(toasts: readonly Toast[], toast: Toast): readonly Toast[] {
  const others = toasts.filter(({ message, code }) => message !== toast.message || code !== toast.code);
  return [...others, toast].slice(-mostToasts);
}

/** A store without messages. */
export function createNotices(): StoreApi<Notices> {
  let nextId = 1;
  return createStore<Notices>()((set) => ({
    toasts: [],
    spoken: { text: '', turn: 0 },
    showError: ({ code, message, hint }) => {
      // A reader who stopped something knows that it stopped.
      if (code === 'cancelled') return;
      set(({ toasts }) => ({ toasts: withToast(toasts, { id: nextId++, kind: 'error', message, hint, code }) }));
    },
    showDone: (message) => set(({ toasts }) => ({ toasts: withToast(toasts, { id: nextId++, kind: 'done', message, hint: '', code: null }) })),
    dismiss: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
    announce: (text) => set(({ spoken }) => ({ spoken: { text, turn: spoken.turn + 1 } })),
  }));
}

/** The reader's open labelling session, as long as its page stands. */
import { useEffect, useLayoutEffect, useState } from 'react';
import { useStore } from 'zustand';
import { asAppError, request } from '../api.ts';
import type { AppError } from '../../preload/domain.ts';
import type { LabelClip } from '../../preload/labelling.ts';
import type { ReviewSession } from '../review/review-session.ts';
import { createDeck } from './deck.ts';
import type { Deck } from './deck.ts';
import { createLabelSession } from './label-session.ts';
import type { LabelLine, LabelSession, LabelState } from './label-session.ts';

export type OpenSession =
  | { readonly state: 'opening' }
  | { readonly state: 'none' }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'open'; readonly session: LabelSession; readonly deck: Deck };

const retryMs = 2_000;

function bridgeLine(sessionId: string): LabelLine {
  return {
    clip: (clipId) => request('labelling.clip', { sessionId, clipId }),
    save: (save) => request('labelling.save', save),
    commit: (save, clipId, tookMs) => request('labelling.commit', { save, clipId, tookMs }),
    reveal: (clipId) => request('labelling.reveal', { sessionId, clipId }),
    asError: asAppError,
    now: () => performance.now(),
    retryMs,
  };
}

/** Main draws the curtain when the session opens; leaving the page lifts it before any other page asks for something. */
export function useOpenSession(): OpenSession {
  const [open, setOpen] = useState<OpenSession>({ state: 'opening' });
  useLayoutEffect(() => {
    let live = true;
    let made: { readonly session: LabelSession; readonly deck: Deck } | null = null;
    const begin = async (): Promise<void> => {
      const overview = await request('labelling.overview', {});
      if (!live) return;
      if (overview.open === null) return setOpen({ state: 'none' });
      const opened = await request('labelling.open', { sessionId: overview.open.sessionId });
      if (!live) return;
      made = { session: createLabelSession(opened, bridgeLine(opened.sessionId)), deck: createDeck() };
      setOpen({ state: 'open', ...made });
    };
    begin().catch((thrown: unknown) => {
      if (live) setOpen({ state: 'failed', error: asAppError(thrown) });
    });
    return () => {
      live = false;
      made?.session.stop();
      made?.deck.dispose();
      // A window that is going down has nobody to lift it for.
      request('labelling.close', {}).catch(() => undefined);
    };
  }, []);
  return open;
}

export function useLabelState<T>(session: LabelSession, select: (state: LabelState) => T): T {
  return useStore(session.store, select);
}

/** The clip on screen and its picture; null while main has not told of it. Its neighbours are read ahead. */
export function useShownClip(session: LabelSession, deck: Deck): { readonly clip: LabelClip; readonly review: ReviewSession } | null {
  const position = useLabelState(session, (state) => state.position);
  const clips = useLabelState(session, (state) => state.clips);
  const queue = useLabelState(session, (state) => state.queue);
  const clip = clips.get(queue[position]?.clipId ?? '');
  // The same session at each render: the deck keeps it.
  const review = clip === undefined ? null : deck.ready(clip);
  useEffect(() => {
    const near = [position, position + 1, position - 1].flatMap((at) => queue[at]?.clipId ?? []);
    deck.keepOnly(near);
    for (const clipId of near) {
      const known = clips.get(clipId);
      if (known !== undefined) deck.ready(known);
    }
  }, [deck, clips, queue, position]);
  return clip === undefined || review === null ? null : { clip, review };
}

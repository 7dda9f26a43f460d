/** The image: a canvas that fills its place, its gestures, and what must be said on top of it. */
import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Problem } from '../shell/Problem.tsx';
import { listenForGestures } from './image-gestures.ts';
import { ImageTag } from './ImageTag.tsx';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { useSessionValue } from './use-session.ts';

interface CineViewProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly label: string;
  readonly children?: ReactNode;
}

/** What stands in the image's place while it cannot be shown. */
function FrameTrouble({ session, part }: { readonly session: ReviewSession; readonly part: ReviewPart }) {
  const failure = useSessionValue(session, () => part.screen.failure(part.wanted()));
  const empty = useSessionValue(session, () => part.shown() === null);
  if (failure !== null) {
    const retry = (): void => {
      part.screen.retry();
      session.player.redraw();
    };
    return (
      <Box sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center' }}>
        <Box sx={{ bgcolor: 'surface.panel', border: 1, borderColor: 'divider', borderRadius: 1, m: 4 }}>
          <Box sx={{ px: 4, pt: 4, fontWeight: 600 }}>Frame {part.wanted() + 1}</Box>
          <Problem error={failure} onRetry={retry} />
        </Box>
      </Box>
    );
  }
  if (!empty) return null;
  return <Box role="status" sx={{ position: 'absolute', inset: 0, display: 'grid', placeItems: 'center', color: '#9AA6AE', pointerEvents: 'none' }}>Reading frames</Box>;
}

export function CineView({ session, part, label, children }: CineViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const windowTool = useStore(part.settings, (state) => state.windowTool);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const detach = part.screen.attach(element);
    session.player.reset();
    const { shape, image } = part.screen;
    const stop = listenForGestures({ host: element, frame: shape, image, windowTool: () => part.settings.getState().windowTool });
    return () => {
      stop();
      detach();
    };
  }, [session, part]);
  useEffect(() => {
    // The frame really on the canvas, for tests and for whoever inspects the page.
    const tell = (): void => {
      if (host.current !== null) host.current.dataset['frame'] = String(part.shown() ?? '');
    };
    tell();
    return session.subscribe(tell);
  }, [session, part]);
  return (
    <Box sx={{ position: 'relative', minWidth: 0, minHeight: 0, overflow: 'hidden', bgcolor: 'surface.image' }}>
      <Box
        ref={host}
        role="img"
        aria-label={label}
        data-testid="cine-view"
        sx={{ position: 'absolute', inset: 0, touchAction: 'none', cursor: windowTool ? 'ns-resize' : 'grab', '&:active': { cursor: windowTool ? 'ns-resize' : 'grabbing' } }}
      />
      <Box sx={{ position: 'absolute', top: 8, left: 8, display: 'flex', gap: 1, pointerEvents: 'none' }}>
        {part.media.simulated && <ImageTag>Simulated</ImageTag>}
        {part.media.damaged && <ImageTag attention>Damaged clip</ImageTag>}
        {windowTool && <ImageTag>Window/level: drag · W to leave</ImageTag>}
      </Box>
      {children}
      <FrameTrouble session={session} part={part} />
    </Box>
  );
}

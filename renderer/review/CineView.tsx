/** The image: a canvas that fills its place, its gestures, and what must be said on top of it. */
import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Problem } from '../shell/Problem.tsx';
import { listenForGestures } from './image-gestures.ts';
import { ImageTag } from './ImageTag.tsx';
import type { Pane } from './overlay-settings.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { useSessionValue } from './use-session.ts';

interface CineViewProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly label: string;
  /** A second view of the same frame stands beside the first. */
  readonly pane?: Pane;
  /** A word on the image that must not be overlooked. */
  readonly warning?: string | null;
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

function ImageTags({ part, windowTool, warning }: { readonly part: ReviewPart; readonly windowTool: boolean; readonly warning: string | null }) {
  return (
    <Box sx={{ position: 'absolute', top: 8, left: 8, display: 'flex', gap: 1, pointerEvents: 'none' }}>
      {part.media.simulated && <ImageTag>Simulated</ImageTag>}
      {part.media.damaged && <ImageTag attention>Damaged clip</ImageTag>}
      {warning !== null && <ImageTag attention>{warning}</ImageTag>}
      {windowTool && <ImageTag>Window/level: drag · W to leave</ImageTag>}
    </Box>
  );
}

export function CineView({ session, part, label, pane = 'main', warning = null, children }: CineViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const windowTool = useStore(part.settings, (state) => state.windowTool);
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const detach = part.screen.attach(element, pane);
    session.player.reset();
    const { shape, image } = part.screen;
    const stop = listenForGestures({ host: element, frame: shape, image, windowTool: () => part.settings.getState().windowTool });
    return () => {
      stop();
      detach();
    };
  }, [session, part, pane]);
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
        data-testid={pane === 'main' ? 'cine-view' : 'cine-view-beside'}
        sx={{ position: 'absolute', inset: 0, touchAction: 'none', cursor: windowTool ? 'ns-resize' : 'grab', '&:active': { cursor: windowTool ? 'ns-resize' : 'grabbing' } }}
      />
      {pane === 'main' && <ImageTags part={part} windowTool={windowTool} warning={warning} />}
      {children}
      {pane === 'main' && <FrameTrouble session={session} part={part} />}
    </Box>
  );
}

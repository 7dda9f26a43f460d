/** The probability of every frame in frame order, and the scrubber: one slider for eye, mouse and keyboard. */
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { ClipAnalysis } from '../../preload/domain.ts';
import { startOf } from './cine.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { frameWords } from './review-words.ts';
import { drawStrip } from './strip-drawing.ts';
import { frameAtPlace, placeOfFrame } from './strip-columns.ts';

interface ProbabilityStripProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly analysis: ClipAnalysis | null;
  readonly height?: number;
}

/** Redraws the columns when scores, size or theme change; playback moves only the cursor above them. */
function useColumns(analysis: ClipAnalysis | null, frames: number) {
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const draw = (): void => {
      const ratio = window.devicePixelRatio;
      element.width = Math.max(1, Math.round(element.clientWidth * ratio));
      element.height = Math.max(1, Math.round(element.clientHeight * ratio));
      const context = element.getContext('2d');
      if (context !== null) drawStrip(context, ratio, theme, analysis, frames);
    };
    draw();
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [theme, analysis, frames]);
  return canvas;
}

/** Moves the cursor and tells assistive technology the frame, without rendering: at every frame while playing, spoken when it rests. */
function useCursor(session: ReviewSession, part: ReviewPart, analysis: ClipAnalysis | null) {
  const slider = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const count = part.media.frames;
    const update = (): void => {
      const frame = part.wanted();
      if (cursor.current !== null) cursor.current.style.left = `${placeOfFrame(frame, count) * 100}%`;
      if (session.player.state().direction !== 0) return;
      slider.current?.setAttribute('aria-valuenow', String(frame + 1));
      slider.current?.setAttribute('aria-valuetext', frameWords(frame, count, startOf(part.timeline, frame), analysis?.frameProbabilities[frame] ?? null));
    };
    update();
    return session.subscribe(update);
  }, [session, part, analysis]);
  return { slider, cursor };
}

const moves: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10 };

export function ProbabilityStrip({ session, part, analysis, height = 64 }: ProbabilityStripProps) {
  const count = part.media.frames;
  const canvas = useColumns(analysis, count);
  const { slider, cursor } = useCursor(session, part, analysis);
  const scrub = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    part.seek(frameAtPlace((event.clientX - box.left) / box.width, count));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const delta = moves[event.key];
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === 'Home') part.seek(0);
    else if (event.key === 'End') part.seek(count - 1);
    else if (delta !== undefined) session.player.step(event.shiftKey ? delta * 10 : delta);
    else return;
    event.preventDefault();
  };
  return (
    <Box
      ref={slider}
      role="slider"
      tabIndex={0}
      aria-label="Frame"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={1}
      data-testid="probability-strip"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        session.player.pause();
        scrub(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event);
      }}
      sx={{ position: 'relative', height, cursor: 'ew-resize', touchAction: 'none', userSelect: 'none' }}
    >
      <canvas ref={canvas} aria-hidden style={{ display: 'block', width: '100%', height: '100%' }} />
      <Box
        ref={cursor}
        sx={{
          position: 'absolute', top: 0, bottom: 0, width: 0, borderLeft: '1px solid', borderColor: 'text.primary', pointerEvents: 'none',
          '&::after': { content: '""', position: 'absolute', left: -6, bottom: 0, width: 11, height: 14, bgcolor: 'text.primary', clipPath: 'polygon(50% 0, 100% 40%, 100% 100%, 0 100%, 0 40%)' },
        }}
      />
    </Box>
  );
}

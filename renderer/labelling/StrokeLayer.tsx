/** Lines on the frame that is shown, over the image and in step with zoom and pan. Handles are hollow: the pixels under them stay to be seen. */
import Box from '@mui/material/Box';
import { useEffect, useRef, useState } from 'react';
import type { PointerEvent as ReactPointerEvent } from 'react';
import { useStore } from 'zustand';
import type { ReadingContent, Stroke } from '../../preload/readings.ts';
import { pleuraCoverage } from '../../preload/pure/line-geometry.ts';
import { ImageTag } from '../review/ImageTag.tsx';
import type { ReviewPart, ReviewSession } from '../review/review-session.ts';
import { useSessionValue } from '../review/use-session.ts';
import { toCanvas, toFrame, zoomAt } from '../review/viewport.ts';
import type { Size } from '../review/viewport.ts';
import { movePoint } from './changes.ts';
import type { Change } from './content.ts';
import { setPoint, strokeOf } from './tools.ts';
import type { Point, Tools } from './tools.ts';
import type { ToolStore } from './use-tools.ts';

interface StrokeLayerProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly content: ReadingContent;
  readonly tools: Tools;
  readonly store: ToolStore;
  readonly onChange: (change: Change | null) => void;
  /** The line in hand is done. */
  readonly onFinish: () => void;
}

/** On dark images in both themes; the B-line is dashed too. */
const inks: Readonly<Record<Stroke['kind'], { readonly colour: string; readonly dash: string | undefined }>> = {
  pleura: { colour: '#7FD4FF', dash: undefined }, 'b-line': { colour: '#FFC15E', dash: '6 3' },
};
const handleRadius = 5;
/** Pointer travel that makes a press a drawn line instead of a set point, CSS pixels. */
const dragPixels = 6;

function useSize(): { readonly host: React.RefObject<SVGSVGElement | null>; readonly size: Size } {
  const host = useRef<SVGSVGElement>(null);
  const [size, setSize] = useState<Size>({ width: 1, height: 1 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const measure = (): void => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { host, size };
}

function Line({ kind, points, quiet = false }: { readonly kind: Stroke['kind']; readonly points: readonly Point[]; readonly quiet?: boolean }) {
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const { colour, dash } = inks[kind];
  return (
    <g fill="none" strokeLinecap="round" strokeLinejoin="round" opacity={quiet ? 0.7 : 1}>
      <polyline points={path} stroke="#000000" strokeOpacity={0.55} strokeWidth={3.5} />
      <polyline points={path} stroke={colour} strokeWidth={1.5} strokeDasharray={dash} data-stroke={kind} />
    </g>
  );
}

/** A point being moved: shown where it is, said when it is let go, forgotten on Escape. */
function usePointDrag(toFramePoint: (event: ReactPointerEvent) => Point, content: ReadingContent, onChange: (change: Change | null) => void) {
  const [drag, setDrag] = useState<{ readonly stroke: number; readonly point: number; readonly at: Point } | null>(null);
  useEffect(() => {
    if (drag === null) return undefined;
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setDrag(null);
    };
    window.addEventListener('keydown', cancel, true);
    return () => window.removeEventListener('keydown', cancel, true);
  }, [drag]);
  return {
    drag,
    handlers: (stroke: number, point: number) => ({
      onPointerDown: (event: ReactPointerEvent<SVGCircleElement>) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ stroke, point, at: toFramePoint(event) });
      },
      onPointerMove: (event: ReactPointerEvent) => {
        if (drag !== null) setDrag({ ...drag, at: toFramePoint(event) });
      },
      onPointerUp: () => {
        if (drag !== null) onChange(movePoint(content, drag.stroke, drag.point, drag.at.x, drag.at.y));
        setDrag(null);
      },
    }),
  };
}

export function StrokeLayer(props: StrokeLayerProps) {
  const { session, part, content, tools, store, onChange, onFinish } = props;
  const { host, size } = useSize();
  const { viewport } = useStore(part.screen.image);
  const shown = useSessionValue(session, () => part.shown() ?? 0);
  const { shape } = part.screen;
  const place = ({ x, y }: Point): Point => toCanvas(viewport, shape, size, x, y);
  const framePoint = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    const box = host.current?.getBoundingClientRect();
    const { x, y } = toFrame(viewport, shape, size, event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0));
    return { x: Math.min(shape.width - 1, Math.max(0, x)), y: Math.min(shape.height - 1, Math.max(0, y)) };
  };
  const { drag, handlers } = usePointDrag(framePoint, content, onChange);
  const press = useRef<Point | null>(null);
  const drawing = tools.tool !== null;
  const own = content.strokes.map((stroke, index) => ({ stroke, index })).filter(({ stroke }) => stroke.frame === shown);
  const coverage = pleuraCoverage(part.media.sector, content.strokes, shown);
  const pointsOf = (stroke: Stroke, index: number): readonly Point[] => stroke.points.map((point, at) => place(drag?.stroke === index && drag.point === at ? drag.at : point));
  const inHand = [...tools.points, ...(tools.cursor === null ? [] : [tools.cursor])].map(place);
  return (
    <>
      <Box
        component="svg"
        ref={host}
        data-testid="stroke-layer"
        aria-label={coverage.bLines + own.length === 0 ? undefined : `${own.length} lines on this frame`}
        aria-hidden={own.length === 0 && !drawing}
        onPointerDown={(event: ReactPointerEvent<SVGSVGElement>) => {
          if (!drawing || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          press.current = { x: event.clientX, y: event.clientY };
          store.setState((now) => setPoint({ ...now, cursor: framePoint(event) }));
        }}
        onPointerMove={(event: ReactPointerEvent<SVGSVGElement>) => {
          if (drawing) store.setState({ cursor: framePoint(event) });
        }}
        onPointerUp={(event: ReactPointerEvent<SVGSVGElement>) => {
          const from = press.current;
          press.current = null;
          if (!drawing || from === null || Math.hypot(event.clientX - from.x, event.clientY - from.y) < dragPixels) return;
          store.setState((now) => setPoint({ ...now, cursor: framePoint(event) }));
          if (strokeOf(store.getState(), shown) !== null) onFinish();
        }}
        onDoubleClick={() => drawing && onFinish()}
        onWheel={(event: React.WheelEvent<SVGSVGElement>) => {
          if (!drawing) return;
          const box = event.currentTarget.getBoundingClientRect();
          part.screen.image.setState({ viewport: zoomAt(viewport, shape, size, event.clientX - box.left, event.clientY - box.top, Math.exp(-event.deltaY * 0.0015)) });
        }}
        sx={{ position: 'absolute', inset: 0, width: 1, height: 1, pointerEvents: drawing ? 'auto' : 'none', cursor: drawing ? 'crosshair' : 'inherit', touchAction: 'none', '& circle': { pointerEvents: drawing ? 'none' : 'auto', cursor: 'move' } }}
      >
        {!tools.hidden && own.map(({ stroke, index }) => <Line key={index} kind={stroke.kind} points={pointsOf(stroke, index)} />)}
        {!tools.hidden && !drawing && own.map(({ stroke, index }) => pointsOf(stroke, index).map(({ x, y }, at) => (
          <circle key={`${index}/${at}`} cx={x} cy={y} r={handleRadius} fill="transparent" stroke={inks[stroke.kind].colour} strokeWidth={1.25} {...handlers(index, at)} />
        )))}
        {tools.tool !== null && inHand.length > 0 && <Line kind={tools.tool} points={inHand} quiet />}
        {tools.tool !== null && tools.cursor !== null && inHand.slice(-1).map(({ x, y }) => (
          <path key="cross" d={`M${x - 9} ${y}h6 M${x + 3} ${y}h6 M${x} ${y - 9}v6 M${x} ${y + 3}v6`} stroke={inks[tools.tool ?? 'pleura'].colour} strokeWidth={1.5} />
        ))}
      </Box>
      {own.length > 0 && !tools.hidden && (
        <Box data-testid="coverage" sx={{ position: 'absolute', bottom: 8, left: 8, pointerEvents: 'none' }}>
          <ImageTag>{coverage.share === null ? `${coverage.bLines} B-lines, no pleural line` : `Pleura covered ${Math.round(coverage.share * 100)}% · ${coverage.bLines} ${coverage.bLines === 1 ? 'B-line' : 'B-lines'}`}</ImageTag>
        </Box>
      )}
    </>
  );
}

/** Frame ranges as bars on tracks, in the strip's own scale: drag an edge, click to go there, the track in hand is marked. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useEffect, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import type { FrameRange, RangeTrack, ReadingContent } from '../../preload/readings.ts';
import { edgeMoved, ofTrack, tracksOf } from '../../preload/pure/frame-ranges.ts';
import type { RangeEdge, RangeSet } from '../../preload/pure/frame-ranges.ts';
import type { ReviewPart, ReviewSession } from '../review/review-session.ts';
import { frameAtPlace } from '../review/strip-columns.ts';
import { useSessionValue } from '../review/use-session.ts';
import { moveEdge } from './changes.ts';
import type { Change } from './content.ts';
import { tracksOffered } from './tools.ts';
import type { Tools } from './tools.ts';
import { trackName } from './words.ts';

interface RangeTracksProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly content: ReadingContent;
  readonly tools: Tools;
  readonly onTrack: (track: RangeTrack) => void;
  readonly onChange: (change: Change | null) => void;
}

interface Drag {
  readonly range: FrameRange;
  readonly edge: RangeEdge;
  readonly frame: number;
}

const rowHeight = 16;

/** The drag of one edge: a preview until the button is let go, nothing after Escape. */
function useEdgeDrag({ part, content, onChange }: RangeTracksProps) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const { frames } = part.media;
  const rows = useRef<HTMLDivElement>(null);
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
  const frameOf = (clientX: number): number => {
    const box = rows.current?.getBoundingClientRect();
    return box === undefined ? 0 : frameAtPlace((clientX - box.left) / box.width, frames);
  };
  return {
    rows,
    ranges: drag === null ? content.ranges : edgeMoved(content.ranges, drag.range, drag.edge, drag.frame, frames),
    handlers: (range: FrameRange, edge: RangeEdge) => ({
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ range, edge, frame: range[edge] });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (drag === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const frame = frameOf(event.clientX);
        if (frame !== drag.frame) setDrag({ ...drag, frame });
        part.seek(frame);
      },
      onPointerUp: () => {
        if (drag !== null) onChange(moveEdge(content, drag.range, drag.edge, drag.frame, frames));
        setDrag(null);
      },
      onPointerCancel: () => setDrag(null),
    }),
    frameOf,
  };
}

/** From the mark to the cursor, while O is awaited. */
function PendingBar({ session, part, from }: { readonly session: ReviewSession; readonly part: ReviewPart; readonly from: number }) {
  const at = useSessionValue(session, () => part.wanted());
  const { frames } = part.media;
  const [first, last] = [Math.min(from, at), Math.max(from, at)];
  return <Box aria-hidden sx={{ position: 'absolute', top: 3, height: rowHeight - 6, left: `${(first / frames) * 100}%`, width: `${((last - first + 1) / frames) * 100}%`, border: '1px dashed', borderColor: 'primary.main', borderRadius: 0.5 }} />;
}

interface BarProps {
  readonly range: FrameRange;
  /** As it is stored: what a drag begins from. */
  readonly stored: FrameRange;
  readonly frames: number;
  readonly current: boolean;
  readonly handlers: (range: FrameRange, edge: RangeEdge) => object;
}

function Bar({ range, stored, frames, current, handlers }: BarProps) {
  const colour = range.track === 'not-readable' ? 'finding.notReadable' : range.track === 'b-lines' ? 'finding.isLow' : 'finding.indeterminate';
  // Hatched where it is not readable: never by colour alone.
  const hatch = range.track === 'not-readable' ? { backgroundImage: 'repeating-linear-gradient(135deg, transparent 0 3px, rgba(0,0,0,0.55) 3px 5px)' } : {};
  return (
    <Box
      data-testid="range" data-track={range.track} data-first={range.first} data-last={range.last}
      sx={{ position: 'absolute', top: 3, height: rowHeight - 6, left: `${(range.first / frames) * 100}%`, width: `${((range.last - range.first + 1) / frames) * 100}%`, minWidth: 3, bgcolor: colour, opacity: current ? 1 : 0.7, borderRadius: 0.5, ...hatch }}
    >
      {(['first', 'last'] as const).map((edge) => (
        <Box key={edge} {...handlers(stored, edge)} sx={{ position: 'absolute', top: -3, bottom: -3, width: 9, [edge === 'first' ? 'left' : 'right']: -4, cursor: 'ew-resize', touchAction: 'none' }} />
      ))}
    </Box>
  );
}

function rangesInWords(ranges: RangeSet): string {
  return ranges.length === 0 ? 'no range' : ranges.map(({ first, last }) => (first === last ? `frame ${first + 1}` : `frames ${first + 1} to ${last + 1}`)).join(', ');
}

export function RangeTracks(props: RangeTracksProps) {
  const { session, part, content, tools, onTrack } = props;
  const { frames } = part.media;
  const { rows, ranges, handlers, frameOf } = useEdgeDrag(props);
  const offered = tracksOffered(tools, tracksOf(content.ranges));
  return (
    <Box role="group" aria-label="Frame ranges" sx={{ display: 'grid', gridTemplateColumns: '108px minmax(0, 1fr)' }}>
      <Box>
        {offered.map((track) => (
          <ButtonBase
            key={track} aria-pressed={track === tools.track} onClick={() => onTrack(track)} title={`${trackName(track)}: ${rangesInWords(ofTrack(content.ranges, track))}`}
            aria-label={`Track ${trackName(track)}: ${rangesInWords(ofTrack(content.ranges, track))}`}
            sx={{ display: 'block', width: 1, height: rowHeight, px: 1, textAlign: 'left', fontSize: '0.6875rem', lineHeight: `${rowHeight}px`, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: 'text.secondary', borderLeft: '2px solid transparent', '&[aria-pressed="true"]': { color: 'text.primary', fontWeight: 600, borderLeftColor: 'primary.main' } }}
          >
            {trackName(track)}
          </ButtonBase>
        ))}
      </Box>
      <Box ref={rows}>
        {offered.map((track) => (
          <Box
            key={track}
            onPointerDown={(event) => {
              onTrack(track);
              part.seek(frameOf(event.clientX));
            }}
            sx={{ position: 'relative', height: rowHeight, borderTop: 1, borderColor: 'divider', bgcolor: track === tools.track ? 'surface.raised' : 'transparent' }}
          >
            {ofTrack(ranges, track).map((range, index) => (
              <Bar key={index} range={range} stored={ofTrack(content.ranges, track)[index] ?? range} frames={frames} current={track === tools.track} handlers={handlers} />
            ))}
            {track === tools.track && tools.inMark !== null && <PendingBar session={session} part={part} from={tools.inMark} />}
          </Box>
        ))}
      </Box>
    </Box>
  );
}

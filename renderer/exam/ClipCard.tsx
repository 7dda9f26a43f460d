/** One clip in the strip: thumbnail, verdict, state, marks, decision, and the zone it belongs to. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import LinearProgress from '@mui/material/LinearProgress';
import { useEffect, useRef, useState } from 'react';
import { useEvent } from '../api.ts';
import type { AnalysisProgress } from '../../preload/contract.ts';
import type { ClipRow, ProtocolId } from '../../preload/domain.ts';
import { Badge } from '../findings/Badge.tsx';
import { FindingMark } from '../findings/FindingMark.tsx';
import { count, duration, probability } from '../format.ts';
import { analysisWords, decisionWords, verdictLabel, withProgress } from './exam-clips.ts';
import { Thumbnail, thumbnailWidth } from './Thumbnail.tsx';
import { clipDragType } from './zone-actions.ts';
import type { ZoneActions } from './zone-actions.ts';
import { ZoneSelect } from './ZoneSelect.tsx';

const card = {
  position: 'relative', width: 324, maxWidth: 1, border: 1, borderRadius: 1, bgcolor: 'surface.panel', overflow: 'hidden',
  '&:hover': { borderColor: 'surface.edge' },
  // The ring goes round the whole card; inside, the image would cover it.
  '&:has(button:focus-visible)': { outline: '2px solid', outlineColor: 'primary.main', outlineOffset: 1 },
} as const;

const line = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
const stateLine = { ...line, fontSize: '0.75rem', color: 'text.secondary', order: 3 } as const;

/** The row with what its running analysis has told since the exam was read. */
function useLiveClip(clip: ClipRow): ClipRow {
  const [progress, setProgress] = useState<AnalysisProgress | null>(null);
  useEvent('analysis.progress', (event) => {
    if (event.clipId === clip.id) setProgress(event);
  });
  // Main's own row is newer once the analysis has ended; what was told before must not stand over a later analysis.
  if (clip.analysisState === 'done' && progress !== null) setProgress(null);
  return clip.analysisState === 'done' ? clip : withProgress(clip, progress);
}

/** What the card says; it is the button's name too, so it reads in a sensible order, the clip's name first. */
function CardWords({ clip }: { readonly clip: ClipRow }) {
  const state = analysisWords(clip);
  const decision = decisionWords(clip);
  return (
    <Box sx={{ flex: 1, minWidth: 0, px: 2, pt: 1, pb: 0, textAlign: 'left', display: 'grid', alignContent: 'start' }}>
      <Box sx={{ ...line, fontSize: '0.75rem', order: 2 }}><span className="spoken-only">Open clip </span>{clip.name}<span className="spoken-only">, </span></Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, minHeight: 20, order: 1 }}>
        <FindingMark finding={clip.verdict ?? 'not-analysed'} probability={clip.probability} label="" />
        <Box component="span" sx={{ fontWeight: 600, flex: 1, ...line }}>{verdictLabel(clip)} </Box>
        <span>{clip.verdict !== 'rejected' && probability(clip.probability)}{clip.probability !== null && <span className="spoken-only"> by AI</span>}</span>
      </Box>
      {state === ''
        ? <Box aria-hidden sx={stateLine}>{count(clip.frames, 'frame')}, {duration(clip.durationMs)}</Box>
        : <Box sx={stateLine}><span className="spoken-only">, </span>{state}</Box>}
      <Box sx={{ ...line, fontSize: '0.75rem', color: decision === null ? 'text.secondary' : 'text.primary', fontWeight: decision === null ? 450 : 600, order: 4 }}>
        <span className="spoken-only">, </span>{decision ?? 'unread'}
      </Box>
    </Box>
  );
}

interface ClipCardProps {
  readonly clip: ClipRow;
  readonly protocol: ProtocolId;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onOpen: () => void;
  readonly actions: ZoneActions;
}

/** Focus selects it for the zone keys; click and Enter open it. */
export function ClipCard({ clip: stored, protocol, selected, onSelect, onOpen, actions }: ClipCardProps) {
  const clip = useLiveClip(stored);
  const button = useRef<HTMLButtonElement>(null);
  const [lively, setLively] = useState(false);
  useEffect(() => {
    // A clip moved to another zone is drawn anew there; the focus goes with it.
    if (selected && !button.current?.contains(document.activeElement)) button.current?.focus();
  }, [selected]);
  const running = clip.analysisState === 'running';
  return (
    <Box component="li" sx={{ ...card, borderColor: selected ? 'primary.main' : 'divider' }}>
      <ButtonBase
        ref={button}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(clipDragType, clip.id);
          event.dataTransfer.effectAllowed = 'move';
        }}
        onClick={onOpen}
        onFocus={() => { onSelect(); setLively(true); }}
        onBlur={() => setLively(false)}
        onPointerEnter={() => setLively(true)}
        onPointerLeave={() => setLively(false)}
        sx={{ position: 'relative', display: 'flex', alignItems: 'stretch', width: 1, font: 'inherit', color: 'inherit', '&.Mui-focusVisible': { outline: 'none' } }}
      >
        <Box sx={{ position: 'relative', flex: 'none' }}>
          <Thumbnail clip={clip} playing={lively} />
          {running && <LinearProgress aria-hidden variant="determinate" value={(clip.scored / clip.frames) * 100} sx={{ position: 'absolute', left: 0, right: 0, bottom: 0 }} />}
        </Box>
        <CardWords clip={clip} />
        {(clip.simulated || clip.damaged) && (
          <Box sx={{ position: 'absolute', left: 4, top: 4, display: 'flex', gap: 1 }}>
            {clip.simulated && <><span className="spoken-only">, </span><Badge>simulated</Badge></>}
            {clip.damaged && <><span className="spoken-only">, </span><Badge tone="warning">damaged</Badge></>}
          </Box>
        )}
      </ButtonBase>
      <Box sx={{ position: 'absolute', right: 0, bottom: 0, left: thumbnailWidth }}><ZoneSelect clip={clip} protocol={protocol} onAssign={(zone) => actions.assign(clip.id, zone)} /></Box>
    </Box>
  );
}

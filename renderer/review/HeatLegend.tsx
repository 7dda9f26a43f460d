/** The overlay's legend on the image: colours with numbers, what they are relative to, and why there are none. */
import Box from '@mui/material/Box';
import { useStore } from 'zustand';
import { schemes } from '../theme.ts';
import { colourGradient } from './colour-maps.ts';
import { ImageTag } from './ImageTag.tsx';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { legendNumber, mapName, overlayWords } from './review-words.ts';
import { useSessionValue } from './use-session.ts';

const { surface, text } = schemes.dark;

interface HeatLegendProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
}

export function HeatLegend({ session, part }: HeatLegendProps) {
  const overlay = useStore(part.settings, (state) => state.overlay);
  const state = useSessionValue(session, () => part.screen.overlayState(part.shown()));
  const maximum = useSessionValue(session, () => part.screen.clipMaximum());
  if (overlay.untouched) return <Box sx={{ position: 'absolute', left: 8, bottom: 8 }}><ImageTag>Untouched image</ImageTag></Box>;
  if (state === 'hidden') return null;
  const words = overlayWords(state);
  return (
    <Box
      data-testid="heat-legend"
      sx={{ position: 'absolute', left: 8, bottom: 8, width: 176, px: 1.5, py: 1, fontSize: '0.75rem', lineHeight: 1.35, color: text.secondary, bgcolor: `${surface.page}D8`, borderRadius: 1, pointerEvents: 'none' }}
    >
      <Box>{mapName(overlay.map)}</Box>
      {maximum > 0 && (
        <>
          <Box sx={{ position: 'relative', height: 10, mt: 1, background: colourGradient(overlay.colourMap), border: `1px solid ${surface.line}` }}>
            <Box sx={{ position: 'absolute', top: -3, bottom: -3, width: 0, borderLeft: `2px solid ${text.primary}` }} style={{ left: `${overlay.threshold * 100}%` }} />
          </Box>
          <Box sx={{ display: 'flex', justifyContent: 'space-between' }}>
            <span>0</span>
            <span>{legendNumber(maximum / 2)}</span>
            <span>{legendNumber(maximum)} max</span>
          </Box>
        </>
      )}
      {words !== '' && <Box sx={{ color: text.primary }}>{words}</Box>}
    </Box>
  );
}

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

/** Small windows and large page zoom: the image counts more than the words, which stand in the panel too. */
const small = '@media (max-width: 800px), (max-height: 560px)';
const roomy = { [small]: { display: 'none' } } as const;

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
      sx={{ position: 'absolute', left: 8, bottom: 8, width: 176, [small]: { left: 4, bottom: 4, width: 120 }, px: 1.5, py: 1, fontSize: '0.75rem', lineHeight: 1.35, color: text.secondary, bgcolor: `${surface.page}D8`, borderRadius: 1, pointerEvents: 'none' }}
    >
      <Box sx={roomy}>{mapName(overlay.map)}</Box>
      {maximum > 0 && (
        <>
          <Box sx={{ position: 'relative', height: 10, mt: 1, background: colourGradient(overlay.colourMap), border: `1px solid ${surface.line}` }}>
            <Box sx={{ position: 'absolute', top: -3, bottom: -3, width: 0, borderLeft: `2px solid ${text.primary}` }} style={{ left: `${overlay.threshold * 100}%` }} />
          </Box>
          <Box sx={{ display: 'flex', justifyContent: 'space-between' }}>
            <span>0</span>
            <Box component="span" sx={roomy}>{legendNumber(maximum / 2)}</Box>
            <span>{legendNumber(maximum)} max</span>
          </Box>
        </>
      )}
      {words !== '' && <Box sx={{ color: text.primary }}>{words}</Box>}
    </Box>
  );
}

/** The heat map's legend: colours with numbers, what they are relative to, and why there are none. */
import Box from '@mui/material/Box';
import { useStore } from 'zustand';
import { schemes } from '../theme.ts';
import { colourGradient } from './colour-maps.ts';
import type { Pane } from './overlay-settings.ts';
import { heatWords, legendNumber, overlayName } from './overlay-words.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { roomy } from './small-window.ts';
import { useSessionValue } from './use-session.ts';

const { surface, text } = schemes.dark;

interface HeatLegendProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly pane: Pane;
}

export function HeatLegend({ session, part, pane }: HeatLegendProps) {
  const overlay = useStore(part.settings, (state) => state.overlay);
  const { overlays } = part.screen;
  const state = useSessionValue(session, () => overlays.heatState(pane, part.shown()));
  const maximum = useSessionValue(session, () => overlays.maximum(pane));
  const words = heatWords(state);
  return (
    <>
      <Box sx={roomy}>{overlayName(overlays.method(pane), overlay.map)}</Box>
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
    </>
  );
}

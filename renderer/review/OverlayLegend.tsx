/** What lies over the image, in its corner. */
import Box from '@mui/material/Box';
import { useStore } from 'zustand';
import { schemes } from '../theme.ts';
import { HeatLegend } from './HeatLegend.tsx';
import { ImageTag } from './ImageTag.tsx';
import { LimeLegend } from './LimeLegend.tsx';
import type { Pane } from './overlay-settings.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { small } from './small-window.ts';

const { surface, text } = schemes.dark;

interface OverlayLegendProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly pane?: Pane;
}

export function OverlayLegend({ session, part, pane = 'main' }: OverlayLegendProps) {
  const { shown, untouched } = useStore(part.settings, (state) => state.overlay);
  if (untouched) return <Box sx={{ position: 'absolute', left: 8, bottom: 8 }}><ImageTag>Untouched image</ImageTag></Box>;
  if (!shown) return null;
  const isLime = part.screen.overlays.method(pane) === 'lime';
  return (
    <Box
      data-testid={isLime ? 'lime-legend' : 'heat-legend'}
      sx={{ position: 'absolute', left: 8, bottom: 8, width: 176, maxWidth: 'calc(100% - 8px)', [small]: { left: 4, bottom: 4, width: isLime ? 'auto' : 120 }, px: 1.5, py: 1, fontSize: '0.75rem', lineHeight: 1.35, color: text.secondary, bgcolor: `${surface.page}D8`, borderRadius: 1, pointerEvents: 'none' }}
    >
      {isLime ? <LimeLegend session={session} part={part} /> : <HeatLegend session={session} part={part} pane={pane} />}
    </Box>
  );
}

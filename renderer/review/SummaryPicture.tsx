/** The clip summed up in one small picture: where the evidence of its suspicious frames lies on average. Pressed, it lies over the image. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ClipDetail, ClipSummary } from '../../preload/domain.ts';
import { changeOverlay, toggled } from './overlay-settings.ts';
import { summaryNote } from './overlay-words.ts';
import { thumbnailsUrl } from './read-frames.ts';
import type { ReviewPart } from './review-session.ts';
import { summaryPixels, TILE, tileOf } from './summary-tile.ts';

interface SummaryPictureProps {
  readonly clip: ClipDetail;
  readonly part: ReviewPart;
  readonly summary: ClipSummary | null | undefined;
}

/** Draws the tile when it is read, and again with another summary. */
function useTile(clip: ClipDetail, summary: ClipSummary | null | undefined) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { id, media } = clip;
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (context === null || context === undefined || media.thumbnails === 0) return undefined;
    const sprite = new Image();
    sprite.addEventListener('load', () => {
      context.drawImage(sprite, tileOf(media, summary ?? null) * TILE.width, 0, TILE.width, TILE.height, 0, 0, TILE.width, TILE.height);
      const plain = context.getImageData(0, 0, TILE.width, TILE.height);
      context.putImageData(new ImageData(summaryPixels(plain.data, media, summary ?? null), TILE.width, TILE.height), 0, 0);
    });
    sprite.src = thumbnailsUrl(id);
    return () => {
      sprite.src = '';
    };
  }, [id, media, summary]);
  return canvas;
}

export function SummaryPicture({ clip, part, summary }: SummaryPictureProps) {
  const overlay = useStore(part.settings, (state) => state.overlay);
  const canvas = useTile(clip, summary);
  const isShown = overlay.shown && overlay.method === 'summary';
  const note = summaryNote(clip.analysis, summary);
  return (
    <Box sx={{ gridArea: 'summary', borderTop: 1, borderColor: 'divider', p: 1, display: 'grid', minWidth: 0 }}>
      <ButtonBase
        aria-pressed={isShown}
        aria-keyshortcuts="Shift+G"
        aria-label={`Summary of the clip. ${note}`}
        disabled={summary === null || summary === undefined}
        onClick={() => changeOverlay(part.settings, toggled(overlay, 'summary'))}
        sx={{
          flexDirection: 'column', alignItems: 'stretch', justifyContent: 'flex-start', borderRadius: 1, p: 0.5, gap: 0.5, fontSize: '0.75rem', lineHeight: 1.25, color: 'text.secondary', textAlign: 'left',
          '&:hover': { bgcolor: 'surface.raised' },
          '&[aria-pressed="true"]': { boxShadow: (theme) => `inset 0 0 0 2px ${theme.palette.primary.main}`, bgcolor: 'surface.raised', color: 'text.primary' },
        }}
      >
        <Box component="canvas" ref={canvas} {...TILE} aria-hidden sx={{ display: 'block', width: '100%', height: 'auto', bgcolor: 'surface.image', borderRadius: 0.5, opacity: summary === null || summary === undefined ? 0.55 : 1 }} />
        <span data-testid="summary-note">{note}</span>
      </ButtonBase>
    </Box>
  );
}

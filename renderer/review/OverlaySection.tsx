/** Which overlay lies over the image, what it explains, and how it is drawn. */
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useStore } from 'zustand';
import { COLOUR_MAPS, colourGradient } from './colour-maps.ts';
import { ControlSlider, ShareSlider } from './ControlSlider.tsx';
import { LimeFacts } from './LimeFacts.tsx';
import { SUPERPIXELS } from './lime-patches.ts';
import { OverlayChoice } from './OverlayChoice.tsx';
import { changeOverlay, methodIn, showsLime } from './overlay-settings.ts';
import type { OverlaySettings, ReviewSettingsStore } from './overlay-settings.ts';
import { overlayExplains } from './overlay-words.ts';
import { PanelSection } from './PanelSection.tsx';
import type { ReviewPart, ReviewSession } from './review-session.ts';

function ColourChoice({ store, overlay }: { readonly store: ReviewSettingsStore; readonly overlay: OverlaySettings }) {
  return (
    <ToggleButtonGroup
      exclusive fullWidth size="small" value={overlay.colourMap} aria-label="Colour map"
      onChange={(_, next: unknown) => {
        const colourMap = COLOUR_MAPS.find((name) => name === next);
        if (colourMap !== undefined) changeOverlay(store, { colourMap });
      }}
    >
      {COLOUR_MAPS.map((name) => (
        <ToggleButton key={name} value={name} sx={{ flexDirection: 'column', gap: 1, py: 1, textTransform: 'capitalize', fontSize: '0.75rem', lineHeight: 1.2, '&.Mui-selected': { color: 'text.primary', borderColor: 'primary.main', boxShadow: (theme) => `inset 0 0 0 1px ${theme.palette.primary.main}` } }}>
          <Box component="span" sx={{ width: 56, height: 6, background: colourGradient(name) }} />
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

interface OverlaySectionProps {
  readonly session: ReviewSession;
  readonly part: ReviewPart;
  readonly branches: readonly string[];
}

export function OverlaySection({ session, part, branches }: OverlaySectionProps) {
  const store = part.settings;
  const overlay = useStore(store, (state) => state.overlay);
  const main = methodIn(overlay, 'main');
  const words = { fontSize: '0.75rem', color: 'text.secondary' };
  return (
    <PanelSection title="Overlay">
      <OverlayChoice store={store} branches={branches} lime />
      {overlay.shown && main !== 'lime' && (
        <>
          <Box sx={words}>{overlay.beside && 'Left: '}{overlayExplains(main, overlay.map)} Colours run from 0 to the largest evidence in this clip, the same in every frame.</Box>
          <ColourChoice store={store} overlay={overlay} />
        </>
      )}
      {showsLime(overlay) && (
        <>
          <Box sx={words}>{overlay.beside && 'Right: '}{overlayExplains('lime', overlay.map)}</Box>
          <LimeFacts session={session} part={part} />
        </>
      )}
      {overlay.shown && (
        <Box>
          <ShareSlider label="Opacity" min={0.1} value={overlay.opacity} onChange={(opacity) => changeOverlay(store, { opacity })} />
          {main !== 'lime' && <ShareSlider label="Threshold" min={0} value={overlay.threshold} onChange={(threshold) => changeOverlay(store, { threshold })} />}
          {showsLime(overlay) && (
            <ControlSlider
              label="Patches" {...SUPERPIXELS} step={1} value={overlay.superpixels} shown={String(overlay.superpixels)} spoken={`the ${overlay.superpixels} strongest`}
              keys="Shift+ArrowUp Shift+ArrowDown" onChange={(superpixels) => changeOverlay(store, { superpixels })}
            />
          )}
        </Box>
      )}
    </PanelSection>
  );
}

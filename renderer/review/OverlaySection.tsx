/** Which map lies over the image, and how. */
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Slider from '@mui/material/Slider';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useId } from 'react';
import { useStore } from 'zustand';
import { COLOUR_MAPS, colourGradient } from './colour-maps.ts';
import { changeOverlay } from './overlay-settings.ts';
import type { OverlaySettings, ReviewSettingsStore } from './overlay-settings.ts';
import { PanelSection } from './PanelSection.tsx';
import { mapExplains } from './review-words.ts';

interface OverlayProps {
  readonly store: ReviewSettingsStore;
  readonly branches: readonly string[];
}

function valueOf({ shown, map }: OverlaySettings): string {
  if (!shown) return 'none';
  return map.kind === 'fused' ? 'fused' : `branch ${map.name}`;
}

/** None, fused, or one branch. */
export function OverlayChoice({ store, branches, label = 'Overlay' }: OverlayProps & { readonly label?: string }) {
  const overlay = useStore(store, (state) => state.overlay);
  const choose = (value: string): void => {
    if (value === 'none') changeOverlay(store, { shown: false });
    else if (value === 'fused') changeOverlay(store, { shown: true, map: { kind: 'fused' } });
    else changeOverlay(store, { shown: true, map: { kind: 'branch', name: value.replace(/^branch /, '') } });
  };
  const value = valueOf(overlay);
  const names = overlay.map.kind === 'branch' && !branches.includes(overlay.map.name) ? [...branches, overlay.map.name] : branches;
  return (
    <TextField select fullWidth value={value} onChange={(event) => choose(event.target.value)} slotProps={{ select: { inputProps: { 'aria-label': label, 'aria-keyshortcuts': 'H G B' } } }}>
      <MenuItem value="none">None</MenuItem>
      <MenuItem value="fused">Grad-CAM, fused decision</MenuItem>
      {names.map((name) => <MenuItem key={name} value={`branch ${name}`}>Grad-CAM, {name}</MenuItem>)}
    </TextField>
  );
}

interface ShareSliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly onChange: (value: number) => void;
}

/** A share of 0..1 shown in percent. */
function ShareSlider({ label, value, min, onChange }: ShareSliderProps) {
  const id = useId();
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '72px 1fr 40px', alignItems: 'center', columnGap: 2 }}>
      <span id={id}>{label}</span>
      <Slider
        size="small" min={min} max={1} step={0.05} value={value} aria-labelledby={id}
        getAriaValueText={(share) => `${Math.round(share * 100)} percent`}
        onChange={(_, next) => onChange(Number(next))}
      />
      <Box component="span" sx={{ textAlign: 'right', color: 'text.secondary' }}>{Math.round(value * 100)}%</Box>
    </Box>
  );
}

export function OverlaySection({ store, branches }: OverlayProps) {
  const overlay = useStore(store, (state) => state.overlay);
  return (
    <PanelSection title="Overlay">
      <OverlayChoice store={store} branches={branches} />
      {overlay.shown && (
        <>
          <Box sx={{ fontSize: '0.75rem', color: 'text.secondary' }}>{mapExplains(overlay.map)} Colours run from 0 to the largest evidence in this clip, the same in every frame.</Box>
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
          <ShareSlider label="Opacity" min={0.1} value={overlay.opacity} onChange={(opacity) => changeOverlay(store, { opacity })} />
          <ShareSlider label="Threshold" min={0} value={overlay.threshold} onChange={(threshold) => changeOverlay(store, { threshold })} />
        </>
      )}
    </PanelSection>
  );
}

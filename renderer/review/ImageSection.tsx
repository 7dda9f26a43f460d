/** Window and level in numbers, with sliders for the keyboard. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Slider from '@mui/material/Slider';
import { useId } from 'react';
import { useStore } from 'zustand';
import { PanelSection } from './PanelSection.tsx';
import type { ReviewPart } from './review-session.ts';
import { FULL_WINDOW } from './viewport.ts';

interface GraySliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function GraySlider({ label, value, min, max, onChange }: GraySliderProps) {
  const id = useId();
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '72px 1fr 40px', alignItems: 'center', columnGap: 2 }}>
      <span id={id}>{label}</span>
      <Slider size="small" min={min} max={max} step={1} value={Math.round(value)} aria-labelledby={id} onChange={(_, next) => onChange(Number(next))} />
      <Box component="span" sx={{ textAlign: 'right', color: 'text.secondary' }}>{Math.round(value)}</Box>
    </Box>
  );
}

export function ImageSection({ part }: { readonly part: ReviewPart }) {
  const { image } = part.screen;
  const { window, invert, viewport } = useStore(image);
  const plain = window.level === FULL_WINDOW.level && window.width === FULL_WINDOW.width && !invert;
  return (
    <PanelSection title="Image" aside={!plain && <Button sx={{ minHeight: 20, p: 0, px: 1 }} onClick={() => image.setState({ window: FULL_WINDOW, invert: false })}>Reset</Button>}>
      <Box>
        <GraySlider label="Window" min={1} max={510} value={window.width} onChange={(width) => image.setState({ window: { ...window, width } })} />
        <GraySlider label="Level" min={0} max={255} value={window.level} onChange={(level) => image.setState({ window: { ...window, level } })} />
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>
          {part.media.width} × {part.media.height} px · zoom {viewport.zoom.toFixed(viewport.zoom < 10 ? 1 : 0)}×{invert ? ' · inverted' : ''}
        </Box>
      </Box>
    </PanelSection>
  );
}

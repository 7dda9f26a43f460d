/** A slider of the panel: its name on the left, its value on the right. */
import Box from '@mui/material/Box';
import Slider from '@mui/material/Slider';
import { useId } from 'react';

interface ControlSliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as it stands beside the slider, and as it is spoken. */
  readonly shown: string;
  readonly spoken: string;
  readonly keys?: string;
  readonly onChange: (value: number) => void;
}

export function ControlSlider({ label, value, min, max, step, shown, spoken, keys, onChange }: ControlSliderProps) {
  const id = useId();
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: '72px 1fr 40px', alignItems: 'center', columnGap: 2 }}>
      <span id={id}>{label}</span>
      <Slider
        size="small" min={min} max={max} step={step} value={value} aria-labelledby={id} getAriaValueText={() => spoken}
        slotProps={{ input: { 'aria-keyshortcuts': keys } }}
        onChange={(_, next) => onChange(Number(next))}
      />
      <Box component="span" sx={{ textAlign: 'right', color: 'text.secondary' }}>{shown}</Box>
    </Box>
  );
}

/** A share of 0..1 shown in percent. */
export function ShareSlider({ label, value, min, onChange }: Pick<ControlSliderProps, 'label' | 'value' | 'min' | 'onChange'>) {
  const percent = Math.round(value * 100);
  return <ControlSlider label={label} value={value} min={min} max={1} step={0.05} shown={`${percent}%`} spoken={`${percent} percent`} onChange={onChange} />;
}

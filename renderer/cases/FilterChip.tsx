/** A filter that is on or off. */
import ButtonBase from '@mui/material/ButtonBase';

interface FilterChipProps {
  readonly label: string;
  readonly pressed: boolean;
  readonly onToggle: () => void;
  /** Starts a new group: some space before it. */
  readonly apart?: boolean;
}

/** Pressed chips are framed and filled, not only coloured. */
export function FilterChip({ label, pressed, onToggle, apart = false }: FilterChipProps) {
  return (
    <ButtonBase
      aria-pressed={pressed}
      onClick={onToggle}
      sx={{
        height: 28, px: 2.5, ml: apart ? 2 : 0, borderRadius: 1, border: 1, borderColor: 'divider', color: 'text.secondary', fontSize: '0.75rem', fontWeight: 500,
        '&:hover': { color: 'text.primary', borderColor: 'surface.edge' },
        '&[aria-pressed="true"]': { color: 'primary.contrastText', bgcolor: 'primary.main', borderColor: 'primary.main' },
      }}
    >
      {label}
    </ButtonBase>
  );
}

/** A row of choices, one of which may hold: pressed is framed and filled, pressed again it says nothing. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import type { ReactNode } from 'react';
import { keyCaps } from '../shortcut-keys.ts';

export interface ChoiceOption<T> {
  readonly value: T;
  readonly label: ReactNode;
  readonly keys?: string;
  readonly title?: string;
}

interface ChoiceRowProps<T> {
  readonly label: string;
  /** Key that walks through the choices. */
  readonly keys?: string;
  readonly options: readonly ChoiceOption<T>[];
  readonly value: T | null;
  readonly onChoose: (value: T | null) => void;
  /** Shows the key of each choice before its words. */
  readonly showKeys?: boolean;
  /** The heading above says it already; it is still spoken. */
  readonly labelHidden?: boolean;
  /** Choices side by side, equally wide; otherwise as wide as their words. */
  readonly columns?: number;
}

export function KeyCap({ keys }: { readonly keys: string }) {
  return (
    <Box component="kbd" aria-hidden sx={{ fontFamily: 'inherit', fontSize: '0.6875rem', lineHeight: '14px', px: 0.75, whiteSpace: 'nowrap', flex: 'none', border: 1, borderColor: 'surface.edge', borderRadius: 0.5, color: 'text.secondary' }}>
      {keyCaps(keys).join(' ')}
    </Box>
  );
}

export function ChoiceRow<T extends string | number | boolean>({ label, keys, options, value, onChoose, showKeys = true, labelHidden = false, columns }: ChoiceRowProps<T>) {
  return (
    <Box role="group" aria-label={label} sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
      {!labelHidden && (
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, fontSize: '0.75rem', lineHeight: '16px', color: 'text.secondary' }}>
          {label}
          {keys !== undefined && showKeys && <KeyCap keys={keys} />}
        </Box>
      )}
      <Box sx={columns === undefined ? { display: 'flex', flexWrap: 'wrap', gap: 0.5 } : { display: 'grid', gap: 0.5, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {options.map((option) => (
          <ButtonBase
            key={String(option.value)}
            aria-pressed={option.value === value}
            aria-keyshortcuts={option.keys}
            title={option.title}
            onClick={() => onChoose(option.value === value ? null : option.value)}
            sx={{
              flex: '1 0 auto', minHeight: 24, px: 1, gap: 1, borderRadius: 0.5, border: 1, borderColor: 'divider', fontSize: '0.75rem', fontWeight: 500, color: 'text.primary',
              '&:hover': { borderColor: 'surface.edge' },
              '&[aria-pressed="true"]': { bgcolor: 'primary.main', borderColor: 'primary.main', color: 'primary.contrastText', '& kbd': { color: 'inherit', borderColor: 'currentColor' } },
            }}
          >
            {option.keys !== undefined && showKeys && <KeyCap keys={option.keys} />}
            {option.label}
          </ButtonBase>
        ))}
      </Box>
    </Box>
  );
}

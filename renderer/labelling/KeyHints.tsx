/** One line of keys under the image. Each hint fades once its keys are known; ? always shows all. */
import Box from '@mui/material/Box';
import { KeyCap } from './ChoiceRow.tsx';
import { hintsFor } from './key-hints.ts';
import type { KeyCounts } from './learnt-keys.ts';

export function KeyHints({ counts, mode }: { readonly counts: KeyCounts; readonly mode: 'say' | 'draw' | 'range' }) {
  const hints = hintsFor(counts, mode);
  return (
    <Box data-testid="key-hints" sx={{ display: 'flex', overflow: 'hidden', gap: 4, px: 2, py: 0.5, minHeight: 24, fontSize: '0.75rem', color: 'text.secondary', bgcolor: mode === 'say' ? 'transparent' : 'surface.raised' }}>
      {hints.map(({ name, keys, label }) => (
        <Box key={name} component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, whiteSpace: 'nowrap' }}>
          {keys.map((key) => <KeyCap key={key} keys={key} />)}
          {label}
        </Box>
      ))}
    </Box>
  );
}

/** The line under the clips that says what the keys do with the selected one. */
import Box from '@mui/material/Box';
import type { ClipRow, ProtocolId } from '../../preload/domain.ts';
import { zonesOf } from '../cases/zones.ts';

/** Shown only while a clip is selected: the mode of the zone keys is visible. */
export function SelectionHint({ clip, protocol }: { readonly clip: ClipRow; readonly protocol: ProtocolId }) {
  const zones = zonesOf(protocol);
  const keys = zones.map(({ key }) => key);
  const shown = keys.length > 10 ? `1–9, 0, ${keys.slice(10).join(', ')}` : `1–${keys.length}`;
  return (
    <Box sx={{ flex: 'none', display: 'flex', flexWrap: 'wrap', columnGap: 4, px: 4, py: 1.5, borderTop: 1, borderColor: 'divider', bgcolor: 'surface.panel', color: 'text.secondary', fontSize: '0.75rem' }}>
      <Box component="span" sx={{ color: 'text.primary', fontWeight: 600, overflowWrap: 'anywhere' }}>{clip.name}</Box>
      <span>{shown} move to zone</span>
      <span>Del no zone</span>
      <span>Enter open</span>
      <span>Esc select none</span>
    </Box>
  );
}

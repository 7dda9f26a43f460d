/** The zone of a clip, by choosing. */
import NativeSelect from '@mui/material/NativeSelect';
import type { ClipRow, ProtocolId, ZoneId } from '../../preload/domain.ts';
import { zonesOf } from '../cases/zones.ts';

interface ZoneSelectProps {
  readonly clip: ClipRow;
  readonly protocol: ProtocolId;
  readonly onAssign: (zone: ZoneId | null) => void;
}

/** A zone that the protocol lacks stays listed, so that nothing changes unseen. */
export function ZoneSelect({ clip, protocol, onAssign }: ZoneSelectProps) {
  const zones = zonesOf(protocol);
  const foreign = clip.zone !== null && zones.every(({ id }) => id !== clip.zone) ? clip.zone : null;
  return (
    <NativeSelect
      fullWidth
      disableUnderline
      value={clip.zone ?? ''}
      onChange={(event) => onAssign(event.target.value === '' ? null : event.target.value)}
      inputProps={{ 'aria-label': `Zone of ${clip.name}` }}
      sx={{ borderTop: 1, borderColor: 'divider', fontSize: '0.75rem', pl: 2, height: 27 }}
    >
      <option value="">No zone</option>
      {zones.map(({ id, label }) => <option key={id} value={id}>{id} {label.replace(/^(?:left|right) /, '')}</option>)}
      {foreign !== null && <option value={foreign}>{foreign} (not in this protocol)</option>}
    </NativeSelect>
  );
}

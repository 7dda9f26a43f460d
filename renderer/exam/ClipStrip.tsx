/** The exam's clips, zone by zone; those without a zone first, because they wait for one. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { ClipId, ClipRow, ProtocolId, ZoneId } from '../../preload/domain.ts';
import type { MapZone } from '../cases/zones.ts';
import { count } from '../format.ts';
import { ClipCard } from './ClipCard.tsx';
import type { ClipsByZone } from './exam-clips.ts';
import { useClipDrop } from './use-clip-drop.ts';
import type { ZoneActions } from './zone-actions.ts';

interface StripProps {
  readonly groups: ClipsByZone;
  readonly protocol: ProtocolId;
  readonly selected: ClipId | null;
  readonly onSelect: (clipId: ClipId) => void;
  readonly onOpen: (clipId: ClipId) => void;
  readonly actions: ZoneActions;
}

/** Id of the element that a zone key scrolls to. */
export function zoneRowId(zone: ZoneId | null): string {
  return `zone-row-${zone ?? 'none'}`;
}

interface RowProps {
  readonly zone: MapZone | null;
  readonly clips: readonly ClipRow[];
  readonly onDropped: (clipId: ClipId) => void;
  readonly children: ReactNode;
}

function Row({ zone, clips, onDropped, children }: RowProps) {
  const { over, handlers } = useClipDrop(onDropped);
  const title = zone === null ? 'Unassigned' : zone.id;
  return (
    <Box
      component="section"
      aria-label={zone === null ? 'Clips without a zone' : `Zone ${zone.id}, ${zone.label}`}
      id={zoneRowId(zone?.id ?? null)}
      {...handlers}
      sx={{
        display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '112px minmax(0, 1fr)' }, columnGap: 4, rowGap: 2, px: 4, py: 2, minHeight: 44, borderBottom: 1, borderColor: 'divider', scrollMarginTop: 8,
        ...(over ? { bgcolor: 'surface.raised', outline: '2px dashed', outlineColor: 'primary.main', outlineOffset: -3 } : {}),
      }}
    >
      <Box sx={{ alignSelf: 'start', pt: 1 }}>
        <Box component="h2" sx={{ m: 0, fontSize: '0.875rem', fontWeight: 650 }}>{title}</Box>
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{zone === null ? 'Drag to a zone, or press its key' : zone.label}</Box>
        {clips.length > 0 && <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{count(clips.length, 'clip')}</Box>}
      </Box>
      {clips.length === 0
        ? <Box sx={{ color: 'text.secondary', pt: 1 }}>Not examined</Box>
        : <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', alignContent: 'flex-start', gap: 2 }}>{children}</Box>}
    </Box>
  );
}

/** Empty zones stay, to drop clips on. */
export function ClipStrip({ groups, protocol, selected, onSelect, onOpen, actions }: StripProps) {
  const card = (clip: ClipRow) => (
    <ClipCard key={clip.id} clip={clip} protocol={protocol} selected={clip.id === selected} onSelect={() => onSelect(clip.id)} onOpen={() => onOpen(clip.id)} actions={actions} />
  );
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(820px, 100%), 1fr))' }}>
      {groups.unassigned.length > 0 && (
        <Row zone={null} clips={groups.unassigned} onDropped={(clipId) => actions.assign(clipId, null)}>{groups.unassigned.map(card)}</Row>
      )}
      {groups.zones.map(({ zone, clips }) => (
        <Row key={zone.id} zone={zone} clips={clips} onDropped={(clipId) => actions.assign(clipId, zone.id)}>{clips.map(card)}</Row>
      ))}
    </Box>
  );
}

/** One zone on the chest map. */
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { alpha, useTheme } from '@mui/material/styles';
import type { Theme } from '@mui/material/styles';
import type { ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import type { MapZone } from '../cases/zones.ts';
import { findingColour } from '../findings/colours.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { zoneWords } from '../findings/finding.ts';
import { count } from '../format.ts';
import { useClipDrop } from './use-clip-drop.ts';
import type { ZoneActions } from './zone-actions.ts';

interface ZoneButtonProps {
  readonly zone: MapZone;
  readonly summary: ZoneSummary;
  readonly current: boolean;
  readonly assigning: boolean;
  readonly actions: ZoneActions;
}

const keyCap = { position: 'absolute', top: -9, left: -7, minWidth: 16, padding: '0 2px', fontSize: '0.625rem', lineHeight: '15px', borderRadius: '2px' } as const;

/** IS is filled, indeterminate hatched, healthy faintly tinted, the rest empty. */
function fill(theme: Theme, finding: ZoneFinding): string {
  const colour = findingColour(theme, finding);
  switch (finding) {
    case 'IS': return alpha(colour, 0.42);
    case 'healthy': return alpha(colour, 0.12);
    case 'indeterminate': return `repeating-linear-gradient(135deg, ${alpha(colour, 0.45)} 0 1.5px, ${alpha(colour, 0.08)} 1.5px 6px)`;
    case 'rejected':
    case 'not-readable':
    case 'not-analysed':
    case 'not-examined': return alpha(theme.palette.surface.page, 0.6);
  }
}

function edge(theme: Theme, ai: ZoneFinding): string {
  if (ai === 'not-examined') return `1px dashed ${theme.palette.surface.edge}`;
  return `2px ${ai === 'not-analysed' ? 'dashed' : 'solid'} ${findingColour(theme, ai)}`;
}

/** Its name says zone, place, finding, clips and key. */
export function ZoneButton({ zone, summary, current, assigning, actions }: ZoneButtonProps) {
  const theme = useTheme();
  const finding = summary.read ?? summary.ai;
  const { over, handlers } = useClipDrop((clipId) => actions.assign(clipId, zone.id));
  const words = `${zoneWords(zone.id, summary.ai, summary.read)}, ${zone.label}, ${count(summary.clips, 'clip')}`;
  return (
    <ButtonBase
      aria-label={words}
      aria-keyshortcuts={zone.key}
      aria-current={current ? 'true' : undefined}
      title={words}
      data-key={zone.key}
      onClick={() => actions.go(zone.id)}
      {...handlers}
      style={{ left: `${(zone.x - zone.width / 2) * 100}%`, top: `${(zone.y - zone.height / 2) * 100}%`, width: `${zone.width * 100}%`, height: `${zone.height * 100}%` }}
      sx={{
        position: 'absolute', minWidth: 24, minHeight: 24, borderRadius: 1, flexDirection: 'column', fontSize: '0.75rem', fontWeight: 600, lineHeight: 1.2,
        background: fill(theme, finding), border: edge(theme, summary.ai), color: 'text.primary',
        '&:hover, &[aria-current]': { boxShadow: `0 0 0 2px ${theme.palette.text.primary}` },
        // The key as drawn content, so that it is no part of the button's name.
        ...(assigning ? { '&::after': { ...keyCap, content: 'attr(data-key)', color: theme.palette.primary.contrastText, fontWeight: 600, backgroundColor: theme.palette.primary.main } } : {}),
        ...(over ? { boxShadow: `0 0 0 3px ${theme.palette.primary.main}`, '&:hover': { boxShadow: `0 0 0 3px ${theme.palette.primary.main}` } } : {}),
      }}
    >
      {zone.id}
      <FindingMark finding={finding} label="" size={14} />
      {summary.read !== null && <Box component="span" sx={{ position: 'absolute', top: 3, right: 3, width: 6, height: 6, borderRadius: '50%', bgcolor: 'text.primary' }} />}
    </ButtonBase>
  );
}

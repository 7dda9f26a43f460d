/** The chest with the protocol's zones: filled by finding, framed by AI, a dot when read. Zones take dropped clips. */
import Box from '@mui/material/Box';
import type { ReactNode } from 'react';
import type { ProtocolId, ZoneId, ZoneSummary } from '../../preload/domain.ts';
import { viewsOf, zonesOf } from '../cases/zones.ts';
import type { ChestView } from '../cases/zones.ts';
import { ChestDrawing } from './ChestDrawing.tsx';
import { ZoneButton } from './ZoneButton.tsx';
import type { ZoneActions } from './zone-actions.ts';

const captions: Readonly<Record<ChestView, string>> = { front: 'Front', 'right-flank': 'Right side', 'left-flank': 'Left side', back: 'Back' };

interface ChestMapProps {
  readonly protocol: ProtocolId;
  readonly zones: readonly ZoneSummary[];
  /** The zone whose clips are in view. */
  readonly current: ZoneId | null;
  /** True while the number keys move a selected clip: the keys show. */
  readonly assigning: boolean;
  readonly actions: ZoneActions;
}

function Drawing({ view, children }: { readonly view: ChestView; readonly children: ReactNode }) {
  const flank = view === 'left-flank' || view === 'right-flank';
  return (
    <Box component="figure" sx={{ m: 0, width: flank ? '26.5%' : '46%', minWidth: 0 }}>
      <Box sx={{ position: 'relative', aspectRatio: flank ? '116 / 220' : '200 / 220' }}>
        <ChestDrawing view={view} />
        {children}
      </Box>
      <Box component="figcaption" sx={{ textAlign: 'center', color: 'text.secondary', fontSize: '0.6875rem' }}>{captions[view]}</Box>
    </Box>
  );
}

/** Zone buttons follow the scanning order for Tab, whatever drawing they lie on. */
export function ChestMap({ protocol, zones, current, assigning, actions }: ChestMapProps) {
  const unknown: Omit<ZoneSummary, 'zone'> = { clips: 0, ai: 'not-examined', read: null };
  return (
    <Box role="group" aria-label="Chest map" sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'center', rowGap: 2, width: 1, maxWidth: 620, justifySelf: 'center' }}>
      {viewsOf(protocol).map((view) => (
        <Drawing key={view} view={view}>
          {zonesOf(protocol).filter((zone) => zone.view === view).map((zone) => (
            <ZoneButton
              key={zone.id}
              zone={zone}
              summary={zones.find((summary) => summary.zone === zone.id) ?? { ...unknown, zone: zone.id }}
              current={zone.id === current}
              assigning={assigning}
              actions={actions}
            />
          ))}
        </Drawing>
      ))}
    </Box>
  );
}

/** The colour of a finding in the present theme. */
import type { Theme } from '@mui/material/styles';
import type { ZoneFinding } from '../../preload/domain.ts';
import { mixColours } from './finding.ts';

/** IS runs from amber at probability 0.5 to red at 1; without a probability it is red. */
export function findingColour(theme: Theme, finding: ZoneFinding, probability: number | null = null): string {
  const colours = theme.palette.finding;
  switch (finding) {
    case 'IS': return probability === null ? colours.isHigh : mixColours(colours.isLow, colours.isHigh, (probability - 0.5) * 2);
    case 'healthy': return colours.healthy;
    case 'indeterminate': return colours.indeterminate;
    case 'rejected':
    case 'not-readable': return colours.notReadable;
    case 'not-analysed':
    case 'not-examined': return colours.none;
  }
}

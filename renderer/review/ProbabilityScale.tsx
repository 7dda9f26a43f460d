/** A probability on its scale of 0 to 1, with the indeterminate band and the operating points. */
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import type { OperatingPoints } from '../../preload/domain.ts';
import { findingColour } from '../findings/colours.ts';
import { verdictAt } from './review-words.ts';

/** An operating point's line as on the scale, with its number. */
function Point({ dashed, words }: { readonly dashed: boolean; readonly words: string }) {
  return (
    <Box component="span" sx={{ display: 'flex', alignItems: 'center', gap: 1, whiteSpace: 'nowrap' }}>
      <svg width="2" height="12" focusable="false"><line x1="1" x2="1" y1="0" y2="12" stroke="currentColor" strokeDasharray={dashed ? '2 2' : undefined} /></svg>
      {words}
    </Box>
  );
}

export function ProbabilityScale({ probability, points }: { readonly probability: number; readonly points: OperatingPoints }) {
  const theme = useTheme();
  const { low, high } = points.indeterminate;
  const share = (value: number): string => `${(value * 100).toFixed(1)}%`;
  const words = `Indeterminate from ${low.toFixed(2)} to ${high.toFixed(2)}, balanced point ${points.balanced.toFixed(2)}, screening point ${points.screening.toFixed(2)}`;
  return (
    <Box>
      <svg width="100%" height="18" role="img" aria-label={words} style={{ display: 'block', overflow: 'visible' }}>
        <title>{words}</title>
        <rect x="0" y="7" width="100%" height="4" rx="2" fill={theme.palette.surface.line} />
        <rect x={share(low)} y="7" width={share(Math.max(0, high - low))} height="4" fill={theme.palette.finding.indeterminate} opacity="0.5" />
        <line x1={share(points.balanced)} x2={share(points.balanced)} y1="3" y2="15" stroke={theme.palette.text.secondary} />
        <line x1={share(points.screening)} x2={share(points.screening)} y1="3" y2="15" stroke={theme.palette.text.secondary} strokeDasharray="2 2" />
        <circle cx={share(probability)} cy="9" r="5.5" fill={findingColour(theme, verdictAt(probability, points), probability)} stroke={theme.palette.surface.panel} strokeWidth="2" />
      </svg>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', fontSize: '0.75rem', color: 'text.secondary' }}>
        <span>0</span>
        <span>indeterminate {low.toFixed(2)} to {high.toFixed(2)}</span>
        <span>1</span>
      </Box>
      <Box aria-hidden sx={{ display: 'flex', gap: 3, fontSize: '0.75rem', color: 'text.secondary' }}>
        <Point dashed={false} words={`balanced ${points.balanced.toFixed(2)}`} />
        <Point dashed words={`screening ${points.screening.toFixed(2)}`} />
      </Box>
    </Box>
  );
}

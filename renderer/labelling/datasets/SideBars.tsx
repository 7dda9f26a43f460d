/** Sides of a split as bars: how many clips each has, and which part of them is positive. The filled part is hatched, so that it reads without colour. */
import Box from '@mui/material/Box';
import type { SideCounts } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';
import { positiveWords, sideWords } from './dataset-words.ts';

const grid = { display: 'grid', gridTemplateColumns: 'max-content minmax(120px, 1fr) max-content', columnGap: 3, rowGap: 1, alignItems: 'center' } as const;

/** Bars share one scale. */
export function SideBars({ sides }: { readonly sides: readonly SideCounts[] }) {
  const most = Math.max(1, ...sides.map(({ clips }) => clips));
  return (
    <Box component="ul" aria-label="Sides of the split" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
      {sides.map((side) => (
        <Box component="li" key={side.side} sx={grid}>
          <Box sx={{ minWidth: 72 }}>{sideWords(side.side)}</Box>
          <Box aria-hidden sx={{ height: 12, display: 'flex', width: `${(100 * side.clips) / most}%`, minWidth: side.clips > 0 ? 4 : 0, bgcolor: 'surface.line', borderRadius: 0.5, overflow: 'hidden' }}>
            <Box sx={(theme) => ({ width: side.clips === 0 ? 0 : `${(100 * side.positives) / side.clips}%`, background: `repeating-linear-gradient(135deg, ${theme.palette.finding.isLow} 0 3px, ${theme.palette.finding.isHigh} 3px 6px)` })} />
          </Box>
          <Box sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>{count(side.clips, 'clip')}, {count(side.patients, 'patient')}, {positiveWords(side)}</Box>
        </Box>
      ))}
    </Box>
  );
}

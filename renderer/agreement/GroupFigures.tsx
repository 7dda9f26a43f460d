/** All chosen readers at once: the figures that one looks for first. */
import Box from '@mui/material/Box';
import type { AgreementFigure, AgreementReport } from '../../preload/agreement.ts';
import { count } from '../format.ts';
import { FigureWords } from './FigureCell.tsx';

function Fact({ name, note, figure }: { readonly name: string; readonly note: string; readonly figure: AgreementFigure }) {
  return (
    <Box sx={{ minWidth: 132 }}>
      <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{name}</Box>
      <Box component="dd" sx={{ m: 0, '& > span': { fontSize: '1.25rem' } }}>
        <FigureWords figure={figure} />
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{note}</Box>
      </Box>
    </Box>
  );
}

export function GroupFigures({ report }: { readonly report: AgreementReport }) {
  const { group, pairs, readers } = report;
  const [pair] = pairs;
  const paired = count(group.pairedClips, 'clip');
  const complete = count(group.completeClips, 'clip');
  return (
    <Box component="dl" aria-label="All readers" sx={{ m: 0, display: 'flex', flexWrap: 'wrap', columnGap: 8, rowGap: 4 }}>
      <Fact name="Agreement" note={paired} figure={group.observed} />
      {readers.length === 2 && pair !== undefined
        ? <Fact name="Cohen’s kappa" note={paired} figure={pair.kappa} />
        : <Fact name="Fleiss’ kappa" note={`${complete} that all answered`} figure={group.fleiss} />}
      {readers.length === 2 && pair !== undefined && pair.quadratic !== null && <Fact name="Kappa, quadratic weights" note={paired} figure={pair.quadratic} />}
      <Fact name="Krippendorff’s alpha" note={`${paired}, ${group.alphaMetric}`} figure={group.alpha} />
      {(group.icc ?? []).map(({ form, figure }) => <Fact key={form} name={form} note={complete} figure={figure} />)}
    </Box>
  );
}

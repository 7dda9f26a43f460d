/** A figure in a table: the value, under it its interval or why there is no value. */
import Box from '@mui/material/Box';
import type { AgreementFigure } from '../../preload/agreement.ts';
import { intervalWords, valueWords } from './agreement-words.ts';

export function FigureWords({ figure }: { readonly figure: AgreementFigure | null }) {
  if (figure === null) return <>–</>;
  return (
    <>
      <Box component="span" sx={{ fontWeight: 600 }}>{valueWords(figure)}</Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem', whiteSpace: figure.value === null ? 'normal' : 'nowrap' }}>{intervalWords(figure)}</Box>
    </>
  );
}

export function FigureCell({ figure }: { readonly figure: AgreementFigure | null }) {
  return <td><FigureWords figure={figure} /></td>;
}

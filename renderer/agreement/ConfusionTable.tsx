/** Who answered what: counts, the diagonal framed, the ground as dark as the share of the row. */
import Box from '@mui/material/Box';
import { alpha, useTheme } from '@mui/material/styles';
import type { AgreementQuestion, PairFigures } from '../../preload/agreement.ts';
import { categoryName, valueWords } from './agreement-words.ts';

interface ConfusionTableProps {
  readonly pair: PairFigures;
  readonly question: AgreementQuestion;
  readonly categories: readonly string[];
  readonly rows: string;
  readonly columns: string;
}

const table = {
  borderCollapse: 'collapse', fontSize: '0.75rem', '& th': { fontWeight: 450, color: 'text.secondary', px: 1.5, py: 0.75, textAlign: 'right', whiteSpace: 'nowrap' },
  '& td': { width: 52, height: 28, textAlign: 'center', border: 1, borderColor: 'divider' }, '& caption': { textAlign: 'left', pb: 1, color: 'text.primary', fontWeight: 600 },
} as const;

/** Categories that neither said are left out. */
export function ConfusionTable({ pair, question, categories, rows, columns }: ConfusionTableProps) {
  const ink = useTheme().palette.primary.main;
  const used = categories.flatMap((category, at) => {
    const said = (pair.confusion[at] ?? []).some((cell) => cell > 0) || pair.confusion.some((row) => (row[at] ?? 0) > 0);
    return said ? [{ category, at }] : [];
  });
  return (
    <Box component="table" sx={table}>
      <caption>{rows} and {columns}</caption>
      <thead><tr><th scope="col">{rows} ↓ {columns} →</th>{used.map(({ category }) => <th key={category} scope="col">{categoryName(question, category)}</th>)}<th scope="col">agreement on it</th></tr></thead>
      <tbody>
        {used.map(({ category, at }) => {
          const row = pair.confusion[at] ?? [];
          const all = row.reduce((sum, cell) => sum + cell, 0);
          return (
            <tr key={category}>
              <th scope="row">{categoryName(question, category)}</th>
              {used.map((column) => {
                const cell = row[column.at] ?? 0;
                return <Box component="td" key={column.category} sx={{ bgcolor: alpha(ink, all === 0 ? 0 : (0.35 * cell) / all), outline: column.at === at ? 1 : 0, outlineOffset: -2, outlineColor: alpha(ink, 0.8), color: cell === 0 ? 'text.secondary' : 'text.primary' }}>{cell}</Box>;
              })}
              <Box component="td" sx={{ border: '0 !important' }}>{valueWords(pair.specific[at] ?? null)}</Box>
            </tr>
          );
        })}
      </tbody>
    </Box>
  );
}

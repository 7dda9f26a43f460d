/** Heads and features compared, as in the paper; a row shows its plots. */
import Box from '@mui/material/Box';
import Radio from '@mui/material/Radio';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { HeadRow } from '../../../preload/training.ts';
import { figureTable } from '../figure-styles.ts';
import { figure } from '../model-words.ts';
import { headWords } from './training-words.ts';

const levels = ['clip', 'frame', 'patient'] as const;
type Level = (typeof levels)[number];

interface HeadTableProps {
  readonly rows: readonly HeadRow[];
  readonly chosen: HeadRow | undefined;
  readonly shown: HeadRow | undefined;
  readonly onShow: (row: HeadRow) => void;
}

export function HeadTable({ rows, chosen, shown, onShow }: HeadTableProps) {
  const [level, setLevel] = useState<Level>('clip');
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <ToggleButtonGroup exclusive size="small" value={level} aria-label="Level" onChange={(_, picked: unknown) => {
        const known = levels.find((one) => one === picked);
        if (known !== undefined) setLevel(known);
      }}>
        {levels.map((one) => <ToggleButton key={one} value={one} sx={{ textTransform: 'none', px: 3, py: 0.5 }}>By {one}</ToggleButton>)}
      </ToggleButtonGroup>
      <Box role="region" aria-label="Heads compared" tabIndex={0} sx={{ overflowX: 'auto' }}>
        <Box component="table" sx={{ ...figureTable, minWidth: 1000, '& td, & tbody th': { ...figureTable['& th, & td'], fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap', verticalAlign: 'middle', py: 0.5 } }}>
          <caption>Out of fold by patient, value (95% interval); {rows[0]?.[level].cases ?? 0} {level}s, {rows[0]?.[level].positives ?? 0} positive. Each fold's settings and threshold come from the other folds.</caption>
          <thead><tr>{['Plots', 'Features', 'Head', 'Accuracy', 'Specificity', 'Recall', 'Precision', 'F1', 'AUC'].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {rows.map((row) => {
              const { accuracy, specificity, recall, precision, f1, auc } = row[level];
              const name = `${row.features}, ${headWords(row.head)}`;
              return (
                <tr key={name}>
                  <td><Radio size="small" name="shown-head" checked={row === shown} onChange={() => onShow(row)} sx={{ p: 0.5 }} slotProps={{ input: { 'aria-label': `Plots of ${name}` } }} /></td>
                  <td>{row.features}</td>
                  <th scope="row" title={row.setting}>{headWords(row.head)}{row === chosen && ' ★ chosen'}</th>
                  {[accuracy, specificity, recall, precision, f1, auc].map((value, index) => <td key={index}>{figure(value)}</td>)}
                </tr>
              );
            })}
          </tbody>
        </Box>
      </Box>
    </Box>
  );
}

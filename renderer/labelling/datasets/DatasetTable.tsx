/** All datasets, newest first: one row each. */
import LockOutlined from '@mui/icons-material/LockOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { DatasetRow } from '../../../preload/datasets.ts';
import { day } from '../../format.ts';
import { positiveWords, questionWords, splitWords } from './dataset-words.ts';

interface DatasetTableProps {
  readonly datasets: readonly DatasetRow[];
  readonly shown: string | null;
  readonly onShow: (id: string) => void;
}

const table = {
  borderCollapse: 'collapse', width: 1, minWidth: 860,
  '& th, & td': { borderBottom: 1, borderColor: 'divider', px: 3, py: 1.5, textAlign: 'left', fontWeight: 450, verticalAlign: 'top' },
  '& thead th': { color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap', py: 1 },
  '& th:first-of-type': { pl: 2 },
  '& tbody tr[data-shown=true]': { bgcolor: 'surface.raised' },
} as const;

function Row({ dataset, shown, onShow }: { readonly dataset: DatasetRow; readonly shown: boolean; readonly onShow: () => void }) {
  const { name, version, rules, counts, lock, madeAt, madeBy } = dataset;
  return (
    <tr data-shown={shown}>
      <Box component="th" scope="row">
        <Button color="inherit" aria-pressed={shown} onClick={onShow} sx={{ display: 'block', textAlign: 'left', whiteSpace: 'normal', px: 1, mx: -1, minHeight: 24, fontWeight: shown ? 600 : 500 }}>{name}</Button>
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>version {version}</Box>
      </Box>
      <td>{questionWords(rules.question)}</td>
      <td>{counts.clips}</td>
      <td>{counts.patients}</td>
      <td>{counts.frames}</td>
      <td>{positiveWords(counts)}</td>
      <Box component="td" sx={{ whiteSpace: 'nowrap' }}>{splitWords(rules.split)}</Box>
      <td>{lock === null ? '–' : <Box sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}><LockOutlined fontSize="small" aria-hidden />test set</Box>}</td>
      <Box component="td" sx={{ whiteSpace: 'nowrap' }}>{day(madeAt, new Date())}<Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{madeBy}</Box></Box>
    </tr>
  );
}

/** Scrolls sideways where the window is narrow. */
export function DatasetTable({ datasets, shown, onShow }: DatasetTableProps) {
  return (
    <Box role="region" aria-label="Datasets" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={table}>
        <thead>
          <tr>
            <th scope="col">Dataset</th><th scope="col">Question</th><th scope="col">Clips</th><th scope="col">Patients</th><th scope="col">Frames</th><th scope="col">Balance</th><th scope="col">Split</th><th scope="col">Locked</th><th scope="col">Made</th>
          </tr>
        </thead>
        <tbody>{datasets.map((dataset) => <Row key={dataset.id} dataset={dataset} shown={dataset.id === shown} onShow={() => onShow(dataset.id)} />)}</tbody>
      </Box>
    </Box>
  );
}

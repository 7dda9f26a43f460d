/** Datasets: all of them, one in detail, and the form of a new one. Readings come in and go out here. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useEvent, useRequest } from '../../api.ts';
import type { DatasetRow, ReadingsImport } from '../../../preload/datasets.ts';
import { count } from '../../format.ts';
import { PageHeader } from '../../shell/PageHeader.tsx';
import { Problem } from '../../shell/Problem.tsx';
import { useShortcuts } from '../../shortcuts.ts';
import { DatasetPanel } from './DatasetPanel.tsx';
import { DatasetTable } from './DatasetTable.tsx';
import { ImportReport } from './ImportReport.tsx';
import { LockDialog } from './LockDialog.tsx';
import { NewDatasetPanel } from './NewDatasetPanel.tsx';
import { ReadingsMenu } from './ReadingsMenu.tsx';
import { firstRecipe, nextVersion } from './recipe.ts';
import type { Recipe } from './recipe.ts';

function NoDataset({ onNew }: { readonly onNew: () => void }) {
  return (
    <Box sx={{ maxWidth: 640, display: 'grid', gap: 2, justifyItems: 'start' }}>
      <Box sx={{ fontWeight: 600 }}>No dataset yet</Box>
      <Box sx={{ color: 'text.secondary' }}>A dataset is what readers said of clips, by a stated rule, split by patient, and never changed again. Models are trained and judged on it. Label clips, or import readings made elsewhere, then make one.</Box>
      <Button variant="contained" onClick={onNew}>New dataset</Button>
    </Box>
  );
}

export function DatasetsPage() {
  const datasets = useRequest('datasets.list', {});
  useEvent('datasets.changed', datasets.reload);
  const [chosen, setChosen] = useState<string | null>(null);
  const [making, setMaking] = useState<Recipe | null>(null);
  const [locking, setLocking] = useState<DatasetRow | null>(null);
  const [report, setReport] = useState<ReadingsImport | null>(null);
  const list = datasets.value ?? [];
  const shown = list.find(({ id }) => id === chosen) ?? list[0];
  const begin = () => setMaking(firstRecipe);
  useShortcuts('datasets', [{ keys: 'Shift+N', label: 'New dataset', group: 'Datasets', run: begin }]);
  return (
    <>
      <PageHeader
        title="Datasets"
        facts={datasets.value === null ? null : <Box sx={{ color: 'text.secondary' }}>{count(list.length, 'dataset')}</Box>}
        actions={<><ReadingsMenu onImported={setReport} />{making === null && <Button variant="contained" onClick={begin}>New dataset</Button>}</>}
      />
      <Box aria-busy={datasets.state === 'loading'} sx={{ flex: 1, minHeight: 0, overflowY: 'auto', borderTop: 1, borderColor: 'divider', px: 4, pt: 3, pb: 12, display: 'grid', alignContent: 'start', gap: 4, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        {datasets.state === 'failed' && <Problem error={datasets.error} onRetry={datasets.reload} />}
        {report !== null && <ImportReport report={report} onClose={() => setReport(null)} />}
        {making !== null && <NewDatasetPanel key={making.lineage ?? ''} datasets={list} first={making} onClose={() => setMaking(null)} />}
        {datasets.value !== null && list.length === 0 && making === null && <NoDataset onNew={begin} />}
        {list.length > 0 && <DatasetTable datasets={list} shown={shown?.id ?? null} onShow={setChosen} />}
        {shown !== undefined && making === null && <DatasetPanel key={shown.id} dataset={shown} onLock={() => setLocking(shown)} onNext={() => setMaking(nextVersion(shown))} />}
      </Box>
      {locking !== null && <LockDialog dataset={locking} onClose={() => setLocking(null)} />}
    </>
  );
}

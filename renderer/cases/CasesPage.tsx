/** Home: the case log. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { ArchiveDialog } from '../archive/ArchiveDialog.tsx';
import { count } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useImport } from '../shell/use-import.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useCases } from '../state/app-state.ts';
import { everyCase, showsAll } from './case-filter.ts';
import { rowAt } from './case-log.ts';
import { CaseFilters, searchId } from './CaseFilters.tsx';
import { CaseTable } from './CaseTable.tsx';
import { EmptyLog } from './EmptyLog.tsx';
import { ImportButton } from './ImportButton.tsx';
import { rowHeight } from './CaseRow.tsx';

function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}

/** Rows that PageUp and PageDown move by. */
function rowsOnScreen(): number {
  return Math.max(1, Math.floor((document.getElementById('case-list')?.clientHeight ?? 0) / rowHeight) - 2);
}

function useCaseKeys(openAt: (index: number) => void, fromArchive: () => void): void {
  const selected = useCases((state) => state.selected);
  const total = useCases((state) => state.log.total ?? 0);
  const select = useCases((state) => state.select);
  const importer = useImport();
  const group = 'Case log';
  useShortcuts('cases', [
    { keys: 'ArrowDown', label: 'Next exam', group, run: () => select(selected + 1) },
    { keys: 'ArrowUp', label: 'Previous exam', group, run: () => select(selected - 1) },
    { keys: 'PageDown', label: 'A screen down', group, run: () => select(selected + rowsOnScreen()) },
    { keys: 'PageUp', label: 'A screen up', group, run: () => select(selected - rowsOnScreen()) },
    { keys: 'Home', label: 'First exam', group, run: () => select(0) },
    { keys: 'End', label: 'Last exam', group, run: () => select(total - 1) },
    { keys: 'Enter', label: 'Open the selected exam', group, run: () => openAt(selected) },
    { keys: '/', label: 'Search', group, run: () => focusOn(searchId) },
    { keys: 'Ctrl+F', label: 'Search', group, run: () => focusOn(searchId) },
    { keys: 'Ctrl+O', label: 'Import files', group, run: () => void importer.pick('files', null) },
    { keys: 'Ctrl+Shift+O', label: 'Import a folder', group, run: () => void importer.pick('folder', null) },
    { keys: 'Ctrl+Shift+A', label: 'Fetch from an archive or worklist', group, run: fromArchive },
  ]);
}

function NothingMatches() {
  const show = useCases((state) => state.show);
  return (
    <Box sx={{ p: 4, borderTop: 1, borderColor: 'divider', flex: 1 }}>
      <Box sx={{ fontWeight: 600 }}>No exam matches</Box>
      <Box sx={{ color: 'text.secondary', mb: 3 }}>Search looks at patients, zones, findings, clip names and dates such as “last week” or “2026-11”.</Box>
      <Button variant="outlined" color="inherit" onClick={() => show(everyCase)}>Show all exams</Button>
    </Box>
  );
}

/** Search, filters and the list; an invitation while there is no exam. */
export function CasesPage() {
  const { open } = useNavigation();
  const { log, filter, error, stale, selected, refresh, show, select } = useCases(useShallow((state) => state));
  const importer = useImport();
  const openAt = (index: number) => {
    const row = rowAt(log, index);
    select(index);
    if (row !== null) open({ page: 'exam', examId: row.id });
  };
  const [archive, setArchive] = useState(false);
  useCaseKeys(openAt, () => setArchive(true));
  useEffect(() => {
    if (log.total === null && !stale && error === null) show(everyCase);
  }, [log.total, stale, error, show]);
  const none = log.total === 0;
  const empty = none && showsAll(filter) && !stale;
  const filters = <CaseFilters onDown={() => focusOn('case-list')} onEnter={() => openAt(selected)} />;
  return (
    <>
      <PageHeader
        title="Cases"
        facts={log.total === null || empty ? null : <Box sx={{ color: 'text.secondary' }} role="status">{count(log.total, 'exam')}</Box>}
        actions={
          <>
            <Button variant="outlined" color="inherit" aria-keyshortcuts="Control+Shift+A" onClick={() => setArchive(true)}>From an archive</Button>
            {!empty && <ImportButton importer={importer} examId={null} label="Import" primary />}
          </>
        }
      />
      {!empty && filters}
      {error !== null && <Problem error={error} onRetry={refresh} />}
      {archive && <ArchiveDialog onClose={() => setArchive(false)} />}
      {error === null && (empty ? <EmptyLog importer={importer} /> : none && !stale ? <NothingMatches /> : <CaseTable onOpen={openAt} />)}
    </>
  );
}

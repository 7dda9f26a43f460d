/** The exam's report: written, signed, amended, previewed and saved. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { ReportState, ReportVersionRow } from '../../preload/report.ts';
import { Badge } from '../findings/Badge.tsx';
import { clock, dayAndTime } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { formatRoute } from '../route.ts';
import { SendButton } from '../archive/SendButton.tsx';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { useShortcuts } from '../shortcuts.ts';
import { PreviewDialog } from './PreviewDialog.tsx';
import { AmendDialog, DiscardDialog, SignDialog } from './ReportDialogs.tsx';
import { ReportForm } from './ReportForm.tsx';
import { ReportSide } from './ReportSide.tsx';
import { useReport } from './use-report.ts';
import type { ReportDesk } from './use-report.ts';
import type { Cell } from './zone-grid-keys.ts';

type Opened = { readonly kind: 'sign' } | { readonly kind: 'amend' } | { readonly kind: 'discard' } | { readonly kind: 'preview'; readonly version: ReportVersionRow | null } | null;

const group = 'Report';

function stageWords({ stage, versions, amends }: ReportState): string {
  if (stage === 'signed') return `Signed, version ${versions[0]?.number ?? 1}`;
  if (stage === 'new') return 'New';
  return amends === null ? 'Draft' : `Draft, amends version ${amends.number}`;
}

/** Saved or not, in words; said aloud only when it failed. */
function SavedWords({ desk, report }: { readonly desk: ReportDesk; readonly report: ReportState }) {
  if (desk.saving === 'failed') return <Box role="alert" sx={{ color: 'error.main' }}>Not saved. {desk.error?.message} <Button variant="text" onClick={() => void desk.store.flush()}>Save again</Button></Box>;
  if (desk.saving === 'pending') return <Box sx={{ color: 'text.secondary' }}>Saving</Box>;
  return <Box sx={{ color: 'text.secondary' }}>{report.savedAt === null ? '' : `Saved ${clock(report.savedAt)}`}</Box>;
}

interface ViewProps {
  readonly examId: ExamId;
  readonly desk: ReportDesk;
  readonly report: ReportState;
}

/** What the page does, by button and key alike. */
function useActions({ examId, desk, report }: ViewProps, opened: Opened, open: (what: Opened) => void) {
  const attempt = useAttempt();
  const showDone = useNotices((state) => state.showDone);
  const settings = useRequest('reports.settings', {});
  const [size, setSize] = useState<'A4' | 'Letter' | null>(null);
  const paper = size ?? settings.value?.pageSize ?? 'A4';
  const [working, setWorking] = useState(false);
  const save = async (kind: 'pdf' | 'json' | 'csv') => {
    if (working) return;
    setWorking(true);
    // What was just typed belongs into the file.
    const versionId = opened?.kind === 'preview' ? (opened.version?.id ?? null) : null;
    const saved = (await desk.store.flush()) ? await attempt(() => request('reports.saveAs', { examId, versionId, kind, size: paper })) : null;
    setWorking(false);
    if (saved?.saved === true) showDone(kind === 'pdf' ? 'The report is saved as PDF.' : `The report is saved as ${kind.toUpperCase()}.`);
  };
  const preview = async () => {
    if (await desk.store.flush()) open({ kind: 'preview', version: null });
  };
  const signed = report.stage === 'signed';
  const advance = async () => {
    if (signed) open({ kind: 'amend' });
    else if ((await desk.store.flush()) && (desk.store.view.getState().report?.open.length ?? 1) === 0) open({ kind: 'sign' });
  };
  useShortcuts('report', [
    { keys: 'Ctrl+Enter', label: signed ? 'Amend the report' : 'Sign the report', group, once: true, run: () => void advance() },
    { keys: 'Ctrl+P', label: 'Preview the report', group, once: true, run: () => void preview() },
    { keys: 'Ctrl+S', label: 'Save the report as PDF', group, once: true, run: () => void save('pdf') },
  ]);
  return { macros: settings.value?.macros ?? [], paper, setSize, save, preview, advance, working };
}

function ReportView({ examId, desk, report }: ViewProps) {
  const { open: go } = useNavigation();
  const [opened, open] = useState<Opened>(null);
  const [cell, setCell] = useState<Cell>({ row: 0, column: 0 });
  const { macros, paper, setSize, save, preview, advance, working } = useActions({ examId, desk, report }, opened, open);
  const entries = desk.entries ?? report.entries;
  const close = () => open(null);
  const signed = report.stage === 'signed';
  const exam = { page: 'exam', examId } as const;
  return (
    <>
      <PageHeader
        title="Report"
        facts={
          <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
            <Link href={formatRoute(exam)} color="inherit" onClick={(event) => { event.preventDefault(); go(exam); }}>{report.content.pseudonym}</Link>
            <Box component="span" sx={{ color: 'text.secondary' }}>{dayAndTime(report.content.examinedAt)}</Box>
            {report.content.simulated && <Badge>simulated</Badge>}
            <Badge tone={signed ? 'quiet' : 'warning'}>{stageWords(report)}</Badge>
            <SavedWords desk={desk} report={report} />
          </Box>
        }
        actions={
          <>
            {report.newerReadings && !signed && <Button variant="outlined" color="inherit" onClick={() => void desk.act((revision) => request('reports.refill', { examId, revision }))}>Take newer readings in</Button>}
            {report.stage === 'draft' && <Button variant="text" color="inherit" onClick={() => open({ kind: 'discard' })}>{report.amends === null ? 'Begin anew…' : 'Discard the amendment…'}</Button>}
            {signed && <Button variant="text" color="inherit" disabled={working} onClick={() => void save('json')}>JSON</Button>}
            {signed && <Button variant="text" color="inherit" disabled={working} onClick={() => void save('csv')}>CSV</Button>}
            {signed && <SendButton examId={examId} />}
            <Button variant="outlined" color="inherit" aria-keyshortcuts="Control+P" onClick={() => void preview()}>Preview</Button>
            <Button variant="outlined" color="inherit" aria-keyshortcuts="Control+S" disabled={working} onClick={() => void save('pdf')}>{working ? 'Saving…' : 'Save PDF'}</Button>
            <Button variant="contained" aria-keyshortcuts="Control+Enter" disabled={!signed && report.open.length > 0} onClick={() => void advance()}>{signed ? 'Amend' : 'Sign'}</Button>
          </>
        }
      />
      <Box sx={{ flex: 1, minHeight: 0, display: 'grid', gridTemplateColumns: { xs: '1fr', md: 'minmax(0, 1fr) clamp(300px, 26vw, 560px)' }, borderTop: 1, borderColor: 'divider', overflowY: { xs: 'auto', md: 'hidden' } }}>
        <ReportForm desk={desk} report={report} entries={entries} macros={macros} cell={cell} onCell={setCell} onTakeAi={(zone) => void desk.act((revision) => request('reports.takeAi', { examId, revision, zone }))} />
        <ReportSide
          report={report}
          current={entries.zones[cell.row]?.zone ?? null}
          onZone={(zone) => setCell({ row: Math.max(0, entries.zones.findIndex((entry) => entry.zone === zone)), column: cell.column })}
          onVersion={(version) => open({ kind: 'preview', version })}
        />
      </Box>
      {opened?.kind === 'sign' && <SignDialog report={report} onClose={close} onSign={async (pin) => (await desk.act((revision) => request('reports.sign', { examId, revision, pin }))) !== null} />}
      {opened?.kind === 'discard' && <DiscardDialog report={report} onClose={close} onDiscard={async () => (await desk.act((revision) => request('reports.discard', { examId, revision }))) !== null} />}
      {opened?.kind === 'amend' && <AmendDialog number={report.versions[0]?.number ?? 1} onClose={close} onAmend={async (reason) => (await desk.act(() => request('reports.amend', { examId, reason }))) !== null} />}
      {opened?.kind === 'preview' && (
        <PreviewDialog examId={examId} versionId={opened.version?.id ?? null} title={opened.version === null ? `Preview: ${stageWords(report)}` : `Version ${opened.version.number}`} size={paper} onSize={setSize} onSave={() => void save('pdf')} onClose={close} />
      )}
    </>
  );
}

export function ReportPage({ examId }: { readonly examId: ExamId }) {
  const desk = useReport(examId);
  const { report, error, store } = desk;
  if (report === null && error !== null) return <><PageHeader title="Report" /><Problem error={error} onRetry={() => void store.load()} /></>;
  if (report === null) return <Box aria-busy sx={{ flex: 1 }}><PageHeader title="Report" /></Box>;
  return <ReportView examId={examId} desk={desk} report={report} />;
}

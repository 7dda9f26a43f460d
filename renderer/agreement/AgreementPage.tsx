/** How well readers agree, on one question at a time; and the second reads that make it measurable. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { useState } from 'react';
import { request, useEvent, useRequest } from '../api.ts';
import type { AgreementReport } from '../../preload/agreement.ts';
import type { AgreementAsked, AgreementOverview } from '../../preload/agreement-pages.ts';
import type { ReaderId, ReadersState } from '../../preload/readings.ts';
import { count } from '../format.ts';
import { PageHeader } from '../shell/PageHeader.tsx';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt, useNotices, useWorkstation } from '../state/app-state.ts';
import { AgreementControls } from './AgreementControls.tsx';
import { AgreementPlots } from './AgreementPlots.tsx';
import { ownVoiceWords, questionNames, ruleWords } from './agreement-words.ts';
import { ConfusionTable } from './ConfusionTable.tsx';
import { GroupFigures } from './GroupFigures.tsx';
import { PairTable } from './PairTable.tsx';
import { PolicyField } from './PolicyField.tsx';
import { ReaderTable } from './ReaderTable.tsx';
import { SecondReads } from './SecondReads.tsx';

const heading = { m: 0, fontSize: '0.9375rem', fontWeight: 600 } as const;

function Empty({ overview }: { readonly overview: AgreementOverview }) {
  const shared = Math.max(0, ...overview.readers.map((reader) => reader.shared));
  return (
    <Box role="status" sx={{ maxWidth: 640, display: 'grid', gap: 1 }}>
      <Box sx={{ fontWeight: 600 }}>Two readers must have read the same clips: now {shared}.</Box>
      <Box sx={{ color: 'text.secondary' }}>Let a second reader label clips, all of them or a share that you assign below. Agreement, kappa and each reader’s pace and drift then appear here.</Box>
    </Box>
  );
}

interface FiguresProps {
  readonly report: AgreementReport;
  readonly initials: (reader: ReaderId) => string;
}

/** Most confusion tables side by side; the saved files hold all. */
const mostTables = 12;

function Confusions({ report, initials }: FiguresProps) {
  const { question, categories } = report;
  const pairs = report.pairs.filter(({ clips }) => clips > 0).slice(0, mostTables);
  const consensus = report.perReader.flatMap((one) => (one.againstConsensus === null ? [] : [{ reader: one.reader, pair: one.againstConsensus }])).slice(0, mostTables);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 6 }}>
      {pairs.map((pair) => <ConfusionTable key={`${pair.first} ${pair.second}`} pair={pair} question={question} categories={categories} rows={initials(pair.first)} columns={initials(pair.second)} />)}
      {consensus.map(({ reader, pair }) => <ConfusionTable key={reader} pair={pair} question={question} categories={categories} rows="Consensus" columns={initials(reader)} />)}
    </Box>
  );
}

function Figures({ report, initials }: FiguresProps) {
  const { group, policy } = report;
  const nothing = group.pairedClips === 0 && report.perReader.every(({ repeats }) => repeats === null);
  if (nothing) return <Box role="status" sx={{ color: 'text.secondary' }}>The chosen readers have answered no clip in common on this question: {questionNames[report.question].toLowerCase()}.</Box>;
  return (
    <>
      <GroupFigures report={report} />
      <Box sx={{ display: 'grid', gap: 3 }}><Box component="h2" sx={heading}>Every two readers</Box><PairTable report={report} initials={initials} /></Box>
      <AgreementPlots report={report} initials={initials} />
      <Box sx={{ display: 'grid', gap: 3 }}>
        <Box component="h2" sx={heading}>Each reader</Box>
        <Box sx={{ color: 'text.secondary' }}>Consensus: {policy.name}. {ruleWords(policy.rule, initials)} {ownVoiceWords(policy.rule)}</Box>
        <ReaderTable report={report} initials={initials} />
      </Box>
      <Box sx={{ display: 'grid', gap: 3 }}><Box component="h2" sx={heading}>Who answered what</Box><Confusions report={report} initials={initials} /></Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>Intervals: 95%, by drawing whole patients {report.bootstrap.draws.toLocaleString('en-GB')} times (seed {report.bootstrap.seed}); {count(group.pairedPatients, 'patient')}.</Box>
    </>
  );
}

interface LoadedProps {
  readonly overview: AgreementOverview;
  readonly state: ReadersState;
  readonly onChanged: () => void;
}

function Loaded({ overview, state, onChanged }: LoadedProps) {
  const attempt = useAttempt();
  const showDone = useNotices((notices) => notices.showDone);
  const [asked, setAsked] = useState<AgreementAsked>(() => ({ question: 'verdict', readers: overview.readers.map(({ reader }) => reader), basis: 'independent', from: null, to: null }));
  const worthAsking = asked.readers.length > 0 && overview.readers.some((reader) => reader.shared > 0 || reader.repeated > 0);
  const report = useRequest('agreement.report', worthAsking ? { ...asked, readers: [...asked.readers] } : null);
  // What is on screen stays until the new figures are there.
  const [shown, setShown] = useState<AgreementReport | null>(null);
  if (report.value !== null && report.value !== shown) setShown(report.value);
  const initials = (reader: ReaderId): string => state.readers.find(({ id }) => id === reader)?.initials ?? '?';
  const save = async (format: 'csv' | 'json'): Promise<void> => {
    const saved = await attempt(() => request('agreement.save', { ...asked, readers: [...asked.readers], format }));
    if (saved?.saved === true) showDone(format === 'csv' ? 'Saved the table.' : 'Saved the record.');
  };
  const choose = async (policy: AgreementOverview['choices']['policy']): Promise<void> => {
    if ((await attempt(() => request('agreement.choose', { policy }))) === null) return;
    onChanged();
    report.reload();
  };
  const current = worthAsking ? shown : null;
  return (
    <>
      <PageHeader
        title="Agreement" facts={<Box sx={{ color: 'text.secondary' }}>{count(overview.readers.length, 'reader')} with readings</Box>}
        actions={
          <>
            <Button color="inherit" variant="outlined" disabled={current === null} onClick={() => void save('csv')}>Save table (CSV)</Button>
            <Button color="inherit" variant="outlined" disabled={current === null} onClick={() => void save('json')}>Save record (JSON)</Button>
          </>
        }
      />
      <Box sx={{ height: 2, flex: 'none' }}>{worthAsking && report.state === 'loading' && <LinearProgress aria-label="Computing agreement" sx={{ height: 2 }} />}</Box>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: 'auto', px: 4, pt: 2, pb: 8, display: 'grid', gap: 6, alignContent: 'start' }}>
        {worthAsking
          ? (
            <>
              <AgreementControls asked={asked} readers={overview.readers} initials={initials} onChange={(patch) => setAsked({ ...asked, ...patch })} />
              <PolicyField policy={overview.choices.policy} policies={overview.policies} readers={overview.readers.map(({ reader }) => reader)} initials={initials} disabled={!state.may.adjudicate} onChoose={(policy) => void choose(policy)} />
            </>
          )
          : overview.readers.length > 0 && asked.readers.length === 0
            ? <AgreementControls asked={asked} readers={overview.readers} initials={initials} onChange={(patch) => setAsked({ ...asked, ...patch })} />
            : <Empty overview={overview} />}
        {report.state === 'failed' && report.error.code !== 'cancelled' && <Problem error={report.error} onRetry={report.reload} />}
        <Box aria-busy={report.state === 'loading'} sx={{ display: 'grid', gap: 6, opacity: report.state === 'loading' && current !== null ? 0.6 : 1 }}>{current !== null && <Figures report={current} initials={initials} />}</Box>
        <SecondReads readers={state.readers} initials={initials} mayAssign={state.may.adjudicate} />
      </Box>
    </>
  );
}

export function AgreementPage() {
  const overview = useRequest('agreement.overview', {});
  const state = useWorkstation((workstation) => workstation.readers);
  useEvent('readers.changed', overview.reload);
  if (overview.state === 'failed') return <><PageHeader title="Agreement" /><Problem error={overview.error} onRetry={overview.reload} /></>;
  if (overview.value === null || state === null) return <><PageHeader title="Agreement" /><Box role="status" sx={{ px: 4, color: 'text.secondary' }}>Opening the readings</Box></>;
  return <Loaded key={state.current.id} overview={overview.value} state={state} onChanged={overview.reload} />;
}

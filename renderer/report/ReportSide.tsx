/** Beside the report: map, score, completeness, what is open, change since the last exam, versions. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactNode } from 'react';
import type { ReportState, ReportVersionRow } from '../../preload/report.ts';
import { dayAndTime } from '../format.ts';
import { ScoreMap } from './ScoreMap.tsx';

interface ReportSideProps {
  readonly report: ReportState;
  readonly current: string | null;
  readonly onZone: (zone: string) => void;
  readonly onVersion: (version: ReportVersionRow) => void;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section" aria-label={title} sx={{ display: 'grid', gap: 1 }}>
      <Box component="h2" sx={{ m: 0, fontSize: '0.8125rem', fontWeight: 650 }}>{title}</Box>
      {children}
    </Box>
  );
}

const schemeNames = { lus: 'LUS score', soldati: 'COVID-19 score (Soldati)' } as const;

function Score({ report: { content: { total, completeness, result } } }: Pick<ReportSideProps, 'report'>) {
  return (
    <Part title="Score and completeness">
      <Box role="status" sx={{ fontSize: '0.9375rem', fontWeight: 650 }}>
        {total.value === null ? total.reason : `${schemeNames[total.scheme]} ${total.value} of ${total.of}`}
      </Box>
      <Box sx={completeness.complete ? {} : { color: 'warning.main', fontWeight: 600 }}>{completeness.words}</Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{result.rule} Positive zones: right {result.positiveRight}, left {result.positiveLeft}.</Box>
    </Part>
  );
}

const changeMarks = { better: '▼ better', same: '= same', worse: '▲ worse' } as const;

function Prior({ report: { content: { prior } } }: Pick<ReportSideProps, 'report'>) {
  if (prior === null) return <Part title="Earlier exam"><Box sx={{ color: 'text.secondary' }}>No signed report of this patient before this exam.</Box></Part>;
  return (
    <Part title={`Since ${dayAndTime(prior.examinedAt)}`}>
      {prior.total !== null && <Box sx={{ fontWeight: 600 }}>{schemeNames[prior.scheme]} {prior.total.from} to {prior.total.to}: {prior.total.change}</Box>}
      {prior.notCompared !== null && <Box>{prior.notCompared}</Box>}
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content max-content 1fr', columnGap: 3, fontSize: '0.75rem', '& dd': { m: 0 } }}>
        {prior.zones.map(({ zone, change, words }) => (
          <Box key={zone} sx={{ display: 'contents' }}>
            <dt>{zone}</dt>
            <dd>{change === null ? '·' : changeMarks[change]}</dd>
            <Box component="dd" sx={{ color: 'text.secondary' }}>{words}</Box>
          </Box>
        ))}
      </Box>
    </Part>
  );
}

function Versions({ report, onVersion }: Pick<ReportSideProps, 'report' | 'onVersion'>) {
  if (report.versions.length === 0) return null;
  return (
    <Part title="Signed versions">
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
        {report.versions.map((version) => (
          <li key={version.id}>
            <Button variant="text" color="inherit" onClick={() => onVersion(version)} sx={{ px: 1, minHeight: 24 }}>Version {version.number}</Button>
            {dayAndTime(version.signature.signedAt)}, {version.signature.name}
            {version.amends !== null && <Box sx={{ pl: 1, color: 'text.secondary' }}>Amends version {version.amends.number}: {version.amends.reason}</Box>}
          </li>
        ))}
      </Box>
    </Part>
  );
}

export function ReportSide({ report, current, onZone, onVersion }: ReportSideProps) {
  return (
    <Box component="aside" aria-label="Report at a glance" tabIndex={0} sx={{ overflowY: { md: 'auto' }, borderLeft: { md: 1 }, borderColor: { md: 'divider' }, p: 4, display: 'grid', gap: 5, alignContent: 'start', bgcolor: 'surface.panel', '&:focus-visible': { outlineOffset: -2 } }}>
      <ScoreMap content={report.content} current={current} onZone={onZone} />
      <Score report={report} />
      {report.open.length > 0 && (
        <Part title="Before you sign">
          <Box component="ul" sx={{ m: 0, pl: 4 }}>{report.open.map((point) => <li key={point}>{point}</li>)}</Box>
        </Part>
      )}
      <Prior report={report} />
      <Versions report={report} onVersion={onVersion} />
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{report.content.ai.statement}</Box>
    </Box>
  );
}

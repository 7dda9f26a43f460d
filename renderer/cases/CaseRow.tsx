/** One exam in the case log, 32 px high. */
import Box from '@mui/material/Box';
import { memo } from 'react';
import type { ExamRow } from '../../preload/domain.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { zoneWords } from '../findings/finding.ts';
import { Badge } from '../findings/Badge.tsx';
import { bytes, clock, day } from '../format.ts';
import { aiWords, protocolName, readWords, resultFinding, resultWords } from './case-row.ts';

export const rowHeight = 32;

const cell = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
const quiet = { ...cell, color: 'text.secondary' } as const;

function Cells({ row, now }: { readonly row: ExamRow; readonly now: Date }) {
  const unread = row.readState === 'unread';
  return (
    <>
      <Box role="gridcell" sx={cell}>{day(row.examinedAt, now)} <Box component="span" sx={{ color: 'text.secondary', ml: 1 }}>{clock(row.examinedAt)}</Box></Box>
      <Box role="gridcell" sx={{ ...cell, fontWeight: unread ? 650 : 450, display: 'flex', alignItems: 'center', gap: 2 }}>
        <Box component="span" sx={cell}>{row.pseudonym}</Box>
        {row.simulated && <Badge>simulated</Badge>}
      </Box>
      <Box role="gridcell" className="wide" sx={quiet}>{protocolName(row.protocol)}</Box>
      <Box role="gridcell" sx={{ display: 'flex', gap: '2px' }}>
        {row.zones.map(({ zone, ai, read }) => (
          <FindingMark key={zone} finding={read ?? ai} read={read !== null} label={zoneWords(zone, ai, read)} />
        ))}
      </Box>
      <Box role="gridcell" className="wide" sx={quiet}>{aiWords(row)}</Box>
      <Box role="gridcell" className="middling" sx={{ ...cell, display: 'flex', alignItems: 'center', gap: 1.5 }}>
        <FindingMark finding={resultFinding(row.result.verdict)} label="" />
        {resultWords(row.result.verdict)}
      </Box>
      <Box role="gridcell" className="middling" sx={unread ? cell : quiet}>{readWords(row.readState)}</Box>
      <Box role="gridcell" className="wide" sx={{ ...quiet, textAlign: 'right' }}>{row.clips}</Box>
      <Box role="gridcell" className="wide" sx={{ ...quiet, textAlign: 'right' }}>{bytes(row.sizeBytes)}</Box>
    </>
  );
}

interface CaseRowProps {
  /** Null while its page loads. */
  readonly row: ExamRow | null;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  /** Dates of this year leave it out. */
  readonly now: Date;
  readonly onOpen: (index: number) => void;
}

/** Drawn at `top` px of the list; memoised, because scrolling draws hundreds. */
export const CaseRow = memo(function CaseRow({ row, index, top, selected, now, onOpen }: CaseRowProps) {
  return (
    <Box
      role="row"
      id={`case-${index}`}
      className="case-grid"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === null}
      onClick={() => onOpen(index)}
      style={{ transform: `translateY(${top}px)` }}
      sx={{
        position: 'absolute', top: 0, left: 0, right: 0, height: rowHeight, cursor: 'pointer', borderBottom: 1, borderColor: 'divider',
        '&:hover': { bgcolor: 'surface.panel' },
        '&[aria-selected="true"]': { bgcolor: 'surface.raised', boxShadow: (theme) => `inset 2px 0 ${theme.palette.primary.main}` },
      }}
    >
      {row === null
        ? <Box role="gridcell" sx={{ gridColumn: '1 / -1', height: 8, width: `${30 + ((index * 37) % 40)}%`, borderRadius: 1, bgcolor: 'surface.raised' }}><span className="spoken-only">Loading</span></Box>
        : <Cells row={row} now={now} />}
    </Box>
  );
});

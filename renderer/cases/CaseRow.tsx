/** One exam in the case log, 32 px high. Plain elements, styled by the table: scrolling draws thousands of them. */
import { memo } from 'react';
import type { ExamRow } from '../../preload/domain.ts';
import { Badge } from '../findings/Badge.tsx';
import { FindingMark } from '../findings/FindingMark.tsx';
import { zoneWords } from '../findings/finding.ts';
import { bytes, clock, day } from '../format.ts';
import { aiWords, protocolName, readWords, resultFinding, resultWords } from './case-row.ts';

export const rowHeight = 32;

function Cells({ row, now }: { readonly row: ExamRow; readonly now: Date }) {
  const unread = row.readState === 'unread';
  return (
    <>
      <div role="gridcell">{day(row.examinedAt, now)} <span className="quiet">{clock(row.examinedAt)}</span></div>
      <div role="gridcell" className={unread ? 'marked strong' : 'marked'}>
        <span className="cut">{row.pseudonym}</span>
        {row.simulated && <Badge>simulated</Badge>}
      </div>
      <div role="gridcell" className="wide quiet">{protocolName(row.protocol)}</div>
      <div role="gridcell" className="zones">
        {row.zones.map(({ zone, ai, read }) => (
          <FindingMark key={zone} finding={read ?? ai} read={read !== null} label={zoneWords(zone, ai, read)} />
        ))}
      </div>
      <div role="gridcell" className="wide quiet" title={aiWords(row)}>{aiWords(row)}</div>
      <div role="gridcell" className="middling marked">
        <FindingMark finding={resultFinding(row.result.verdict)} label="" />
        {resultWords(row.result.verdict)}
      </div>
      <div role="gridcell" className={unread ? 'middling' : 'middling quiet'}>{readWords(row.readState)}</div>
      <div role="gridcell" className="wide quiet end">{row.clips}</div>
      <div role="gridcell" className="wide quiet end">{bytes(row.sizeBytes)}</div>
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

/** Drawn at `top` px of the list. */
export const CaseRow = memo(function CaseRow({ row, index, top, selected, now, onOpen }: CaseRowProps) {
  return (
    <div
      role="row"
      tabIndex={-1}
      id={`case-${index}`}
      className="case-grid case"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-busy={row === null}
      onClick={() => onOpen(index)}
      // The page's keys move the selection; a row has the focus only after a click on it.
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        onOpen(index);
      }}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row === null ? <div role="gridcell" className="blank"><span className="spoken-only">Loading</span></div> : <Cells row={row} now={now} />}
    </div>
  );
});

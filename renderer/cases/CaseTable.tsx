/** The case log's list: a grid of 32 px rows of which only those on screen exist. */
import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useCases } from '../state/app-state.ts';
import { sortedBy } from './case-filter.ts';
import type { CaseFilter } from './case-filter.ts';
import { rowAt } from './case-log.ts';
import { caseTableStyles } from './case-table-styles.ts';
import { CaseRow, rowHeight } from './CaseRow.tsx';

interface Column {
  readonly label: string;
  readonly sort: CaseFilter['sort'] | null;
  /** The narrowest window that shows it. */
  readonly shown?: 'wide' | 'middling';
  readonly end?: true;
}

const columns: readonly Column[] = [
  { label: 'Date', sort: 'examinedAt' },
  { label: 'Patient', sort: 'pseudonym' },
  { label: 'Protocol', sort: null, shown: 'wide' },
  { label: 'Zones', sort: null },
  { label: 'AI', sort: null, shown: 'wide' },
  { label: 'Result', sort: null, shown: 'middling' },
  { label: 'Reading', sort: null, shown: 'middling' },
  { label: 'Clips', sort: null, shown: 'wide', end: true },
  { label: 'Size', sort: 'size', shown: 'wide', end: true },
];

function HeaderCell({ column, filter, onShow }: { readonly column: Column; readonly filter: CaseFilter; readonly onShow: (filter: CaseFilter) => void }) {
  const { sort } = column;
  const sorted = sort !== null && filter.sort === sort;
  const Arrow = filter.descending ? ArrowDownward : ArrowUpward;
  return (
    <Box
      role="columnheader"
      className={`${column.shown ?? ''} ${column.end === true ? 'end' : ''}`}
      aria-sort={sorted ? (filter.descending ? 'descending' : 'ascending') : undefined}
    >
      {sort === null ? column.label : (
        <ButtonBase onClick={() => onShow(sortedBy(filter, sort))} sx={{ gap: 0.5, font: 'inherit', color: sorted ? 'text.primary' : 'inherit', minHeight: 24 }}>
          {column.label}
          {sorted && <Arrow sx={{ fontSize: 14 }} aria-hidden />}
        </ButtonBase>
      )}
    </Box>
  );
}

/** Blank rows until the first answer. */
const rowsWhileLoading = 12;

/** Rows of `cases` store; `onOpen` gets the position of a clicked row. */
export function CaseTable({ onOpen }: { readonly onOpen: (index: number) => void }) {
  const { log, filter, selected, stale, show, want, setScrollTop } = useCases(
    useShallow(({ log, filter, selected, stale, show, want, setScrollTop }) => ({ log, filter, selected, stale, show, want, setScrollTop })),
  );
  const readScrollTop = useCases((state) => state.readScrollTop);
  const [initialOffset] = useState(readScrollTop);
  const [now] = useState(() => new Date());
  const scroller = useRef<HTMLDivElement>(null);
  const total = log.total ?? 0;
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here; nothing of it is memoised
  const virtual = useVirtualizer({ count: log.total ?? rowsWhileLoading, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, initialOffset, scrollPaddingEnd: rowHeight });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => want(first, last), [want, first, last]);
  const reveal = useEffectEvent((index: number) => {
    if (total > 0) virtual.scrollToIndex(index, { align: 'auto' });
  });
  useLayoutEffect(() => reveal(selected), [selected]);
  return (
    <Box
      ref={scroller}
      role="grid"
      aria-label="Exams"
      aria-rowcount={total + 1}
      aria-busy={stale || log.total === null}
      aria-activedescendant={total > 0 ? `case-${selected}` : undefined}
      tabIndex={0}
      id="case-list"
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      sx={caseTableStyles}
    >
      <Box role="row" className="case-grid heads" aria-rowindex={1}>
        {columns.map((column) => <HeaderCell key={column.label} column={column} filter={filter} onShow={show} />)}
      </Box>
      <Box role="rowgroup" sx={{ position: 'relative' }} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <CaseRow key={index} row={rowAt(log, index)} index={index} top={start} selected={index === selected} now={now} onOpen={onOpen} />
        ))}
      </Box>
    </Box>
  );
}

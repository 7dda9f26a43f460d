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

const grid = {
  '& .case-grid': { display: 'grid', alignItems: 'center', columnGap: 4, px: 4, gridTemplateColumns: 'minmax(124px, 0.6fr) minmax(120px, 1fr) minmax(104px, 0.6fr) minmax(216px, 1fr) minmax(116px, 0.6fr) minmax(116px, 0.6fr) minmax(84px, 0.4fr) 44px 72px' },
  '@media (max-width: 1100px)': {
    '& .case-grid': { gridTemplateColumns: '124px minmax(96px, 1fr) 216px 116px 84px', columnGap: 3 },
    '& .wide': { display: 'none' },
  },
  '@media (max-width: 800px)': {
    '& .case-grid': { gridTemplateColumns: '112px minmax(96px, 1fr) 216px' },
    '& .middling': { display: 'none' },
  },
} as const;

function HeaderCell({ column, filter, onShow }: { readonly column: Column; readonly filter: CaseFilter; readonly onShow: (filter: CaseFilter) => void }) {
  const { sort } = column;
  const sorted = sort !== null && filter.sort === sort;
  const Arrow = filter.descending ? ArrowDownward : ArrowUpward;
  return (
    <Box
      role="columnheader"
      className={column.shown ?? ''}
      aria-sort={sorted ? (filter.descending ? 'descending' : 'ascending') : undefined}
      sx={{ textAlign: column.end === true ? 'right' : 'left' }}
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
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, initialOffset, scrollPaddingEnd: rowHeight });
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
      sx={{ flex: 1, minHeight: 0, overflow: 'auto', borderTop: 1, borderColor: 'divider', '&:focus-visible': { outlineOffset: -2 }, ...grid }}
    >
      <Box role="row" className="case-grid" aria-rowindex={1} sx={{ position: 'sticky', top: 0, zIndex: 1, height: rowHeight, bgcolor: 'surface.page', borderBottom: 1, borderColor: 'divider', color: 'text.secondary', fontSize: '0.75rem' }}>
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

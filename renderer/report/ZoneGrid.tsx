/** The zones as a table that is filled by keys: arrows move, Space takes the next value, digits choose. */
import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import type { ReportContent, ReportEntries, ZoneEntry, ZoneSuggestion } from '../../preload/report.ts';
import { zonesOf } from '../cases/zones.ts';
import { probability } from '../format.ts';
import { gridFields, sourceWords, valueWords } from './report-fields.ts';
import type { GridField } from './report-fields.ts';
import { gridStep } from './zone-grid-keys.ts';
import type { Cell } from './zone-grid-keys.ts';

interface ZoneGridProps {
  readonly entries: ReportEntries;
  readonly content: ReportContent;
  readonly suggestions: readonly ZoneSuggestion[];
  readonly readOnly: boolean;
  readonly cell: Cell;
  readonly onCell: (cell: Cell) => void;
  readonly onChange: (entry: ZoneEntry) => void;
  readonly onTakeAi: (zone: string) => void;
  readonly onNote: () => void;
}

const style = {
  borderCollapse: 'collapse', width: 1, fontSize: '0.8125rem',
  '& th': { textAlign: 'left', fontWeight: 500, color: 'text.secondary', px: 1.25, py: 1, borderBottom: 1, borderColor: 'divider', whiteSpace: 'nowrap' },
  '& tbody th': { color: 'text.primary', fontWeight: 600 },
  '& td': { px: 1.25, height: 30, borderBottom: 1, borderColor: 'divider', cursor: 'default', whiteSpace: 'nowrap' },
  '& td[aria-selected]:hover': { bgcolor: 'surface.raised' },
  '& td:focus-visible': { outlineOffset: -2 },
  '& td[aria-selected=true]': { bgcolor: 'surface.raised' },
} as const;

/** A score that nobody typed is the rule's. */
function cellWords(column: GridField, entry: ZoneEntry, content: ReportContent): string {
  if (entry.state === 'not-examined' && column.field !== 'state') return '';
  if (column.field !== 'score') return valueWords(column, entry[column.field]);
  if (entry.score !== null) return `${entry.score} own`;
  const score = content.zones.find(({ zone }) => zone === entry.zone)?.score;
  return score?.value === null || score === undefined ? '·' : String(score.value);
}

function AiCell({ suggestion, entry, content }: { readonly suggestion: ZoneSuggestion | undefined; readonly entry: ZoneEntry; readonly content: ReportContent }) {
  // A tick: a person took it over.
  const taken = entry.sources.state?.kind === 'ai';
  if (suggestion !== undefined) return <>{taken ? '✓ ' : ''}{suggestion.state}, IS {probability(suggestion.probability)}</>;
  const clips = content.clips.filter(({ zone }) => zone === entry.zone).map(({ clipId }) => clipId);
  const results = content.ai.clips.filter(({ clipId }) => clips.includes(clipId));
  if (results.length === 0) return <>–</>;
  return <>{results.map(({ verdict, probability: value }) => (verdict === 'rejected' ? 'rejected' : value === null ? 'no result' : `${verdict === 'IS' ? '' : `${verdict ?? ''}, `}IS ${probability(value)}`)).join(', ')}</>;
}

export function ZoneGrid({ entries, content, suggestions, readOnly, cell, onCell, onChange, onTakeAi, onNote }: ZoneGridProps) {
  const table = useRef<HTMLTableElement>(null);
  const moving = useRef(false);
  const places = new Map(zonesOf(content.protocol).map(({ id, label }) => [id, label]));
  useEffect(() => {
    if (moving.current) table.current?.querySelector<HTMLElement>('td[tabindex="0"]')?.focus();
    moving.current = false;
  }, [cell]);
  const onKeyDown = (event: KeyboardEvent) => {
    const entry = entries.zones[cell.row];
    const step = entry === undefined ? null : gridStep(cell, event, entry, entries.zones.length);
    if (entry === undefined || step === null) return;
    event.preventDefault();
    if (step.kind === 'move') {
      moving.current = true;
      onCell(step.to);
    } else if (step.kind === 'note') onNote();
    else if (!readOnly && step.kind === 'take-ai') onTakeAi(entry.zone);
    else if (!readOnly && step.kind === 'set') onChange(step.entry);
  };
  return (
    <Box sx={{ overflowX: 'auto' }}>
      <Box component="table" ref={table} role="grid" aria-label="Findings by zone" aria-readonly={readOnly} onKeyDown={onKeyDown} sx={style}>
        <thead>
          <tr>
            <th scope="col">Zone</th>
            {gridFields.map(({ field, label }) => <th key={field} scope="col">{label}</th>)}
            <th scope="col">AI suggests</th>
          </tr>
        </thead>
        <tbody>
          {entries.zones.map((entry, row) => (
            <tr key={entry.zone}>
              <th scope="row" title={places.get(entry.zone)}>{entry.zone}</th>
              {gridFields.map((column, at) => {
                const current = cell.row === row && cell.column === at;
                const source = entry.sources[column.field];
                const words = cellWords(column, entry, content);
                return (
                  <td
                    key={column.field}
                    aria-label={`${entry.zone} ${column.label}: ${words === '·' || words === '' ? 'not said' : words}`}
                    aria-selected={current}
                    tabIndex={current ? 0 : -1}
                    title={source === undefined ? undefined : sourceWords(source)}
                    onFocus={() => onCell({ row, column: at })}
                    onDoubleClick={() => {
                      const step = gridStep({ row, column: at }, { key: ' ', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }, entry, entries.zones.length);
                      if (!readOnly && step?.kind === 'set') onChange(step.entry);
                    }}
                  >
                    {words}
                    {source?.kind === 'ai' && <Box component="span" sx={{ ml: 1, fontSize: '0.625rem', color: 'text.secondary' }}>AI</Box>}
                  </td>
                );
              })}
              <Box component="td" sx={{ color: 'text.secondary' }}><AiCell suggestion={suggestions.find(({ zone }) => zone === entry.zone)} entry={entry} content={content} /></Box>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

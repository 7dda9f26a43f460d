/** Search as you type, and chips that narrow the case log. */
import CloseOutlined from '@mui/icons-material/CloseOutlined';
import SearchOutlined from '@mui/icons-material/SearchOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useEffect, useEffectEvent, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useCases } from '../state/app-state.ts';
import { hasPhrase, togglePhrase } from './case-filter.ts';
import { protocolName } from './case-row.ts';
import { FilterChip } from './FilterChip.tsx';

const typingPauseMs = 120;
export const searchId = 'case-search';

/** A short window keeps its height for the list: the chips go on one line and scroll. */
const oneLine = { '@media (max-height: 560px)': { flexWrap: 'nowrap', overflowX: 'auto', '& > *': { flex: 'none' } } } as const;

/** The typed text at once, and the filter a moment after the last key. */
function useTyping(): readonly [string, (text: string) => void] {
  const filter = useCases((state) => state.filter);
  const show = useCases((state) => state.show);
  const [text, setText] = useState(filter.text);
  const [applied, setApplied] = useState(filter.text);
  if (applied !== filter.text) {
    // The filter changed elsewhere, by a chip or by "clear".
    setApplied(filter.text);
    setText(filter.text);
  }
  const apply = useEffectEvent(() => {
    if (text !== filter.text) show({ ...filter, text });
  });
  useEffect(() => {
    const timer = setTimeout(() => apply(), typingPauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

/** `onDown` moves to the list, `onEnter` opens the selected exam. */
export function CaseFilters({ onDown, onEnter }: { readonly onDown: () => void; readonly onEnter: () => void }) {
  const [text, setText] = useTyping();
  const filter = useCases((state) => state.filter);
  const show = useCases((state) => state.show);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') onDown();
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape' && text !== '') setText('');
    else return;
    event.preventDefault();
  };
  const verdict = (value: 'IS' | 'not-IS') => () => show({ ...filter, verdict: filter.verdict === value ? null : value });
  const reading = (value: 'unread' | 'partial' | 'read') => () => show({ ...filter, readState: filter.readState === value ? null : value });
  const protocol = (value: 'blue6' | 'zones8' | 'zones12') => () => show({ ...filter, protocol: filter.protocol === value ? null : value });
  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, px: 4, pb: 2.5, ...oneLine }}>
      <OutlinedInput
        id={searchId}
        size="small"
        value={text}
        onChange={(event) => setText(event.target.value.slice(0, 200))}
        onKeyDown={onKeyDown}
        placeholder="Search patient, zone, finding, clip or date"
        slotProps={{ input: { 'aria-label': 'Search exams', type: 'text', spellCheck: false } }}
        startAdornment={<InputAdornment position="start"><SearchOutlined sx={{ fontSize: 18 }} aria-hidden /></InputAdornment>}
        endAdornment={text === '' ? null : <IconButton aria-label="Clear search" onClick={() => setText('')}><CloseOutlined sx={{ fontSize: 16 }} /></IconButton>}
        sx={{ width: 'min(400px, 100%)', mr: 1.5, pr: 1 }}
      />
      <FilterChip label="IS" pressed={filter.verdict === 'IS'} onToggle={verdict('IS')} />
      <FilterChip label="Not IS" pressed={filter.verdict === 'not-IS'} onToggle={verdict('not-IS')} />
      <FilterChip label="Unread" pressed={filter.readState === 'unread'} onToggle={reading('unread')} apart />
      <FilterChip label="Partly read" pressed={filter.readState === 'partial'} onToggle={reading('partial')} />
      <FilterChip label="Read" pressed={filter.readState === 'read'} onToggle={reading('read')} />
      <FilterChip label="Today" pressed={hasPhrase(filter.text, 'today')} onToggle={() => show({ ...filter, text: togglePhrase(filter.text, 'today') })} apart />
      <FilterChip label="Last week" pressed={hasPhrase(filter.text, 'last week')} onToggle={() => show({ ...filter, text: togglePhrase(filter.text, 'last week') })} />
      {(['blue6', 'zones8', 'zones12'] as const).map((id, index) => (
        <FilterChip key={id} label={protocolName(id)} pressed={filter.protocol === id} onToggle={protocol(id)} apart={index === 0} />
      ))}
    </Box>
  );
}

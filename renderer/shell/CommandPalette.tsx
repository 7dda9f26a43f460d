/** Ctrl+K: every action that works here and every exam, found by typing. */
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import DialogTitle from '@mui/material/DialogTitle';
import InputBase from '@mui/material/InputBase';
import { useEffect, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { request } from '../api.ts';
import type { ExamRow } from '../../preload/domain.ts';
import { dayAndTime } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { keyCaps } from '../shortcut-keys.ts';
import { useShortcutRegistry } from '../shortcuts.ts';
import { paletteEntries } from './palette-entries.ts';
import type { PaletteEntry } from './palette-entries.ts';

const examsShown = 8;
const typingPauseMs = 120;

function useFoundExams(text: string): readonly ExamRow[] {
  const [found, setFound] = useState<readonly ExamRow[]>([]);
  useEffect(() => {
    if (text.trim() === '') {
      setFound([]);
      return undefined;
    }
    let stale = false;
    const timer = setTimeout(() => {
      const query = { text, verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: examsShown } as const;
      request('exams.list', query).then(({ rows }) => { if (!stale) setFound(rows); }, () => { if (!stale) setFound([]); });
    }, typingPauseMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text]);
  return found;
}

function Entry({ entry, selected, onRun, onPoint }: { readonly entry: PaletteEntry; readonly selected: boolean; readonly onRun: () => void; readonly onPoint: () => void }) {
  return (
    <Box
      id={entry.id}
      role="option"
      aria-selected={selected}
      // The text field keeps the focus; keys move the selection there.
      tabIndex={-1}
      ref={(node: HTMLElement | null) => { if (selected) node?.scrollIntoView({ block: 'nearest' }); }}
      onClick={onRun}
      onPointerMove={onPoint}
      sx={{ display: 'flex', alignItems: 'center', gap: 3, minHeight: 32, px: 4, cursor: 'pointer', bgcolor: selected ? 'surface.raised' : 'transparent', boxShadow: (theme) => (selected ? `inset 2px 0 ${theme.palette.primary.main}` : 'none') }}
    >
      <Box component="span" sx={{ flex: 1 }}>{entry.kind === 'action' ? entry.label : `Open exam ${entry.exam.pseudonym}`}</Box>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>
        {entry.kind === 'action' ? keyCaps(entry.keys).join(' ') : dayAndTime(entry.exam.examinedAt)}
      </Box>
    </Box>
  );
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const registry = useShortcutRegistry();
  const { open } = useNavigation();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const entries = paletteEntries(registry.all(), useFoundExams(text), text);
  const selected = Math.min(at, entries.length - 1);
  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    // After the dialog has given the focus back, so that the action may move it.
    setTimeout(() => (entry.kind === 'action' ? entry.run() : open({ page: 'exam', examId: entry.exam.id })));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt((selected + 1) % Math.max(1, entries.length));
    else if (event.key === 'ArrowUp') setAt((selected + entries.length - 1) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[selected]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <InputBase
        autoFocus
        fullWidth
        placeholder="Find an action or an exam"
        value={text}
        onChange={(event) => { setText(event.target.value.slice(0, 200)); setAt(0); }}
        onKeyDown={onKeyDown}
        slotProps={{ input: { role: 'combobox', 'aria-label': 'Find an action or an exam', 'aria-expanded': true, 'aria-controls': 'palette-list', 'aria-activedescendant': entries[selected]?.id } }}
        sx={{ px: 4, height: 44, borderBottom: 1, borderColor: 'divider', fontSize: '0.9375rem' }}
      />
      <Box id="palette-list" role="listbox" aria-label="Actions and exams" sx={{ overflowY: 'auto', maxHeight: 'min(420px, 60vh)', py: 1 }}>
        {entries.map((entry, index) => (
          <Entry key={entry.id} entry={entry} selected={index === selected} onRun={() => run(entry)} onPoint={() => setAt(index)} />
        ))}
      </Box>
      {entries.length === 0 && <Box sx={{ px: 4, pb: 3, color: 'text.secondary' }}>Nothing found for “{text}”.</Box>}
    </>
  );
}

/** A dialog over the page it was called from. */
export function CommandPalette({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} fullWidth maxWidth="sm" sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}>
      <DialogTitle className="spoken-only">Command palette</DialogTitle>
      {open && <PaletteBody onClose={onClose} />}
    </Dialog>
  );
}

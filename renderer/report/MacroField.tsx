/** Free text with macros: what is typed goes on at once, ";norm " becomes its phrase. */
import TextField from '@mui/material/TextField';
import { useLayoutEffect, useRef } from 'react';
import type { Macro } from '../../preload/report.ts';
import { expandMacro } from './macros.ts';

interface MacroFieldProps {
  readonly label: string;
  readonly value: string;
  readonly macros: readonly Macro[];
  readonly disabled: boolean;
  readonly onChange: (text: string) => void;
  readonly rows?: number;
  readonly helper?: string;
}

/** The browser grows it: MUI's own way measures the page at every drawing. */
export function MacroField({ label, value, macros, disabled, onChange, rows = 1, helper = '' }: MacroFieldProps) {
  const input = useRef<HTMLTextAreaElement>(null);
  const caret = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });
  return (
    <TextField
      label={label}
      value={value}
      multiline
      fullWidth
      helperText={helper === '' ? undefined : helper}
      inputRef={input}
      onChange={(event) => {
        const typed = event.target.value;
        const expanded = expandMacro(typed, event.target.selectionStart ?? typed.length, macros);
        if (expanded !== null) caret.current = expanded.caret;
        onChange(expanded?.text ?? typed);
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { readOnly: disabled, maxLength: 10_000, spellCheck: true }, input: { inputComponent: 'textarea' } }}
      sx={{ '& textarea': { fieldSizing: 'content', minHeight: `${rows}lh`, maxHeight: '12lh', font: 'inherit' } }}
    />
  );
}

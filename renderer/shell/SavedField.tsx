/** A text field that saves itself: on Enter and when it is left; Escape takes the typing back. */
import TextField from '@mui/material/TextField';
import type { SxProps } from '@mui/material/styles';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';

interface SavedFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with the text, or null. */
  readonly check: (text: string) => string | null;
  /** Answers whether it was saved; the typing stays where it was not. */
  readonly onSave: (text: string) => Promise<boolean>;
  readonly helper?: string;
  readonly type?: 'text' | 'datetime-local';
  readonly multiline?: boolean;
  readonly sx?: SxProps;
}

/** Shows the stored value while nothing is typed. */
export function SavedField({ label, value, check, onSave, helper = '', type = 'text', multiline = false, sx = {} }: SavedFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value;
  const problem = typed === null ? null : check(text);
  const save = async () => {
    if (typed === null || problem !== null) return;
    if (typed === value || (await onSave(typed))) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== null) {
      setTyped(null);
      event.stopPropagation();
    }
    if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <TextField
      label={label}
      value={text}
      type={type}
      error={problem !== null}
      helperText={problem ?? (helper === '' ? undefined : helper)}
      multiline={multiline}
      minRows={multiline ? 3 : undefined}
      maxRows={multiline ? 10 : undefined}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={onKeyDown}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: multiline } }}
      sx={sx}
    />
  );
}

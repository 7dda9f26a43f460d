/** A text field that saves itself: on Enter and when it is left; Escape takes the typing back. */
import TextField from '@mui/material/TextField';
import type { SxProps } from '@mui/material/styles';
import { useEffect, useRef, useState } from 'react';
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

/** Long texts are saved a moment after the last key too, so that a crash takes no more than that. */
const typingPauseMs = 800;

interface Typing {
  readonly text: string;
  readonly problem: string | null;
  readonly type: (text: string | null) => void;
  readonly save: () => Promise<void>;
}

/** What is typed and not saved yet. It is saved when the field disappears, too. */
function useTyping({ value, check, onSave, multiline = false }: SavedFieldProps): Typing {
  const [typed, setTyped] = useState<string | null>(null);
  const problem = typed === null ? null : check(typed);
  const save = async () => {
    if (typed === null || problem !== null) return;
    if (typed === value || (await onSave(typed))) setTyped((now) => (now === typed ? null : now));
  };
  const latest = useRef(save);
  useEffect(() => {
    latest.current = save;
  });
  useEffect(() => () => void latest.current(), []);
  useEffect(() => {
    if (!multiline || typed === null) return undefined;
    const timer = setTimeout(() => void latest.current(), typingPauseMs);
    return () => clearTimeout(timer);
  }, [multiline, typed]);
  return { text: typed ?? value, problem, type: setTyped, save };
}

const growing = { '& textarea': { fieldSizing: 'content', minHeight: '3lh', maxHeight: '10lh' } } as const;

/** Shows the stored value while nothing is typed. */
export function SavedField(props: SavedFieldProps) {
  const { label, helper = '', type = 'text', multiline = false, sx = {} } = props;
  const { text, problem, type: setTyped, save } = useTyping(props);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && text !== props.value) {
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
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void save()}
      onKeyDown={onKeyDown}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { spellCheck: multiline }, input: multiline ? { inputComponent: 'textarea' } : {} }}
      // The browser grows it. MUI's own way measures the whole page each time that anything on it is drawn.
      sx={multiline ? [growing, ...(Array.isArray(sx) ? sx : [sx])] : sx}
    />
  );
}

/** Exams, found as in the case log. */
import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useRequest } from '../api.ts';
import type { ExamId } from '../../preload/domain.ts';
import { day } from '../format.ts';

interface Choice {
  readonly id: ExamId;
  readonly label: string;
}

interface ExamChoiceProps {
  /** What no choice means. */
  readonly none: string;
  readonly onChange: (examIds: readonly ExamId[]) => void;
}

export function ExamChoice({ none, onChange }: ExamChoiceProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly Choice[]>([]);
  const found = useRequest('exams.list', { text, verdict: null, readState: null, protocol: null, sort: 'examinedAt', descending: true, cursor: null, limit: 20 });
  const options = (found.value?.rows ?? []).map((exam): Choice => ({ id: exam.id, label: `${exam.pseudonym}, ${day(exam.examinedAt, new Date())}` }));
  return (
    <Autocomplete<Choice, true>
      multiple size="small" options={options} value={[...chosen]} filterOptions={(all) => all} isOptionEqualToValue={(one, other) => one.id === other.id} getOptionKey={({ id }) => id}
      onInputChange={(_, typed) => setText(typed.slice(0, 200))}
      onChange={(_, next) => {
        setChosen(next);
        onChange(next.map(({ id }) => id));
      }}
      renderInput={(parameters) => <TextField {...parameters} label="Exams" placeholder={chosen.length === 0 ? none : ''} />}
      sx={{ width: 280 }}
    />
  );
}

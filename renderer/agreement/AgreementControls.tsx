/** What is asked: which question, whose answers, of when, and what readers are compared with. */
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { AgreementAsked, ReaderShare } from '../../preload/agreement-pages.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { FilterChip } from '../cases/FilterChip.tsx';
import { questionNames, questionOrder } from './agreement-words.ts';

interface ControlsProps {
  readonly asked: AgreementAsked;
  readonly readers: readonly ReaderShare[];
  readonly initials: (reader: ReaderId) => string;
  readonly onChange: (patch: Partial<AgreementAsked>) => void;
}

const shrink = { slotProps: { inputLabel: { shrink: true } } } as const;

function ReaderChips({ asked, readers, initials, onChange }: ControlsProps) {
  const toggled = (reader: ReaderId): readonly ReaderId[] => readers.map((one) => one.reader).filter((one) => (one === reader) !== asked.readers.includes(one));
  return (
    <Box role="group" aria-label="Readers" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.75rem', pr: 1 }}>Readers</Box>
      {readers.map(({ reader, clips }) => <FilterChip key={reader} label={`${initials(reader)} ${clips}`} pressed={asked.readers.includes(reader)} onToggle={() => onChange({ readers: toggled(reader) })} />)}
    </Box>
  );
}

export function AgreementControls(props: ControlsProps) {
  const { asked, onChange } = props;
  const day = (value: string): string | null => (/^\d{4}-\d\d-\d\d$/.test(value) ? value : null);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
      <TextField select label="Question" value={asked.question} sx={{ width: 250 }} onChange={(event) => onChange({ question: questionOrder.find((question) => question === event.target.value) ?? 'verdict' })}>
        {questionOrder.map((question) => <MenuItem key={question} value={question}>{questionNames[question]}</MenuItem>)}
      </TextField>
      <ToggleButtonGroup
        exclusive size="small" value={asked.basis} aria-label="Which answers"
        onChange={(_, value: unknown) => (value === 'independent' || value === 'final') && onChange({ basis: value })}
      >
        <ToggleButton value="independent" title="What readers said before the AI and other readers were shown" sx={{ py: 0.5, textTransform: 'none' }}>Before the reveal</ToggleButton>
        <ToggleButton value="final" title="What stands now, with all revisions and readings in review" sx={{ py: 0.5, textTransform: 'none' }}>What stands</ToggleButton>
      </ToggleButtonGroup>
      <TextField label="Read from" type="date" value={asked.from ?? ''} sx={{ width: 150 }} {...shrink} onChange={(event) => onChange({ from: day(event.target.value) })} />
      <TextField label="to" type="date" value={asked.to ?? ''} sx={{ width: 150 }} {...shrink} onChange={(event) => onChange({ to: day(event.target.value) })} />
      <ReaderChips {...props} />
    </Box>
  );
}

/** Patient, date, protocol and notes of the exam, saved as they change. */
import Box from '@mui/material/Box';
import FormControl from '@mui/material/FormControl';
import InputLabel from '@mui/material/InputLabel';
import NativeSelect from '@mui/material/NativeSelect';
import OutlinedInput from '@mui/material/OutlinedInput';
import type { RequestInput } from '../../preload/contract.ts';
import type { ExamDetail } from '../../preload/domain.ts';
import { protocolName } from '../cases/case-row.ts';
import { fromLocalInput, toLocalInput } from '../format.ts';
import { checkExamined, checkNotes, checkPseudonym } from './exam-checks.ts';
import { SavedField } from '../shell/SavedField.tsx';

const protocols = ['blue6', 'zones8', 'zones12'] as const;

export type ExamChange = Omit<RequestInput<'exams.update'>, 'examId'>;

interface ExamFieldsProps {
  readonly exam: ExamDetail;
  /** Answers whether it was saved. */
  readonly onSave: (change: ExamChange) => Promise<boolean>;
}

/** Who, when and by which protocol. */
export function ExamFields({ exam, onSave }: ExamFieldsProps) {
  return (
    <Box role="group" aria-label="Exam" sx={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 3 }}>
      <SavedField label="Patient pseudonym" value={exam.pseudonym} check={checkPseudonym} onSave={(text) => onSave({ pseudonym: text.trim() })} />
      <FormControl size="small">
        <InputLabel htmlFor="exam-protocol" shrink>Protocol</InputLabel>
        <NativeSelect
          value={exam.protocol}
          input={<OutlinedInput label="Protocol" notched />}
          inputProps={{ id: 'exam-protocol' }}
          onChange={(event) => {
            const protocol = protocols.find((id) => id === event.target.value);
            if (protocol !== undefined) void onSave({ protocol });
          }}
        >
          {protocols.map((id) => <option key={id} value={id}>{protocolName(id)}</option>)}
        </NativeSelect>
      </FormControl>
      <SavedField
        label="Examined"
        type="datetime-local"
        value={toLocalInput(exam.examinedAt)}
        check={(text) => checkExamined(text, new Date())}
        onSave={(text) => onSave({ examinedAt: fromLocalInput(text) ?? exam.examinedAt })}
        sx={{ gridColumn: '1 / -1' }}
      />
      {exam.source !== undefined && (
        <Box sx={{ gridColumn: '1 / -1', color: 'text.secondary', fontSize: '0.75rem' }}>Source: DICOM. The patient's name and number stay in the case log and are not shown here.</Box>
      )}
    </Box>
  );
}

/** Free text about the exam. */
export function ExamNotes({ exam, onSave }: ExamFieldsProps) {
  return (
    <SavedField
      label="Notes"
      multiline
      value={exam.notes}
      helper="Saved as you type."
      check={checkNotes}
      onSave={(notes) => onSave({ notes })}
    />
  );
}

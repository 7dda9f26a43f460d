/** What an archive or a worklist answered: one row a study, one button a row. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { request } from '../api.ts';
import type { StudyRow, WorklistRow } from '../../preload/archive.ts';
import { useNavigation } from '../navigation.ts';
import { Problem } from '../shell/Problem.tsx';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { localWords, personWords } from './archive-words.ts';
import type { Query } from './use-query.ts';

interface AnswersProps {
  readonly query: Query;
  readonly rows: number | null;
  readonly more: boolean;
  readonly head: readonly string[];
  readonly nothing: string;
  readonly children: ReactNode;
}

const tableStyle = {
  borderCollapse: 'collapse', width: 1, '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1, pr: 3, textAlign: 'left', fontWeight: 450, whiteSpace: 'nowrap' },
  '& thead th': { color: 'text.secondary', position: 'sticky', top: 0, bgcolor: 'background.paper', zIndex: 1 }, '& td:last-of-type': { textAlign: 'right', pr: 0 },
} as const;

function Answers({ query, rows, more, head, nothing, children }: AnswersProps) {
  if (query.error !== null) return <Problem error={query.error} onRetry={() => void query.ask()} />;
  if (query.busy) return <Box role="status" sx={{ color: 'text.secondary' }}>Waiting for the answer…</Box>;
  if (rows === null) return <Box sx={{ color: 'text.secondary' }}>Ask by name, id, accession number or date; what is left empty matches everything.</Box>;
  if (rows === 0) return <Box role="status"><Box sx={{ fontWeight: 600 }}>{nothing}</Box><Box sx={{ color: 'text.secondary' }}>Look at the dates and the spelling; a name matches from its beginning, * stands for anything.</Box></Box>;
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: 'auto' }} tabIndex={0} aria-label="Answers" role="region">
      <Box component="table" sx={tableStyle}>
        <thead><tr>{head.map((title) => <th key={title} scope="col">{title}</th>)}<th scope="col" aria-label="Take" /></tr></thead>
        <tbody>{children}</tbody>
      </Box>
      {more && <Box role="status" sx={{ py: 2, color: 'warning.main' }}>There are more matches than are shown. Ask more precisely.</Box>}
    </Box>
  );
}

/** The day, and the time where it is known. */
function studyTime({ study: { studyDate, studyTime: time } }: StudyRow): string {
  if (studyDate === null) return '–';
  return time === null ? studyDate : localWords(`${studyDate}T${time}`);
}

export function StudyTable({ query, nodeId }: { readonly query: Query; readonly nodeId: string }) {
  const attempt = useAttempt();
  const announce = useNotices((state) => state.announce);
  const [fetched, setFetched] = useState<readonly string[]>([]);
  const answer = query.answers.studies;
  const fetchStudy = async (study: string) => {
    if ((await attempt(() => request('archive.retrieve', { nodeId, study }))) === null) return;
    setFetched((now) => [...now, study]);
    announce('The study is being fetched; it appears among the cases.');
  };
  return (
    <Answers query={query} rows={answer?.rows.length ?? null} more={answer?.more ?? false} head={['When', 'Patient', 'Id', 'Born', 'Accession', 'Description', 'Images']} nothing="The archive has no such ultrasound study.">
      {(answer?.rows ?? []).map((row) => {
        const { study, patient, description, instances } = row;
        const name = personWords(patient.name);
        return (
          <tr key={study.studyInstanceUid}>
            <td>{studyTime(row)}</td><td>{name}</td><td>{patient.patientId}</td><td>{patient.birthDate ?? '–'}</td><td>{study.accessionNumber}</td><td>{description}</td><td>{instances ?? '–'}</td>
            <td>
              {fetched.includes(study.studyInstanceUid)
                ? <Box component="span" role="status" sx={{ color: 'text.secondary' }}>Being fetched</Box>
                : <Button size="small" variant="outlined" aria-label={`Fetch the study of ${name}`} onClick={() => void fetchStudy(study.studyInstanceUid)}>Fetch</Button>}
            </td>
          </tr>
        );
      })}
    </Answers>
  );
}

export function WorklistTable({ query, onTaken }: { readonly query: Query; readonly onTaken: () => void }) {
  const attempt = useAttempt();
  const { open } = useNavigation();
  const answer = query.answers.worklist;
  const take = async ({ patient, study, scheduledAt }: WorklistRow) => {
    const taken = await attempt(() => request('archive.takeWorklist', { patient, study, scheduledAt }));
    if (taken === null) return;
    onTaken();
    open({ page: 'exam', examId: taken.examId });
  };
  return (
    <Answers query={query} rows={answer?.rows.length ?? null} more={answer?.more ?? false} head={['Scheduled', 'Patient', 'Id', 'Born', 'Accession', 'Procedure', 'Station']} nothing="Nothing like it is scheduled.">
      {(answer?.rows ?? []).map((row, index) => {
        const { study, patient, scheduledAt, procedure, station } = row;
        const name = personWords(patient.name);
        return (
          <tr key={`${study.studyInstanceUid}${index}`}>
            <td>{localWords(scheduledAt)}</td><td>{name}</td><td>{patient.patientId}</td><td>{patient.birthDate ?? '–'}</td><td>{study.accessionNumber}</td><td>{procedure}</td><td>{station}</td>
            <td><Button size="small" variant="outlined" aria-label={`Begin the exam of ${name}`} onClick={() => void take(row)}>Begin exam</Button></td>
          </tr>
        );
      })}
    </Answers>
  );
}

/** Second reads and repeats that readers are asked for: what there is, and the form for more. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { request, useRequest } from '../api.ts';
import type { RequestInput } from '../../preload/contract.ts';
import type { ExamId } from '../../preload/domain.ts';
import type { Assignment } from '../../preload/agreement.ts';
import type { Reader, ReaderId } from '../../preload/readings.ts';
import { Badge } from '../findings/Badge.tsx';
import { count, dayAndTime } from '../format.ts';
import { ExamChoice } from '../labelling/ExamChoice.tsx';
import { figureTable } from '../models/figure-styles.ts';
import { useAttempt, useNotices } from '../state/app-state.ts';
import { assignmentWords } from './agreement-words.ts';

interface SecondReadsProps {
  readonly readers: readonly Reader[];
  readonly initials: (reader: ReaderId) => string;
  /** Adjudicators and admins. */
  readonly mayAssign: boolean;
}

type AssignmentChoice = RequestInput<'assignments.add'>['choice'];
type Kind = 'read-by-others' | 'all' | 'repeat' | 'exams';

const kinds: readonly (readonly [kind: Kind, label: string])[] = [
  ['read-by-others', 'Clips that others have read'], ['all', 'All clips not read by this reader'], ['repeat', 'The reader’s own clips, again and blind'],
  ['exams', 'All clips of chosen exams'],
];

/** Everything in the exams, whoever has read it. */
async function clipsOf(examIds: readonly ExamId[]): Promise<AssignmentChoice> {
  const exams = await Promise.all(examIds.map((examId) => request('exams.get', { examId })));
  return { kind: 'clips', clipIds: exams.flatMap(({ clipRows }) => clipRows.map(({ id }) => id)) };
}

function choiceOf(kind: Exclude<Kind, 'exams'>, share: number, seed: number): AssignmentChoice {
  return kind === 'repeat' ? { kind: 'repeat', share, seed } : { kind: 'share', share, seed, of: kind };
}

function ShareFields({ percent, seed, onPercent, onSeed }: { readonly percent: number; readonly seed: number; readonly onPercent: (percent: number) => void; readonly onSeed: (seed: number) => void }) {
  return (
    <>
      <TextField label="Share, %" type="number" value={percent} sx={{ width: 96 }} slotProps={{ htmlInput: { min: 1, max: 100 } }} onChange={(event) => onPercent(Math.min(100, Math.max(1, Math.round(Number(event.target.value)) || 1)))} />
      <TextField label="Seed" type="number" value={seed} sx={{ width: 96 }} slotProps={{ htmlInput: { min: 0, max: 1_000_000_000 } }} onChange={(event) => onSeed(Math.min(1_000_000_000, Math.max(0, Math.round(Number(event.target.value)) || 0)))} />
    </>
  );
}

function AssignForm({ readers, onAssigned }: { readonly readers: readonly Reader[]; readonly onAssigned: () => void }) {
  const attempt = useAttempt();
  const showDone = useNotices((state) => state.showDone);
  const [reader, setReader] = useState('');
  const [kind, setKind] = useState<Kind>('read-by-others');
  const [percent, setPercent] = useState(20);
  const [seed, setSeed] = useState(1);
  const [exams, setExams] = useState<readonly ExamId[]>([]);
  const chosen = readers.find(({ id }) => id === reader);
  const ready = chosen !== undefined && (kind !== 'exams' || exams.length > 0);
  const assign = async (): Promise<void> => {
    const made = await attempt(async () => request('assignments.add', { readerId: reader, choice: kind === 'exams' ? await clipsOf(exams) : choiceOf(kind, percent / 100, seed) }));
    if (made === null) return;
    showDone(`${count(made.clips, 'clip')} assigned to ${chosen?.initials ?? ''}.`);
    onAssigned();
  };
  return (
    <Box component="form" aria-label="Assign reads" sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }} onSubmit={(event) => {
      event.preventDefault();
      void assign();
    }}>
      <TextField select label="Reader" value={reader} sx={{ width: 180 }} onChange={(event) => setReader(event.target.value)}>
        {readers.filter(({ active }) => active).map(({ id, initials, name }) => <MenuItem key={id} value={id}>{initials} · {name}</MenuItem>)}
      </TextField>
      <TextField select label="Which clips" value={kind} sx={{ width: 280 }} onChange={(event) => setKind(kinds.find(([one]) => one === event.target.value)?.[0] ?? 'all')}>
        {kinds.map(([one, label]) => <MenuItem key={one} value={one}>{label}</MenuItem>)}
      </TextField>
      {kind === 'exams' ? <ExamChoice none="Choose" onChange={setExams} /> : <ShareFields percent={percent} seed={seed} onPercent={setPercent} onSeed={setSeed} />}
      <Button type="submit" variant="outlined" disabled={!ready}>{chosen === undefined ? 'Assign' : `Assign to ${chosen.initials}`}</Button>
    </Box>
  );
}

function Row({ one, initials, onWithdraw }: { readonly one: Assignment; readonly initials: (reader: ReaderId) => string; readonly onWithdraw: (() => void) | null }) {
  const state = one.withdrawnAt !== null ? <Badge>withdrawn</Badge> : one.done === one.clips ? <Badge>done</Badge> : null;
  return (
    <tr>
      <th scope="row">{initials(one.reader)}</th><td>{assignmentWords(one.rule)}</td><td>{one.done} of {one.clips} read {state}</td><td>{dayAndTime(one.at)} by {initials(one.by)}</td>
      <td>{onWithdraw !== null && <Button size="small" color="inherit" onClick={onWithdraw}>Withdraw</Button>}</td>
    </tr>
  );
}

export function SecondReads({ readers, initials, mayAssign }: SecondReadsProps) {
  const list = useRequest('assignments.list', {});
  const attempt = useAttempt();
  const withdraw = async (assignmentId: string): Promise<void> => {
    await attempt(() => request('assignments.withdraw', { assignmentId }));
    list.reload();
  };
  const all = list.value ?? [];
  return (
    <Box component="section" aria-labelledby="second-reads" sx={{ display: 'grid', gap: 3 }}>
      <Box component="h2" id="second-reads" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 600 }}>Second reads and repeats</Box>
      {mayAssign ? <AssignForm readers={readers} onAssigned={list.reload} /> : <Box sx={{ color: 'text.secondary' }}>Adjudicators and admins assign them. Yours wait under “Label clips”.</Box>}
      {all.length === 0 && list.state === 'ready' && <Box sx={{ color: 'text.secondary' }}>Nothing is assigned. What you assign here waits for the reader under “Label clips”; the same seed chooses the same clips.</Box>}
      {all.length > 0 && (
        <Box role="region" aria-label="Assigned reads" tabIndex={0} sx={{ overflowX: 'auto' }}>
          <Box component="table" sx={figureTable}>
            <thead><tr><th scope="col">Reader</th><th scope="col">Clips</th><th scope="col">Read</th><th scope="col">Assigned</th><th scope="col">Change</th></tr></thead>
            <tbody>{all.map((one) => <Row key={one.id} one={one} initials={initials} onWithdraw={mayAssign && one.withdrawnAt === null && one.done < one.clips ? () => void withdraw(one.id) : null} />)}</tbody>
          </Box>
        </Box>
      )}
    </Box>
  );
}

/** A question to an archive and its answer. */
import { useState } from 'react';
import { asAppError, request } from '../api.ts';
import type { QueryAnswer, StudyQuery, StudyRow, WorklistRow } from '../../preload/archive.ts';
import type { AppError } from '../../preload/domain.ts';
import { useNotices } from '../state/app-state.ts';
import { count } from '../format.ts';

export type Asked = 'studies' | 'worklist';

export interface Answers {
  readonly studies: QueryAnswer<StudyRow> | null;
  readonly worklist: QueryAnswer<WorklistRow> | null;
}

export interface Query {
  readonly fields: StudyQuery;
  readonly set: (change: Partial<StudyQuery>) => void;
  readonly ask: () => Promise<void>;
  readonly busy: boolean;
  readonly error: AppError | null;
  readonly answers: Answers;
}

function localDay(offset: number): string {
  const day = new Date();
  day.setDate(day.getDate() + offset);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** Today's list, or the last week's studies. */
function beginOf(asked: Asked): StudyQuery {
  return { patientName: '', patientId: '', accessionNumber: '', from: localDay(asked === 'studies' ? -7 : 0), to: localDay(0) };
}

const noAnswers: Answers = { studies: null, worklist: null };

export function useQuery(asked: Asked, nodeId: string | null): Query {
  const announce = useNotices((state) => state.announce);
  const [typed, setTyped] = useState<Readonly<Record<Asked, StudyQuery>>>(() => ({ studies: beginOf('studies'), worklist: beginOf('worklist') }));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  /** Of one node only: another one's answer is not shown as its own. */
  const [held, setHeld] = useState<{ readonly nodeId: string | null; readonly answers: Answers }>({ nodeId: null, answers: noAnswers });
  const ask = async () => {
    if (nodeId === null || busy) return;
    setBusy(true);
    setError(null);
    const query = typed[asked];
    try {
      const answers = asked === 'studies' ? { ...noAnswers, studies: await request('archive.studies', { nodeId, query }) } : { ...noAnswers, worklist: await request('archive.worklist', { nodeId, query }) };
      setHeld({ nodeId, answers });
      announce(`${count((answers.studies ?? answers.worklist)?.rows.length ?? 0, 'match', 'matches')}.`);
    } catch (thrown) {
      setHeld({ nodeId, answers: noAnswers });
      setError(asAppError(thrown));
    }
    setBusy(false);
  };
  return {
    fields: typed[asked], set: (change) => setTyped((now) => ({ ...now, [asked]: { ...now[asked], ...change } })), ask, busy,
    error, answers: held.nodeId === nodeId ? held.answers : noAnswers,
  };
}

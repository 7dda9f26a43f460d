/** Readers' answers side by side, and the decision as it stands; rows that differ are marked. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { AdjudicationCase, ShownAnswer } from '../../preload/agreement-pages.ts';
import type { AgreementQuestion } from '../../preload/agreement.ts';
import type { FrameRange, ReaderId } from '../../preload/readings.ts';
import { categoryName, questionNames, questionOrder } from '../agreement/agreement-words.ts';
import { KeyCap } from '../labelling/ChoiceRow.tsx';
import { confidenceWords, trackName } from '../labelling/words.ts';
import { VerdictMark } from '../labelling/VerdictMark.tsx';
import { answerText } from './adjudication-draft.ts';
import type { AdjudicationDraft } from './adjudication-draft.ts';

interface AnswerTableProps {
  readonly shown: AdjudicationCase;
  readonly draft: AdjudicationDraft;
  readonly initials: (reader: ReaderId) => string;
  readonly onFollow: (answer: ShownAnswer) => void;
}

const table = {
  borderCollapse: 'collapse', width: 1, fontSize: '0.8125rem',
  '& th, & td': { borderBottom: 1, borderColor: 'divider', py: 1, px: 1.5, textAlign: 'left', verticalAlign: 'top', fontWeight: 450 },
  '& tbody th': { color: 'text.secondary', whiteSpace: 'nowrap' }, '& tr[data-differs=true] > *': { bgcolor: 'surface.raised' }, '& [data-decision]': { borderLeft: 1, borderLeftColor: 'divider' },
} as const;

function Answer({ question, text }: { readonly question: AgreementQuestion; readonly text: string | null }) {
  if (text === null) return <Box component="span" sx={{ color: 'text.secondary' }}>–</Box>;
  const verdict = question === 'verdict' ? (['IS', 'healthy', 'not-readable', 'not-lung'] as const).find((one) => one === text) : undefined;
  return <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>{verdict !== undefined && <VerdictMark verdict={verdict} />}{categoryName(question, text)}</Box>;
}

/** "B-lines visible 3–12, 20–31". */
function rangeWords(ranges: readonly FrameRange[]): string {
  const tracks = [...new Set(ranges.map(({ track }) => track))];
  return tracks.map((track) => `${trackName(track)} ${ranges.filter((range) => range.track === track).map(({ first, last }) => `${first + 1}–${last + 1}`).join(', ')}`).join('; ');
}

/** Letter and key of a reader; pressed while their answer is followed. */
function FollowButton({ answer, pressed, name, onFollow }: { readonly answer: ShownAnswer; readonly pressed: boolean; readonly name: string; readonly onFollow: () => void }) {
  return (
    <Button size="small" variant={pressed ? 'contained' : 'outlined'} color={pressed ? 'primary' : 'inherit'} aria-label={name} title={name} aria-pressed={pressed} aria-keyshortcuts={answer.letter} onClick={onFollow} sx={{ minWidth: 0, gap: 1, px: 1.5, whiteSpace: 'nowrap', '& kbd': pressed ? { color: 'inherit', borderColor: 'currentColor' } : {} }}>
      <KeyCap keys={answer.letter} />{answer.reader === null ? null : name}
    </Button>
  );
}

/** Questions that nobody has answered are left out. */
export function AnswerTable({ shown, draft, initials, onFollow }: AnswerTableProps) {
  const { answers, differences } = shown;
  const differing = new Set(differences.map(({ question }) => question));
  const rows = questionOrder.filter((question) => answers.some((answer) => answerText(answer, question) !== null) || answerText(draft, question) !== null);
  const extra = (label: string, of: (answer: ShownAnswer) => string) => answers.some((answer) => of(answer) !== '') && (
    <tr><th scope="row">{label}</th>{answers.map((answer) => <Box component="td" key={answer.readingId} sx={{ overflowWrap: 'anywhere' }}>{of(answer)}</Box>)}<Box component="td" data-decision sx={{ color: 'text.secondary' }}>–</Box></tr>
  );
  return (
    <Box role="region" aria-label="Answers side by side" tabIndex={0} sx={{ overflowX: 'auto' }}>
      <Box component="table" sx={table}>
        <thead>
          <tr>
            <th scope="col">Question</th>
            {answers.map((answer) => (
              <th key={answer.readingId} scope="col">
                <FollowButton answer={answer} pressed={draft.followed === answer.readingId} name={answer.reader === null ? `Reader ${answer.letter}` : initials(answer.reader)} onFollow={() => onFollow(answer)} />
              </th>
            ))}
            <Box component="th" scope="col" data-decision sx={{ fontWeight: '600 !important', whiteSpace: 'nowrap' }}>Decision</Box>
          </tr>
        </thead>
        <tbody>
          {rows.map((question) => (
            <tr key={question} data-differs={differing.has(question)}>
              <th scope="row">{questionNames[question].replace(/,.*/, '')}{differing.has(question) && <Box component="span" title="The readers differ" sx={{ color: 'warning.main', fontWeight: 700 }}> ≠</Box>}</th>
              {answers.map((answer) => <td key={answer.readingId}><Answer question={question} text={answerText(answer, question)} /></td>)}
              <Box component="td" data-decision sx={{ fontWeight: '600 !important' }}><Answer question={question} text={answerText(draft, question)} /></Box>
            </tr>
          ))}
          {extra('Confidence', ({ confidence }) => (confidence === null ? '' : confidenceWords[confidence]))}
          {extra('Frames', ({ ranges }) => rangeWords(ranges))}
          {extra('Comment', ({ comment }) => comment)}
        </tbody>
      </Box>
    </Box>
  );
}

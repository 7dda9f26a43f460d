/** What can be done with the whole exam: analyse, add clips. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ClipId, ExamDetail } from '../../preload/domain.ts';
import { SendButton } from '../archive/SendButton.tsx';
import { ImportButton } from '../cases/ImportButton.tsx';
import { count } from '../format.ts';
import { useNavigation } from '../navigation.ts';
import { useImport } from '../shell/use-import.ts';
import { useShortcuts } from '../shortcuts.ts';
import { clipsToAnalyse, rejectedClips } from './exam-clips.ts';
import type { AnalysisWish } from './use-exam.ts';

interface ExamActionsProps {
  readonly exam: ExamDetail;
  readonly onAnalyse: (clipIds: readonly ClipId[], wish: AnalysisWish) => Promise<void>;
}

/** The main button says how many clips it takes; when all are analysed, it offers to do so again. What was rejected is analysed only by a wish of its own. */
export function ExamActions({ exam, onAnalyse }: ExamActionsProps) {
  const { open } = useNavigation();
  const importer = useImport();
  const clips = exam.clipRows;
  const waiting = clipsToAnalyse(clips);
  const running = clips.filter(({ analysisState }) => analysisState === 'running').length;
  const again = waiting.length === 0;
  const taken = again ? clips : waiting;
  const analyse = () => {
    if (taken.length > 0 && (running === 0 || !again)) void onAnalyse(taken.map(({ id }) => id), { again, despiteGuard: false });
  };
  const rejected = rejectedClips(clips);
  const label = again ? `Analyse ${count(taken.length, 'clip')} again` : `Analyse ${count(taken.length, 'clip')}`;
  const report = () => open({ page: 'report', examId: exam.id });
  useShortcuts('exam-actions', [
    { keys: 'Ctrl+Enter', label, group: 'Exam', run: analyse },
    { keys: 'R', label: 'Open the report', group: 'Exam', once: true, run: report },
  ]);
  return (
    <>
      {running > 0 && <Box role="status" sx={{ color: 'text.secondary' }}>Analysing {count(running, 'clip')}</Box>}
      {taken.length > 0 && !(again && running > 0) && (
        <Button variant={again ? 'outlined' : 'contained'} color={again ? 'inherit' : 'primary'} aria-keyshortcuts="Control+Enter" onClick={analyse}>{label}</Button>
      )}
      {rejected.length > 0 && running === 0 && (
        <Button variant="text" color="inherit" onClick={() => void onAnalyse(rejected.map(({ id }) => id), { again: false, despiteGuard: true })}>
          Analyse {count(rejected.length, 'rejected clip')} anyway
        </Button>
      )}
      <SendButton examId={exam.id} />
      <Button variant="outlined" color="inherit" aria-keyshortcuts="R" onClick={report}>Report</Button>
      <ImportButton importer={importer} examId={exam.id} label="Add clips" primary={false} />
    </>
  );
}

/** Under the chest map: how complete the exam is, what the protocol's rule says, and the rule itself. */
import Box from '@mui/material/Box';
import type { ExamResult } from '../../preload/domain.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { resultFinding } from '../cases/case-row.ts';
import { resultSentence } from './result-words.ts';

/** An incomplete exam says so before anything else. */
export function ExamResultPanel({ result }: { readonly result: ExamResult }) {
  return (
    <Box component="section" aria-label="Exam result" sx={{ display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <FindingMark finding={resultFinding(result.verdict)} size={20} label="" />
        <Box component="h2" sx={{ m: 0, fontSize: '0.9375rem', fontWeight: 650 }} aria-live="polite">{resultSentence(result)}</Box>
      </Box>
      <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'repeat(4, auto)', justifyContent: 'space-between', '& dt': { color: 'text.secondary', fontSize: '0.75rem' }, '& dd': { m: 0, fontWeight: 600 } }}>
        <div><dt>Examined</dt><dd>{result.zonesExamined} of {result.zonesTotal} zones</dd></div>
        <div><dt>Read</dt><dd>{result.zonesRead} of {result.zonesTotal}</dd></div>
        <div><dt>Positive right</dt><dd>{result.positiveRight}</dd></div>
        <div><dt>Positive left</dt><dd>{result.positiveLeft}</dd></div>
      </Box>
      <Box sx={{ color: 'text.secondary', fontSize: '0.75rem', lineHeight: 1.5 }}>{result.rule}</Box>
    </Box>
  );
}

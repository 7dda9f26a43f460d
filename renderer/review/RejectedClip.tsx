/** What the guard says of a clip: why it has no result, or why its result is to be taken with care. */
import Box from '@mui/material/Box';
import type { ClipAnalysis } from '../../preload/domain.ts';
import { findingLabel } from '../findings/finding.ts';
import { FindingMark } from '../findings/FindingMark.tsx';
import { despiteWords, isDespiteGuard, rejectionMeans } from './review-words.ts';

/** In place of a result. */
export function RejectedClip({ analysis }: { readonly analysis: ClipAnalysis }) {
  const { rejection } = analysis;
  return (
    <>
      <Box data-testid="clip-verdict" sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
        <FindingMark finding="rejected" size={22} label="" />
        <Box component="span" sx={{ fontSize: '1.25rem', fontWeight: 600 }}>{findingLabel('rejected')}</Box>
      </Box>
      {rejection !== null && (
        <Box>
          <Box sx={{ fontWeight: 600 }}>{rejection.message}</Box>
          <Box sx={{ color: 'text.secondary', mt: 1 }}>{rejectionMeans(rejection.reason)} You can decide on the clip yourself, or have it analysed anyway.</Box>
        </Box>
      )}
    </>
  );
}

/** Beside a result that the guard would not have given; nothing where it had no objection. */
export function GuardWarning({ analysis }: { readonly analysis: ClipAnalysis }) {
  const { rejection } = analysis;
  if (rejection === null || !isDespiteGuard(analysis)) return null;
  return <Box data-testid="guard-warning" sx={{ color: 'warning.main' }}>{despiteWords(rejection.reason)}</Box>;
}

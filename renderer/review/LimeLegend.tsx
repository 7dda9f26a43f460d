/** LIME's legend: how patches for and against look, how many there are, and how far the map has settled. */
import Box from '@mui/material/Box';
import { schemes } from '../theme.ts';
import { limeWords, overlayName, sampleWords, stabilityWords } from './overlay-words.ts';
import { PatchSwatch } from './PatchSwatch.tsx';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { roomy, small } from './small-window.ts';
import { useLime } from './use-lime.ts';

const { text } = schemes.dark;

function Count({ speaksFor, weights, words }: { readonly speaksFor: boolean; readonly weights: readonly number[]; readonly words: string }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mt: 0.5, color: text.primary }}>
      <PatchSwatch speaksFor={speaksFor} />
      <Box component="span" sx={{ flex: 1, ...roomy }}>{words}</Box>
      <span>{weights.filter((weight) => weight > 0 === speaksFor).length}</span>
    </Box>
  );
}

export function LimeLegend({ session, part }: { readonly session: ReviewSession; readonly part: ReviewPart }) {
  const { state, lime, error, weights } = useLime(session, part);
  const words = error?.message ?? limeWords(state, lime);
  return (
    <>
      <Box sx={roomy}>{overlayName('lime', { kind: 'fused' })}</Box>
      {weights.length > 0 && (
        <Box sx={{ [small]: { display: 'flex', gap: 2 } }}>
          <Count speaksFor weights={weights} words="for IS" />
          <Count speaksFor={false} weights={weights} words="against" />
        </Box>
      )}
      {words !== '' && <Box sx={{ color: text.primary, mt: 0.5 }}>{words}</Box>}
      {lime !== null && (
        <Box sx={{ mt: 0.5, ...(lime.settled ? roomy : {}) }}>{sampleWords(lime)}{lime.settled && `, ${stabilityWords(lime.stability)}`}</Box>
      )}
    </>
  );
}

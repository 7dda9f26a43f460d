/** What LIME found in the frame on screen and how far it can be trusted, in small type; what to do where it stopped or failed. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import { balanceWords, hiddenWords, limeWords, sampleWords, stabilityWords } from './overlay-words.ts';
import type { LimeState } from './overlay-words.ts';
import type { ReviewPart, ReviewSession } from './review-session.ts';
import { useLime } from './use-lime.ts';

const line = { fontSize: '0.75rem', color: 'text.secondary' };

export function LimeFacts({ session, part }: { readonly session: ReviewSession; readonly part: ReviewPart }) {
  const { state, lime, error, weights } = useLime(session, part);
  const { overlays } = part.screen;
  const words = error === null ? limeWords(state, lime) : `${error.message} ${error.hint}`;
  const [largest] = weights;
  return (
    <Box data-testid="lime-facts" sx={{ display: 'grid', gap: 1 }}>
      {words !== '' && <Box sx={{ color: state === 'failed' ? 'error.main' : 'text.primary' }}>{words}</Box>}
      {largest !== undefined && lime !== null && (
        <Box>
          <Box>{balanceWords(weights)}</Box>
          <Box sx={line}>{hiddenWords(lime.probability, largest)}</Box>
        </Box>
      )}
      {state === 'working' && (
        <LinearProgress
          {...(lime === null ? {} : { variant: 'determinate', value: (100 * lime.samples) / Math.max(1, lime.ofSamples) })}
          aria-label="LIME samples"
        />
      )}
      {lime !== null && (
        <Box sx={line}>
          {sampleWords(lime)} · seed {lime.seed}
          <br />
          fit {lime.fit.toFixed(2)} · {stabilityWords(lime.stability)}
        </Box>
      )}
      {state === 'working' && <Button color="inherit" aria-keyshortcuts="Escape" sx={{ justifySelf: 'start', px: 1, mx: -1, minWidth: 0 }} onClick={() => overlays.stopLime()}>Stop</Button>}
      {(state === 'stopped' || state === 'failed') && <Button variant="outlined" sx={{ justifySelf: 'start' }} onClick={() => overlays.limeAgain()}>{state === 'stopped' ? 'Begin again' : 'Try again'}</Button>}
      {/* Spoken once at each stage, not at every sample. */}
      <div role="status" className="spoken-only">{spoken(state, words, weights)}</div>
    </Box>
  );
}

function spoken(state: LimeState, words: string, weights: readonly number[]): string {
  if (state === 'working') return 'LIME is being computed.';
  return state === 'settled' && weights.length > 0 ? `LIME has settled: ${balanceWords(weights)}.` : words;
}

/** What the clip page says, in the reader's words. */
import type { ClipAnalysis, Decision, OperatingPoints, Verdict } from '../../preload/domain.ts';
import { findingLabel, findingWords } from '../findings/finding.ts';
import { probability as probabilityWords } from '../format.ts';
import type { CamChoice } from './cam-store.ts';
import type { OverlayState } from './clip-screen.ts';

/** "0.48 s": clip time with two decimals. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** "frame 12 of 100, 0.48 s, probability 0.83": what the slider says. `frame` counts from 0. */
export function frameWords(frame: number, count: number, ms: number, probability: number | null): string {
  const score = probability === null ? 'not scored' : `probability ${probabilityWords(probability)}`;
  return `frame ${frame + 1} of ${count}, ${seconds(ms)}, ${score}`;
}

/** Where a frame's or clip's probability falls around the operating points. */
export function verdictAt(probability: number, { indeterminate }: OperatingPoints): Verdict {
  if (probability >= indeterminate.high) return 'IS';
  return probability < indeterminate.low ? 'healthy' : 'indeterminate';
}

export function mapName(map: CamChoice): string {
  return map.kind === 'fused' ? 'Grad-CAM, fused' : `Grad-CAM, ${map.name}`;
}

/** One sentence on what the map explains. */
export function mapExplains(map: CamChoice): string {
  if (map.kind === 'fused') return 'Where this frame speaks for interstitial syndrome in the fused decision of all networks.';
  return `Where this frame speaks for interstitial syndrome in the part of the decision that comes from ${map.name} alone.`;
}

/** Why no colour is on the image although an overlay is chosen; empty when there is. */
export function overlayWords(state: OverlayState): string {
  switch (state) {
    case 'hidden':
    case 'shown': return '';
    case 'no-analysis': return 'No map: the clip is not analysed.';
    case 'not-scored': return 'No map yet: this frame is not scored.';
    case 'loading': return 'Reading the map.';
    case 'no-evidence': return 'No evidence: this map is empty in every frame scored so far.';
    case 'no-evidence-here': return 'No evidence for IS in this frame.';
  }
}

/** What is to say of an analysis that is not simply done; null when it is. */
export function analysisNotice(analysis: ClipAnalysis): string | null {
  switch (analysis.state) {
    case 'done':
    case 'running': return null;
    case 'interrupted': return 'The analysis was interrupted. The scores so far are kept.';
    case 'cancelled': return 'The analysis was stopped. The scores so far are kept.';
    case 'failed': return analysis.error === null ? 'The analysis failed. The scores so far are kept.' : `${analysis.error.message} ${analysis.error.hint}`;
  }
}

/** "Agreed: IS", "Disagreed: not readable", "Unsure"; without an AI result "Read as healthy". */
export function decisionWords({ answer, verdict, shown }: Pick<Decision, 'answer' | 'verdict' | 'shown'>): string {
  const finding = verdict === null ? '' : verdict === 'IS' ? 'IS' : findingWords(verdict);
  if (answer === 'unsure') return 'Unsure';
  if (shown === null) return `Read as ${finding}`;
  return `${answer === 'agree' ? 'Agreed' : 'Disagreed'}: ${finding}`;
}

/** "AI showed Healthy, 0.12, at 24 scored frames". */
export function shownWords(shown: Decision['shown']): string {
  if (shown === null) return 'No AI result was on screen';
  return `AI showed ${findingLabel(shown.verdict)}, ${probabilityWords(shown.probability)}, from ${shown.scored} scored ${shown.scored === 1 ? 'frame' : 'frames'}`;
}

/** A small number with three significant digits for the legend: "0.0123", "4.56", "1.2e-5". */
export function legendNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 0.001 && size < 10_000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

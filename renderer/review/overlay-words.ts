/** What lies over the image, in the reader's words: what it is, what it explains, and why there is nothing. */
import type { ClipAnalysis, ClipSummary, Lime } from '../../preload/domain.ts';
import { count, probability as probabilityWords } from '../format.ts';
import type { CamChoice } from './cam-store.ts';
import { isEmpty } from './lime-patches.ts';
import type { LimeStage } from './lime-store.ts';
import type { OverlayMethod } from './overlay-settings.ts';

/** What can be said of a heat map at a frame. */
export type HeatState = 'hidden' | 'no-analysis' | 'not-scored' | 'loading' | 'no-evidence' | 'no-evidence-here' | 'no-summary-yet' | 'no-suspicious' | 'no-evidence-in-summary' | 'shown';

/** What can be said of LIME at a frame. */
export type LimeState = LimeStage | 'no-analysis';

export function overlayName(method: OverlayMethod, map: CamChoice): string {
  const part = map.kind === 'fused' ? 'fused' : map.name;
  switch (method) {
    case 'grad-cam': return `Grad-CAM, ${part}`;
    case 'summary': return `Mean Grad-CAM, ${part}`;
    case 'lime': return 'LIME, fused';
  }
}

/** One sentence on what the overlay explains. */
export function overlayExplains(method: OverlayMethod, map: CamChoice): string {
  const whose = map.kind === 'fused' ? 'in the fused decision of all networks' : `in the part of the decision that comes from ${map.name} alone`;
  switch (method) {
    case 'grad-cam': return `Where the evidence for IS lies in this frame, ${whose}.`;
    case 'summary': return `Where the evidence for IS lies on average over the suspicious frames of this clip, ${whose}.`;
    case 'lime': return 'Which patches of this frame change the fused decision when they are hidden.';
  }
}

/** Why no colour is on the image although a heat map is chosen; empty when there is. */
export function heatWords(state: HeatState): string {
  switch (state) {
    case 'hidden':
    case 'shown': return '';
    case 'no-analysis': return 'No map: the clip is not analysed.';
    case 'not-scored': return 'No map yet: this frame is not scored.';
    case 'loading': return 'Reading the map.';
    case 'no-evidence': return 'No evidence: this map is empty in every frame scored so far.';
    case 'no-evidence-here': return 'No evidence for IS in this frame.';
    case 'no-summary-yet': return 'No summary yet: the clip is still being analysed.';
    case 'no-suspicious': return 'No suspicious frames to sum up.';
    case 'no-evidence-in-summary': return 'No evidence: this map is empty in every suspicious frame.';
  }
}

/** "142 of 400 samples" while it settles, then "400 samples". */
export function sampleWords({ samples, ofSamples, settled }: Pick<Lime, 'samples' | 'ofSamples' | 'settled'>): string {
  return settled ? count(samples, 'sample') : `${samples} of ${ofSamples} samples`;
}

/** What is to say in place of patches, or beside them while they settle; empty when they are settled. */
export function limeWords(state: LimeState, lime: Lime | null): string {
  switch (state) {
    case 'no-analysis': return 'No LIME: the clip is not analysed.';
    case 'idle': return 'LIME begins when a frame rests on screen.';
    case 'working': return lime === null ? 'Hiding patches and asking the model again.' : '';
    case 'stopped': return 'Stopped.';
    case 'failed': return 'LIME could not be computed for this frame.';
    case 'settled': return lime !== null && isEmpty(lime) ? emptyLimeWords(lime) : '';
  }
}

/** Why a settled map shows no patch. */
export function emptyLimeWords({ weights }: Pick<Lime, 'weights'>): string {
  if (weights.every((weight) => !(Math.abs(weight) > 0))) return 'No evidence: hiding patches does not change the answer in this frame.';
  return 'No evidence: patches do not explain the answer in this frame.';
}

/** From here on the strongest patches are taken to be the same whichever samples were drawn: two sets of 5 that share 4 have 0.67, that share 3 have 0.43. */
const STEADY = 0.6;

/** "steady 0.82": how far the strongest patches stay the same when drawn anew; null where it was not measured. */
export function stabilityWords(stability: number | null): string {
  if (stability === null) return 'stability not measured yet';
  return `${stability >= STEADY ? 'steady' : 'unsteady'} ${stability.toFixed(2)}`;
}

/** "3 for IS, 2 against". */
export function balanceWords(weights: readonly number[]): string {
  const speakFor = weights.filter((weight) => weight > 0).length;
  return `${speakFor} for IS, ${weights.length - speakFor} against`;
}

/** What the linear explanation foretells: "Strongest patch hidden: 0.91 to 0.62". `weight` is its share in the logit. */
export function hiddenWords(probability: number, weight: number): string {
  const held = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  const without = 1 / (1 + Math.exp(-(Math.log(held / (1 - held)) - weight)));
  return `Strongest patch hidden: ${probabilityWords(probability)} to ${probabilityWords(without)}`;
}

/** The words under the clip's small picture: "Suspicious: 12 frames"; `undefined` while the summary is not known. */
export function summaryNote(analysis: Pick<ClipAnalysis, 'state' | 'verdict'> | null, summary: Pick<ClipSummary, 'frames' | 'fused'> | null | undefined): string {
  if (analysis === null) return 'Not analysed';
  if (analysis.verdict === 'rejected') return 'Rejected';
  if (analysis.state === 'running') return 'Being analysed';
  if (summary === undefined) return 'Reading';
  if (summary === null || summary.frames.length === 0) return 'No suspicious frames';
  const frames = count(summary.frames.length, 'frame');
  return summary.fused.values.some((value) => value > 0) ? `Suspicious: ${frames}` : `No evidence in ${frames}`;
}

/** A small number with three significant digits for the legend: "0.0123", "4.56", "1.2e-5". */
export function legendNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 0.001 && size < 10_000 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}

/** Figures of agreement in words, for terminals and reports. */
import type { AgreementFigure, AgreementQuestion, UndefinedBecause } from '../../../preload/agreement.ts';

export const questionWords: Readonly<Record<AgreementQuestion, string>> = {
  verdict: 'verdict', 'b-lines': 'B-lines', 'a-lines': 'A-lines', pleura: 'pleura', consolidation: 'consolidation', effusion: 'effusion', sliding: 'sliding',
  'severity-lus': 'severity (LUS score)', 'severity-soldati': 'severity (Soldati)',
};

export const undefinedWords: Readonly<Record<UndefinedBecause, string>> = {
  'no-clips': 'no clip in common', 'one-clip': 'one clip only', 'one-reader': 'one reader only', 'one-category': 'all answers the same', 'no-spread': 'all clips the same', 'not-used': 'never answered',
};

/** "0.612 (0.455-0.760)", "0.612 (no interval)", "- (all answers the same)". */
export function figureText(figure: AgreementFigure | null): string {
  if (figure === null) return '';
  if (figure.value === null) return `- (${undefinedWords[figure.because]})`;
  const { value, interval } = figure;
  return `${value.toFixed(3)} (${interval === null ? 'no interval' : `${interval.low.toFixed(3)}-${interval.high.toFixed(3)}`})`;
}

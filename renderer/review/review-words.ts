/** What the clip page says, in the reader's words. */
import type { ClipAnalysis, Decision, OperatingPoints, RejectionReason, Verdict } from '../../preload/domain.ts';
import { findingLabel, findingWords } from '../findings/finding.ts';
import { probability as probabilityWords } from '../format.ts';

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

/** The word on the image of a clip that the guard objects to; null where it does not. */
export function guardTag(analysis: Pick<ClipAnalysis, 'verdict' | 'rejection' | 'guardOverridden'> | null): string | null {
  if (analysis?.verdict === 'rejected') return 'Rejected';
  return analysis !== null && isDespiteGuard(analysis) ? 'Analysed although rejected' : null;
}

/** The analysis whose scores and maps are drawn: a rejected clip's few scores mean nothing. */
export function believed(analysis: ClipAnalysis | null): ClipAnalysis | null {
  return analysis?.verdict === 'rejected' ? null : analysis;
}

/** True where the guard objected and the reader had the clip analysed nevertheless. */
export function isDespiteGuard({ verdict, rejection, guardOverridden }: Pick<ClipAnalysis, 'verdict' | 'rejection' | 'guardOverridden'>): boolean {
  return guardOverridden && rejection !== null && verdict !== 'rejected';
}

/** What the guard's reason means for whoever reads the clip. */
export function rejectionMeans(reason: RejectionReason): string {
  switch (reason) {
    case 'not-lung': return 'The model knows only lung ultrasound; its numbers for anything else would mean nothing.';
    case 'dark':
    case 'flat': return 'There is too little in it to judge a lung by.';
    case 'frozen': return 'One picture repeated says no more than that picture.';
  }
}

/** The lasting word beside a result that the guard would not have given. */
export function despiteWords(reason: RejectionReason): string {
  switch (reason) {
    case 'not-lung': return 'Analysed although it does not look like lung ultrasound. The numbers may mean nothing.';
    case 'dark': return 'Analysed although the picture is too dark to read. The numbers may mean nothing.';
    case 'flat': return 'Analysed although the picture shows no structure. The numbers may mean nothing.';
    case 'frozen': return 'Analysed although all frames show the same picture. The numbers count it many times.';
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

/** The exam-level result as a sentence. */
import type { ExamResult } from '../../preload/domain.ts';

/** A met rule of an incomplete exam names both. */
export function resultSentence({ verdict, complete }: Pick<ExamResult, 'verdict' | 'complete'>): string {
  switch (verdict) {
    case 'IS': return complete ? 'Rule for interstitial syndrome met' : 'Rule for interstitial syndrome met; exam incomplete';
    case 'not-IS': return 'Rule for interstitial syndrome not met';
    case 'indeterminate': return 'Indeterminate';
    case 'incomplete': return 'Incomplete';
  }
}

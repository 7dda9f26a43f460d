/** What a reader is compared with: the consensus on each clip, as far as it does not rest on the reader's own answer. */
import type { Adjudication, AgreementQuestion, ConsensusPolicy } from '../../../preload/agreement.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { ReaderId } from '../../../preload/readings.ts';
import { settle } from './consensus.ts';
import type { GivenAnswer } from './consensus.ts';
import { answerOf } from './questions.ts';

/** All that readers answered to one question about one clip. */
export interface AnsweredClip {
  readonly clipId: ClipId;
  readonly given: readonly GivenAnswer[];
  readonly adjudication: Adjudication | null;
}

/**
 * The consensus on a clip for comparing `reader` with it; null where there is none. A vote is taken among the others alone, or a reader would agree with
 * the own voice. A unanimous label needs all readers, the own answer included: it is compared as it goes into a dataset.
 */
export function referenceFor(reader: ReaderId, clip: AnsweredClip, question: AgreementQuestion, { rule }: ConsensusPolicy): string | null {
  if (rule.kind === 'single' && rule.reader === reader) return null;
  const decided = clip.adjudication === null ? null : answerOf(clip.adjudication, question);
  const whole = rule.kind === 'adjudicated' && rule.otherwise === 'unanimous';
  return settle(question, whole ? clip.given : clip.given.filter((one) => one.reader !== reader), decided, rule).value;
}

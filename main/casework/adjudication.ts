/** Deciding where readers disagree: the queue, one clip with its answers side by side, and the decision. */
import { createHash, randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { RatedReadingRow } from '../../db/rated-readings.ts';
import type { Adjudication, DisagreementRule } from '../../preload/agreement.ts';
import type { AdjudicationCase, AdjudicationItem, AdjudicationQueue, AdjudicationState, Difference, ShownAnswer } from '../../preload/agreement-pages.ts';
import type { ClipId, Result } from '../../preload/domain.ts';
import type { Findings, Reader, ReadingId, ReadingVerdict } from '../../preload/readings.ts';
import { disagreementRuleInWords, disagreements } from '../analysis/agreement/disagreements.ts';
import { standingReadings } from '../analysis/agreement/standing.ts';
import { agreementChoices } from './agreement.ts';
import { failure, success } from './failures.ts';

export interface DecisionInput {
  readonly clipId: ClipId;
  readonly verdict: ReadingVerdict | null;
  readonly findings: Findings;
  readonly reason: string;
  readonly followed: ReadingId | null;
  readonly considered: readonly ReadingId[];
}

function stateOf(decision: Adjudication | undefined, standing: readonly RatedReadingRow[]): AdjudicationState {
  if (decision === undefined) return 'open';
  return standing.every(({ id }) => decision.considered.includes(id)) ? 'decided' : 'outdated';
}

const rank: Readonly<Record<AdjudicationState, number>> = { open: 0, outdated: 1, decided: 2 };

/** Clips on which readers differ by the chosen rule, and those decided before. */
export function adjudicationQueue(log: CaseLog): AdjudicationQueue {
  const { disagreement } = agreementChoices(log);
  const decisions = new Map(log.adjudications.standing().map((one) => [one.clipId, one]));
  const byClip = Map.groupBy(log.rated.ofSharedClips(), ({ clipId }) => clipId);
  const items = [...byClip].flatMap(([clipId, readings]): AdjudicationItem[] => {
    const standing = standingReadings(readings);
    const differences = differencesOf(standing, disagreement);
    const state = stateOf(decisions.get(clipId), standing);
    if (differences.length === 0 && state === 'open') return [];
    const clip = log.clips.get(clipId);
    const exam = clip === null ? null : log.exams.get(clip.examId);
    return clip === null || exam === null ? [] : [{ clipId, examId: exam.id, exam: exam.pseudonym, zone: clip.zone, readers: standing.length, differences, state }];
  });
  return { items: items.toSorted((a, b) => rank[a.state] - rank[b.state]), sharedClips: byClip.size, rule: disagreementRuleInWords(disagreement) };
}

function differencesOf(standing: readonly RatedReadingRow[], rule: DisagreementRule): Difference[] {
  return disagreements(standing, rule).map(({ question, answers }) => ({ question, answers }));
}

/** An order of the clip's own: the same each time, and no reader is always "A". */
function inClipOrder(standing: readonly RatedReadingRow[]): readonly RatedReadingRow[] {
  const place = ({ clipId, reader }: RatedReadingRow): string => createHash('sha256').update(`${clipId}/${reader}`).digest('hex');
  return standing.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

function letterOf(at: number): string {
  return at < 26 ? String.fromCodePoint(65 + at) : `A${letterOf(at - 26)}`;
}

/** Errors: `not-found` for a clip that fewer than two readers have read. */
export function adjudicationCase(log: CaseLog, adjudicator: Reader, clipId: ClipId): Result<AdjudicationCase> {
  const clip = log.clips.get(clipId);
  const standing = inClipOrder(standingReadings(log.rated.ofClip(clipId)));
  if (clip === null || standing.length < 2) return failure('not-found', 'Two readers must have read this clip.', 'Go back to the queue.');
  const { anonymous, disagreement } = agreementChoices(log);
  const answers = standing.flatMap(({ id, reader }, at): ShownAnswer[] => {
    const reading = log.readings.get(id);
    if (reading === null) return [];
    const { verdict, findings, confidence, comment, ranges } = reading;
    return [{ readingId: id, letter: letterOf(at), reader: anonymous ? null : reader, verdict, findings, confidence, comment, ranges }];
  });
  return success({
    clipId, examId: clip.examId, answers, differences: differencesOf(standing, disagreement), earlier: log.adjudications.ofClip(clipId), ownRead: standing.some(({ reader }) => reader === adjudicator.id),
  });
}

function saysNothing({ verdict, findings }: DecisionInput): boolean {
  return verdict === null && Object.values(findings).every((finding) => finding === null);
}

/** Errors: `not-found`, `bad-request` for a decision without any answer or that follows what was not on screen, `conflict` where the answers have changed meanwhile. */
export function decideBetween(log: CaseLog, adjudicator: Reader, input: DecisionInput): Result<Adjudication> {
  if (saysNothing(input)) return failure('bad-request', 'The decision says nothing.', "Take a reader's answer with its letter, or give your own.");
  const standing = standingReadings(log.rated.ofClip(input.clipId));
  if (standing.length < 2) return failure('not-found', 'Two readers must have read this clip.', 'Go back to the queue.');
  const ids = new Set(standing.map(({ id }) => id));
  if (input.followed !== null && !input.considered.includes(input.followed)) return failure('bad-request');
  if (ids.size !== new Set(input.considered).size || input.considered.some((id) => !ids.has(id))) {
    return failure('conflict', 'A reader has answered anew meanwhile.', 'Nothing was saved. Look at the answers again, then decide.');
  }
  const adjudication: Adjudication = { ...input, id: randomUUID(), adjudicator: adjudicator.id, decidedAt: new Date().toISOString(), ownRead: standing.some(({ reader }) => reader === adjudicator.id) };
  log.together(() => {
    log.adjudications.append(adjudication);
    log.audit.append(adjudication.decidedAt, 'adjudication', input.clipId, {
      adjudication: adjudication.id, by: adjudicator.id, verdict: input.verdict, followed: input.followed, considered: input.considered, ownRead: adjudication.ownRead,
    });
  });
  return success(adjudication);
}

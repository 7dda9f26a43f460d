/** Answers about agreement, assignments and adjudication. Other readers' answers are shown to adjudicators alone; figures to everybody. */
import type { CaseLog } from '../../db/case-log.ts';
import type { AgreementChoices } from '../../preload/agreement-pages.ts';
import type { Result } from '../../preload/domain.ts';
import type { Reader } from '../../preload/readings.ts';
import { adjudicationCase, adjudicationQueue, decideBetween } from './adjudication.ts';
import type { AgreementDesk } from './agreement.ts';
import { assign, withdraw } from './assignments.ts';
import { failure, success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface AgreementContext {
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
  readonly agreement: AgreementDesk;
}

/** Leaves out what was not sent. */
function patchOf(input: { readonly [K in keyof AgreementChoices]?: AgreementChoices[K] | undefined }): Partial<AgreementChoices> {
  const { policy, disagreement, anonymous } = input;
  return { ...(policy === undefined ? {} : { policy }), ...(disagreement === undefined ? {} : { disagreement }), ...(anonymous === undefined ? {} : { anonymous }) };
}

export function agreementRequests({ log, readers, agreement }: AgreementContext) {
  const asAdjudicator = <T>(work: (reader: Reader) => Result<T>): Result<T> => {
    const reader = readers.adjudicating();
    return reader.ok ? work(reader.value) : reader;
  };
  return {
    'agreement.overview': async () => success(agreement.overview()),
    'agreement.report': async (asked) => agreement.report(asked),
    'agreement.save': async ({ format, ...asked }) => agreement.save(asked, format),
    'agreement.choose': async (input) => asAdjudicator((reader) => agreement.choose(patchOf(input), reader)),
    'assignments.list': async () => success(log.assignments.list()),
    'assignments.add': async ({ readerId, choice }) => asAdjudicator((reader) => assign(log, reader, readerId, choice)),
    'assignments.withdraw': async ({ assignmentId }) => asAdjudicator((reader) => withdraw(log, reader, assignmentId)),
    'adjudication.queue': async () => asAdjudicator(() => success(adjudicationQueue(log))),
    'adjudication.open': async ({ clipId }) => (log.clips.get(clipId) === null ? failure('not-found') : asAdjudicator((reader) => adjudicationCase(log, reader, clipId))),
    'adjudication.decide': async (input) => asAdjudicator((reader) => decideBetween(log, reader, input)),
  } satisfies Partial<RequestHandlers>;
}

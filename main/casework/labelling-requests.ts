/** Answers about labelling. */
import type { CaseLog } from '../../db/case-log.ts';
import { success } from './failures.ts';
import type { ReaderDesk } from './readers.ts';
import type { RequestHandlers } from './request-handlers.ts';

export interface LabellingContext {
  readonly log: CaseLog;
  readonly readers: ReaderDesk;
}

export function labellingRequests({ log, readers }: LabellingContext) {
  return {
    'labelling.overview': async () => success(log.labelling.overview(readers.state().current.id)),
  } satisfies Partial<RequestHandlers>;
}

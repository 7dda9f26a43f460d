/** Second reads and repeats that a reader is asked for. */
import { randomUUID } from 'node:crypto';
import type { AssignedClip } from '../../db/assignments.ts';
import type { CaseLog } from '../../db/case-log.ts';
import type { Assignment, AssignmentRule } from '../../preload/agreement.ts';
import type { ClipId, Result } from '../../preload/domain.ts';
import type { Reader, ReaderId } from '../../preload/readings.ts';
import { chooseShare } from '../analysis/agreement/assign.ts';
import { failure, success } from './failures.ts';

/** As an `AssignmentRule`, with the clips where a person named them. */
export type AssignmentChoice = Exclude<AssignmentRule, { readonly kind: 'clips' }> | { readonly kind: 'clips'; readonly clipIds: readonly ClipId[] };

function chosen(log: CaseLog, reader: ReaderId, choice: AssignmentChoice): readonly AssignedClip[] {
  switch (choice.kind) {
    case 'clips': {
      const open = new Set(log.assignments.open(reader).map(({ clipId }) => clipId));
      const next = new Map(log.assignments.repeatable(reader).map(({ clipId, round }) => [clipId, round]));
      return [...new Set(choice.clipIds)].filter((clipId) => !open.has(clipId)).map((clipId) => ({ clipId, round: next.get(clipId) ?? 1 }));
    }
    case 'share': return chooseShare(log.assignments.unread(reader, choice.of === 'read-by-others'), choice.share, choice.seed).map((clipId) => ({ clipId, round: 1 }));
    case 'repeat': {
      const rounds = new Map(log.assignments.repeatable(reader).map(({ clipId, round }) => [clipId, round]));
      return chooseShare([...rounds.keys()], choice.share, choice.seed).map((clipId) => ({ clipId, round: rounds.get(clipId) ?? 2 }));
    }
  }
}

const nothingLeft: Readonly<Record<AssignmentChoice['kind'], readonly [message: string, hint: string]>> = {
  clips: ['This reader is asked for these clips already.', 'Choose other clips.'],
  share: ['No clip is left to assign to this reader.', 'They have read, or are asked to read, all that could be chosen.'],
  repeat: ['This reader has no clip to read again.', 'They must have read some first, and not be asked to repeat them already.'],
};

/** Errors: `not-found`, `conflict` for a retired reader, `bad-request` where no clip is left. Audited without clips: their number and the rule say enough. */
export function assign(log: CaseLog, by: Reader, readerId: ReaderId, choice: AssignmentChoice): Result<Assignment> {
  const reader = log.readers.get(readerId);
  if (reader === null) return failure('not-found');
  if (!reader.active) return failure('conflict', 'This reader is retired.', 'Choose an active reader.');
  if (choice.kind === 'clips' && choice.clipIds.some((clipId) => log.clips.get(clipId) === null)) return failure('not-found');
  const clips = chosen(log, readerId, choice);
  if (clips.length === 0) return failure('bad-request', ...nothingLeft[choice.kind]);
  const [id, at] = [randomUUID(), new Date().toISOString()];
  const rule: AssignmentRule = choice.kind === 'clips' ? { kind: 'clips' } : choice;
  log.together(() => {
    log.assignments.append({ id, reader: readerId, rule, by: by.id, at, clips });
    log.audit.append(at, 'assignment', id, { did: 'assigned', by: by.id, reader: readerId, rule, clips: clips.length });
  });
  const made = log.assignments.get(id);
  return made === null ? failure('internal') : success(made);
}

/** Errors: `not-found`, also for one that is withdrawn already. */
export function withdraw(log: CaseLog, by: Reader, assignmentId: string): Result<null> {
  const at = new Date().toISOString();
  const done = log.together(() => {
    if (!log.assignments.withdraw(assignmentId, by.id, at)) return false;
    log.audit.append(at, 'assignment', assignmentId, { did: 'withdrawn', by: by.id });
    return true;
  });
  return done ? success(null) : failure('not-found');
}

/** Labelling sessions: plan, queue, drafts, blind commits and the reveal after them. What is blind is decided here, not in the page. */
import { randomInt, randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { QueuePlace, SessionRecord } from '../../db/labelling.ts';
import type { ClipId, Result } from '../../preload/domain.ts';
import type { DraftSave, LabelClip, LabellingOverview, LabellingPlan, LabellingProgress, LabellingSession, PlanPreview, QueueState, RevealedClip } from '../../preload/labelling.ts';
import type { Reader, Reading, ReadingContent, ReadingMode } from '../../preload/readings.ts';
import { isNormal } from '../../preload/pure/frame-ranges.ts';
import { analysisDetail } from './details.ts';
import { failure, success } from './failures.ts';
import type { LabellingChoice } from './labelling-choice.ts';
import type { ReaderDesk } from './readers.ts';

export interface LabellingDesk {
  overview(): LabellingOverview;
  /** Error `cancelled` where a newer question ended this one. */
  preview(plan: LabellingPlan): Promise<Result<PlanPreview>>;
  /** Ends the reader's open session, if there is one. Errors: `locked`, `not-found` (no clip matches). */
  start(plan: Omit<LabellingPlan, 'seed'> & { readonly seed: number | null }): Promise<Result<{ readonly sessionId: string }>>;
  /** Errors: `not-found` (no such session of this reader). */
  open(sessionId: string): Result<LabellingSession>;
  clip(sessionId: string, clipId: ClipId): Result<LabelClip>;
  save(save: DraftSave): Result<null>;
  /** Appends a reading; draft and history come along in the same transaction. */
  commit(save: DraftSave, clipId: ClipId, tookMs: number | null): Result<Reading>;
  /** Errors: `blind` while the reader has not committed the clip. */
  reveal(sessionId: string, clipId: ClipId): Result<RevealedClip>;
  finish(sessionId: string): Result<null>;
}

interface Seat {
  readonly reader: Reader;
  readonly session: SessionRecord;
  readonly place: QueuePlace;
}

/** Reasons to refuse what a page says: more than a clip has. */
export function contentProblem(content: ReadingContent, frames: number): string | null {
  if (!isNormal(content.ranges, frames)) return 'Frame ranges overlap, touch or leave the clip.';
  if (content.strokes.some(({ frame }) => frame >= frames)) return 'A stroke lies outside the clip.';
  return null;
}

/** AI on screen in review: a decision that tells what was shown, or a reading made in review. Or the others' answers: a decision between them. */
function sawInReview(log: CaseLog, reader: Reader, clipId: ClipId): boolean {
  return log.decisions.ofClip(clipId).some((decision) => decision.readerId === reader.id && decision.shown !== null)
    || log.readings.ofClip(clipId).some((reading) => reading.reader === reader.id && reading.mode === 'review')
    || log.adjudications.ofClip(clipId).some((decision) => decision.adjudicator === reader.id);
}

function revealedClip(log: CaseLog, reader: Reader, clipId: ClipId): RevealedClip & { readonly readings: readonly Reading[] } {
  const readings = log.readings.standing({ clipIds: [clipId] }).filter((reading) => reading.reader !== reader.id);
  const others = readings.map(({ verdict, findings, confidence, comment, ranges, strokes, mode, reader: id }) => {
    const { initials, role } = log.readers.get(id) ?? { initials: '?', role: 'annotator' as const };
    return { verdict, findings, confidence, comment, ranges, strokes, mode, initials, role };
  });
  const latest = log.analyses.latest(clipId);
  return { analysis: latest === null ? null : analysisDetail(log, latest), others, readings };
}

/** What the reader was asked to read, in that order and in the rounds that were asked for. */
function askedQueue(log: CaseLog, reader: Reader, limit: number): readonly QueuePlace[] {
  return log.assignments.open(reader.id).slice(0, limit).map(({ clipId, round }) => ({ clipId, zone: log.clips.get(clipId)?.zone ?? null, round }));
}

export function createLabellingDesk(log: CaseLog, readers: ReaderDesk, choice: LabellingChoice): LabellingDesk {
  const now = (): string => new Date().toISOString();
  const owned = (sessionId: string): Result<{ readonly reader: Reader; readonly session: SessionRecord }> => {
    const reader = readers.acting();
    if (!reader.ok) return reader;
    const session = log.labelling.session(sessionId);
    return session?.reader === reader.value.id ? success({ reader: reader.value, session }) : failure('not-found', 'There is no such labelling session of yours.', 'Start a new one.');
  };
  const seated = (sessionId: string, clipId: ClipId): Result<Seat> => {
    const own = owned(sessionId);
    if (!own.ok) return own;
    const place = log.labelling.place(sessionId, clipId);
    return place === null ? failure('not-found') : success({ ...own.value, place });
  };
  /** A reveal of an earlier round shows the same AI result. */
  const seenBefore = ({ reader, place }: Seat): boolean =>
    sawInReview(log, reader, place.clipId) || Array.from({ length: place.round - 1 }, (_, index) => index + 1).some((round) => log.readings.reveal(place.clipId, reader.id, round) !== null);
  const revealed = ({ reader, place }: Seat): boolean => log.readings.reveal(place.clipId, reader.id, place.round) !== null;
  const stateOf = (reader: Reader, place: QueuePlace, begun: ReadonlySet<ClipId>): QueueState => {
    if (log.readings.latest(place.clipId, reader.id, place.round) !== null) return log.readings.reveal(place.clipId, reader.id, place.round) === null ? 'committed' : 'revealed';
    return begun.has(place.clipId) ? 'begun' : 'unread';
  };
  const progress = (session: SessionRecord): LabellingProgress => {
    const queue = log.labelling.queue(session.id);
    const committed = queue.filter(({ clipId, round }) => log.readings.latest(clipId, session.reader, round) !== null).length;
    return { sessionId: session.id, plan: session.plan, createdAt: session.createdAt, clips: queue.length, committed };
  };
  const checked = (save: DraftSave): Result<null> => {
    for (const { clipId, content } of save.drafts) {
      const seat = seated(save.sessionId, clipId);
      if (!seat.ok) return seat;
      const problem = contentProblem(content, log.clips.get(clipId)?.frames ?? 0);
      if (problem !== null) return failure('bad-request', problem);
    }
    return success(null);
  };
  const modeOf = (seat: Seat): ReadingMode => (revealed(seat) || seenBefore(seat) ? 'revealed' : 'blind');

  return {
    overview: () => {
      const { current } = readers.state();
      const open = log.labelling.openOf(current.id);
      return { ...log.labelling.counts(current.id), asked: log.assignments.open(current.id).length, open: open === null ? null : progress(open) };
    },
    preview: (plan) => choice.preview(readers.state().current.id, plan),
    start: async (asked) => {
      const reader = readers.acting();
      if (!reader.ok) return reader;
      const plan: LabellingPlan = { ...asked, seed: asked.seed ?? randomInt(1, 1_000_000) };
      const chosen = plan.askedOnly ? success(askedQueue(log, reader.value, plan.limit)) : await choice.queue(reader.value.id, plan);
      if (!chosen.ok) return chosen;
      const queue = chosen.value;
      // Another reader may have come in meanwhile.
      const still = readers.acting();
      if (!still.ok) return still;
      if (still.value.id !== reader.value.id) return failure('cancelled');
      if (queue.length === 0) return failure('not-found', 'No clip matches.', 'Widen the choice of clips.');
      const sessionId = randomUUID();
      log.together(() => {
        const open = log.labelling.openOf(reader.value.id);
        if (open !== null) log.labelling.end(open.id, now());
        log.labelling.create({ id: sessionId, reader: reader.value.id, plan, createdAt: now() }, queue);
        log.audit.append(now(), 'labelling', sessionId, { did: 'started', reader: reader.value.id, order: plan.order, seed: plan.seed, clips: queue.length });
      });
      return success({ sessionId });
    },
    open: (sessionId) => {
      const own = owned(sessionId);
      if (!own.ok) return own;
      const { reader, session } = own.value;
      const begun = new Set(log.labelling.drafts(sessionId).keys());
      const queue = log.labelling.queue(sessionId).map((place) => ({ clipId: place.clipId, zone: place.zone, state: stateOf(reader, place, begun) }));
      return success({ sessionId, plan: session.plan, queue, position: session.position, history: log.labelling.history(sessionId), applied: session.applied });
    },
    clip: (sessionId, clipId) => {
      const seat = seated(sessionId, clipId);
      if (!seat.ok) return seat;
      const { reader, place } = seat.value;
      const clip = log.clips.get(clipId);
      const media = clip === null ? null : log.clips.media(clip.sha256);
      if (media === null) return failure('not-found');
      const draft = log.labelling.draft(sessionId, clipId);
      const reveal = revealed(seat.value) ? revealedClip(log, reader, clipId) : null;
      return success({
        clipId, zone: place.zone, media, draft: draft?.content ?? null, spentMs: draft?.spentMs ?? 0, committed: log.readings.latest(clipId, reader.id, place.round),
        seenBefore: seenBefore(seat.value), reveal: reveal === null ? null : { analysis: reveal.analysis, others: reveal.others },
      });
    },
    save: (save) => {
      const fit = checked(save);
      if (!fit.ok) return fit;
      const own = owned(save.sessionId);
      if (!own.ok) return own;
      log.labelling.save(save, now());
      return success(null);
    },
    commit: (save, clipId, tookMs) => {
      const seat = seated(save.sessionId, clipId);
      if (!seat.ok) return seat;
      const fit = checked(save);
      if (!fit.ok) return fit;
      const content = save.drafts.find((draft) => draft.clipId === clipId)?.content;
      if (content === undefined) return failure('bad-request');
      if (content.verdict === null) return failure('bad-request', 'A reading needs a verdict.', 'Say what the clip shows: V, N, X or Q.');
      const { reader, place } = seat.value;
      const clip = log.clips.get(clipId);
      if (clip === null) return failure('not-found');
      const before = log.readings.latest(clipId, reader.id, place.round);
      const reading: Reading = { ...content, id: randomUUID(), clipId, examId: clip.examId, reader: reader.id, round: place.round, mode: modeOf(seat.value), replaces: before?.id ?? null, committedAt: now(), tookMs };
      log.together(() => {
        log.labelling.save(save, now());
        log.readings.append(reading);
        log.audit.append(reading.committedAt, 'reading', clipId, { reading: reading.id, reader: reader.id, mode: reading.mode, round: reading.round, verdict: reading.verdict, replaces: reading.replaces });
      });
      return success(reading);
    },
    reveal: (sessionId, clipId) => {
      const seat = seated(sessionId, clipId);
      if (!seat.ok) return seat;
      const { reader, place } = seat.value;
      const standing = log.readings.latest(clipId, reader.id, place.round);
      if (standing === null) return failure('blind', 'Others are shown after your own answer.', 'Commit your reading first.');
      const { analysis, others, readings } = revealedClip(log, reader, clipId);
      if (!revealed(seat.value)) {
        const at = now();
        const shown = { analysis: analysis?.id ?? null, probability: analysis?.probability ?? null, verdict: analysis?.verdict ?? null, readings: readings.map(({ id }) => id) };
        log.together(() => {
          log.readings.appendReveal({ clipId, reader: reader.id, round: place.round, readingId: standing.id, at, shown });
          log.audit.append(at, 'labelling', clipId, { did: 'revealed', reader: reader.id, reading: standing.id, analysis: shown.analysis, readings: shown.readings.length });
        });
      }
      return success({ analysis, others });
    },
    finish: (sessionId) => {
      const own = owned(sessionId);
      if (!own.ok) return own;
      log.together(() => {
        log.labelling.end(sessionId, now());
        log.audit.append(now(), 'labelling', sessionId, { did: 'finished', reader: own.value.reader.id });
      });
      return success(null);
    },
  };
}

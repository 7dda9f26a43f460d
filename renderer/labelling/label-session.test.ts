import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClipMedia } from '../../preload/domain.ts';
import type { DraftSave, LabelClip, LabelGesture, LabellingSession } from '../../preload/labelling.ts';
import type { Reading, ReadingContent } from '../../preload/readings.ts';
import { setBLines, setComment, setVerdict } from './changes.ts';
import { createLabelSession, openAnswer, said } from './label-session.ts';
import type { LabelLine, LabelSession } from './label-session.ts';
import { clipsPerMinute } from './pace.ts';

const media: ClipMedia = {
  sha256: 'ab', sizeBytes: 1, width: 8, height: 8, frames: 4, durationMs: 160, frameTimesMs: [0, 40, 80, 120], colour: false, simulated: true, damaged: false, warnings: [],
  sector: { kind: 'rect', box: { x: 0, y: 0, width: 8, height: 8 } }, gain: 200, thumbnails: 1,
};
const ids = ['a', 'b', 'c'];
const opened: LabellingSession = {
  sessionId: 's', position: 0, history: [], applied: 0, queue: ids.map((clipId, index) => ({ clipId, zone: `R${index + 1}`, state: 'unread' })),
  plan: { order: 'random', seed: 1, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 3, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false },
};

/** Main as the session sees it: keeps what is saved, as the case log would. */
function fakeMain() {
  const kept = { drafts: new Map<string, ReadingContent>(), history: [] as LabelGesture[], applied: 0, position: 0, readings: [] as Reading[], saves: 0 };
  let failing = false;
  let clock = 0;
  const take = ({ drafts, history, position }: DraftSave): void => {
    if (failing) throw new Error('no disk');
    assert.ok(history.from <= kept.history.length, 'gap');
    for (const { clipId, content } of drafts) kept.drafts.set(clipId, content);
    if (history.entries.length > 0) kept.history.splice(history.from, Infinity, ...history.entries);
    Object.assign(kept, { applied: history.applied, position, saves: kept.saves + 1 });
  };
  const line: LabelLine = {
    clip: async (clipId): Promise<LabelClip> => ({ clipId, zone: 'R1', media, draft: null, spentMs: 0, committed: null, seenBefore: false, reveal: null }),
    save: async (save) => take(save),
    commit: async (save, clipId, tookMs) => {
      take(save);
      const content = save.drafts.find((draft) => draft.clipId === clipId)?.content;
      assert.ok(content !== undefined);
      const reading: Reading = { ...content, id: `${kept.readings.length}`, clipId, examId: 'e', reader: 'r', round: 1, mode: 'blind', replaces: null, committedAt: '', tookMs };
      kept.readings.push(reading);
      return reading;
    },
    reveal: async () => ({ analysis: null, others: [] }),
    asError: () => ({ code: 'disk-full', message: 'x', hint: '' }),
    now: () => (clock += 100),
    retryMs: 5,
  };
  return { kept, line, fail: (now: boolean) => void (failing = now) };
}

const never = () => assert.fail('a commit failed');

async function ready(session: LabelSession): Promise<void> {
  await delay(1);
  await session.settled();
  await delay(1);
}

test('gestures, commits and undo across clips: each entry is named, lands on its clip and is kept by main at once', async () => {
  const { kept, line } = fakeMain();
  const session = createLabelSession(opened, line);
  await ready(session);
  const now = () => said(session.store.getState(), session.item()?.clipId ?? '');
  assert.equal(session.commit(false, never), 'no-verdict');
  assert.ok(session.gesture(setVerdict(now(), 'IS')));
  assert.equal(session.gesture(setVerdict(now(), 'IS')), false);
  session.gesture(setBLines(now(), '3+'));
  assert.equal(session.commit(false, never), 'said');
  assert.equal(session.item()?.clipId, 'b');
  session.gesture(setVerdict(now(), 'healthy'));
  await ready(session);
  assert.deepEqual(kept.readings.map(({ clipId, verdict }) => [clipId, verdict]), [['a', 'IS']]);
  assert.deepEqual(kept.history.map(({ label }) => label), ['Set verdict IS on R1', 'Set B-lines 3+ on R1', 'Set verdict Healthy on R2']);

  assert.equal(session.undo()?.label, 'Set verdict Healthy on R2');
  assert.equal(session.undo()?.label, 'Set B-lines 3+ on R1');
  assert.equal(session.item()?.clipId, 'a');
  await ready(session);
  assert.deepEqual([now().verdict, now().findings.bLines, kept.applied, kept.position], ['IS', null, 1, 0]);
  assert.equal(openAnswer(session.store.getState(), 'a'), 'changed');
  assert.equal(session.redo()?.label, 'Set B-lines 3+ on R1');
  assert.equal(openAnswer(session.store.getState(), 'a'), 'committed');
  // Nothing new to commit: Enter goes on, without another reading. Going on is no gesture: what can be redone stays.
  assert.equal(session.commit(false, never), 'kept');
  await ready(session);
  assert.equal(kept.readings.length, 1);
  assert.equal(session.redo()?.label, 'Set verdict Healthy on R2');
  assert.equal(now().verdict, 'healthy');
});

test('typing in a row is one entry; anything in between begins another', async () => {
  const { line } = fakeMain();
  const session = createLabelSession(opened, line);
  await ready(session);
  const now = () => said(session.store.getState(), 'a');
  for (const comment of ['r', 'ri', 'rib']) session.gesture(setComment(now(), comment));
  session.gesture(setVerdict(now(), 'IS'));
  session.gesture(setComment(now(), 'rib!'));
  assert.equal(session.store.getState().history.entries.length, 3);
  session.undo();
  assert.equal(now().comment, 'rib');
  session.undo();
  session.undo();
  assert.equal(now().comment, '');
});

test('a reveal after the commit is kept or revised; Enter with nothing changed keeps', async () => {
  const { kept, line } = fakeMain();
  const session = createLabelSession(opened, line);
  await ready(session);
  session.gesture(setVerdict(said(session.store.getState(), 'a'), 'IS'));
  assert.equal(session.commit(true, never), 'said');
  await ready(session);
  assert.equal(session.item()?.clipId, 'a');
  assert.equal(session.item()?.state, 'revealed');
  assert.equal(openAnswer(session.store.getState(), 'a'), 'to keep or revise');
  assert.equal(session.commit(true, never), 'said');
  assert.equal(session.item()?.clipId, 'b');
  await ready(session);
  assert.equal(kept.readings.length, 2);
});

test('when main cannot save, the page says so, goes on, and saves all when it can again', async () => {
  const { kept, line, fail } = fakeMain();
  const session = createLabelSession(opened, line);
  await ready(session);
  fail(true);
  session.gesture(setVerdict(said(session.store.getState(), 'a'), 'IS'));
  await ready(session);
  assert.equal(session.store.getState().saving.kind, 'failed');
  const failed: string[] = [];
  session.commit(false, (item) => failed.push(item.clipId));
  await ready(session);
  assert.deepEqual(failed, ['a']);
  assert.equal(session.store.getState().queue[0]?.state, 'begun');
  fail(false);
  await delay(40);
  assert.equal(session.store.getState().saving.kind, 'saved');
  assert.equal(kept.drafts.get('a')?.verdict, 'IS');
  assert.equal(kept.history.length, 1);
  session.stop();
});

const act = fc.oneof(
  fc.record({ kind: fc.constant('verdict' as const), verdict: fc.constantFrom('IS' as const, 'healthy' as const, 'not-lung' as const) }),
  fc.record({ kind: fc.constant('type' as const), text: fc.string({ maxLength: 3 }) }),
  fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'commit' as const, 'wait' as const) }),
  fc.record({ kind: fc.constant('go' as const), to: fc.nat(2) }),
);

test('whatever is done, main holds what is on the page, and all undone every clip is as at the start', async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
    const { kept, line } = fakeMain();
    const session = createLabelSession(opened, line);
    await ready(session);
    for (const one of acts) {
      const content = said(session.store.getState(), session.item()?.clipId ?? '');
      if (one.kind === 'verdict') session.gesture(setVerdict(content, one.verdict));
      else if (one.kind === 'type') session.gesture(setComment(content, one.text));
      else if (one.kind === 'undo') session.undo();
      else if (one.kind === 'redo') session.redo();
      else if (one.kind === 'go') session.go(one.to);
      else if (one.kind === 'commit') session.commit(false, never);
      if (one.kind === 'wait' || !session.store.getState().clips.has(session.item()?.clipId ?? '')) await ready(session);
    }
    await ready(session);
    const { drafts, history, position } = session.store.getState();
    assert.deepEqual([...kept.drafts], [...drafts].map(([id, { content }]) => [id, content]));
    assert.deepEqual([kept.history, kept.applied, kept.position], [history.entries, history.applied, position]);
    while (session.undo() !== null) await ready(session);
    for (const id of ids) {
      const { verdict, comment } = said({ clips: new Map(), drafts: session.store.getState().drafts }, id);
      assert.deepEqual([verdict, comment], [null, '']);
    }
  }), { numRuns: 60 });
});

test('pace: from the gaps between commits; pauses do not count', () => {
  assert.equal(clipsPerMinute([0, 20_000]), null);
  assert.equal(clipsPerMinute([0, 20_000, 40_000]), 3);
  assert.equal(clipsPerMinute([0, 20_000, 40_000, 1_040_000, 1_060_000]), 3);
});

import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import type { ExamDetail, ExamPage, ExamQuery, ExamRow } from '../../preload/domain.ts';
import { everyCase } from './case-filter.ts';
import { createCaseLog } from './case-log-store.ts';
import { rowAt } from './case-log.ts';

function row(id: string, pseudonym = id): ExamRow {
  return {
    id, pseudonym, examinedAt: '2026-11-23T09:00:00Z', protocol: 'blue6', zones: [], zoneless: { IS: 0, analysed: 0, rejected: 0 }, clips: 0, sizeBytes: 0, readState: 'unread', simulated: false,
    result: { protocol: 'blue6', zonesTotal: 6, zonesExamined: 0, zonesRead: 0, positiveLeft: 0, positiveRight: 0, complete: false, verdict: 'incomplete', rule: '' },
  };
}

function setUp(answerOf: (query: ExamQuery) => Promise<ExamPage>) {
  const asked: ExamQuery[] = [];
  const store = createCaseLog({
    list: (query) => {
      asked.push(query);
      return answerOf(query);
    },
    get: (id) => Promise.resolve<ExamDetail>({ ...row(id, `${id} renewed`), notes: '', createdAt: '', clipRows: [] }),
    asError: () => ({ code: 'storage-failed', message: 'm', hint: 'h' }),
    settleMs: 1,
  });
  return { store, asked };
}

const page = (...ids: string[]): ExamPage => ({ rows: ids.map((id) => row(id)), next: null, total: ids.length });

test('an answer to an older filter is dropped', async () => {
  const { store } = setUp(async ({ text }) => {
    await wait(text === 'slow' ? 20 : 1);
    return page(text);
  });
  store.getState().show({ ...everyCase, text: 'slow' });
  store.getState().show({ ...everyCase, text: 'fast' });
  await wait(40);
  assert.equal(rowAt(store.getState().log, 0)?.id, 'fast');
  assert.equal(store.getState().stale, false);
});

test('rows stay on screen until the new filter answers', async () => {
  const { store } = setUp(({ text }) => Promise.resolve(page(text)));
  store.getState().show({ ...everyCase, text: 'a' });
  await wait(5);
  store.getState().show({ ...everyCase, text: 'b' });
  assert.equal(rowAt(store.getState().log, 0)?.id, 'a');
  assert.equal(store.getState().stale, true);
  await wait(5);
  assert.equal(rowAt(store.getState().log, 0)?.id, 'b');
});

test('a failure is kept for showing, and trying again clears it', async () => {
  let fail = true;
  const { store } = setUp(() => (fail ? Promise.reject(new Error('no')) : Promise.resolve(page('a'))));
  store.getState().show(everyCase);
  await wait(5);
  assert.equal(store.getState().error?.code, 'storage-failed');
  fail = false;
  store.getState().refresh();
  await wait(5);
  assert.equal(store.getState().error, null);
  assert.equal(rowAt(store.getState().log, 0)?.id, 'a');
});

test('a changed exam renews its row; a new one renews the log', async () => {
  const ids = ['a', 'b'];
  const { store, asked } = setUp(() => Promise.resolve(page(...ids)));
  store.getState().show(everyCase);
  await wait(5);
  store.getState().examChanged('b');
  store.getState().examChanged('b');
  await wait(10);
  assert.equal(rowAt(store.getState().log, 1)?.pseudonym, 'b renewed');
  assert.equal(asked.length, 1);
  ids.unshift('c');
  store.getState().examChanged('c');
  await wait(10);
  assert.equal(rowAt(store.getState().log, 0)?.id, 'c');
});

test('an exam that the filter leaves out costs one reload, not one a change', async () => {
  const { store, asked } = setUp(() => Promise.resolve(page('a')));
  store.getState().show(everyCase);
  await wait(5);
  for (let n = 0; n < 4; n += 1) {
    store.getState().examChanged('hidden');
    await wait(8);
  }
  assert.equal(asked.length, 2);
  store.getState().show({ ...everyCase, text: 'hid' });
  await wait(5);
  store.getState().examChanged('hidden');
  await wait(8);
  assert.equal(asked.length, 4, 'a new filter may let it in');
});

test('the selection stays inside the log', async () => {
  const { store } = setUp(() => Promise.resolve(page('a', 'b')));
  store.getState().show(everyCase);
  await wait(5);
  store.getState().select(99);
  assert.equal(store.getState().selected, 1);
  store.getState().select(-1);
  assert.equal(store.getState().selected, 0);
});

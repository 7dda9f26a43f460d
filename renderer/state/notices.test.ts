import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNotices } from './notices.ts';

const error = { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' } as const;

test('equal errors show once, at most four stay', () => {
  const store = createNotices();
  const { showError } = store.getState();
  showError(error);
  showError(error);
  assert.equal(store.getState().toasts.length, 1);
  for (const n of [1, 2, 3, 4]) showError({ ...error, message: `Message ${n}` });
  assert.deepEqual(store.getState().toasts.map(({ message }) => message), ['Message 1', 'Message 2', 'Message 3', 'Message 4']);
});

test('stopping something is no error', () => {
  const store = createNotices();
  store.getState().showError({ ...error, code: 'cancelled' });
  assert.equal(store.getState().toasts.length, 0);
});

test('an equal sentence is announced again', () => {
  const store = createNotices();
  store.getState().announce('Done.');
  store.getState().announce('Done.');
  assert.deepEqual(store.getState().spoken, { text: 'Done.', turn: 2 });
});

test('dismissing removes one toast', () => {
  const store = createNotices();
  store.getState().showError(error);
  store.getState().showDone('Saved.');
  const first = store.getState().toasts[0];
  assert.ok(first);
  store.getState().dismiss(first.id);
  assert.deepEqual(store.getState().toasts.map(({ kind }) => kind), ['done']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShortcutRegistry } from './shortcuts.ts';
import type { ShortcutBinding } from './shortcuts.ts';

function press(key: string): KeyboardEvent {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false } as KeyboardEvent;
}

function setUp() {
  const registry = createShortcutRegistry();
  const ran: string[] = [];
  const binding = (keys: string, label: string): ShortcutBinding => ({ keys, label, group: 'g', run: () => ran.push(label) });
  return { registry, ran, binding };
}

test('the scope that was added last answers first, and only it', () => {
  const { registry, ran, binding } = setUp();
  registry.add('page', () => [binding('a', 'page')]);
  const remove = registry.add('clip', () => [binding('a', 'clip')]);
  assert.ok(registry.press(press('a')));
  remove();
  assert.ok(registry.press(press('a')));
  assert.deepEqual(ran, ['clip', 'page']);
});

test('bindings are read at each press', () => {
  const { registry, ran, binding } = setUp();
  let bindings: readonly ShortcutBinding[] = [];
  registry.add('page', () => bindings);
  assert.ok(!registry.press(press('a')));
  bindings = [binding('a', 'late')];
  assert.ok(registry.press(press('a')));
  assert.deepEqual(ran, ['late']);
});

test('one scope mounted twice is removed once at a time', () => {
  const { registry, binding } = setUp();
  const read = () => [binding('a', 'same')];
  const removeFirst = registry.add('page', read);
  registry.add('page', read);
  removeFirst();
  assert.equal(registry.all().length, 1);
  assert.equal(registry.all()[0]?.scope, 'page');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { belongsToControl, keyCaps, matches, parseKeys } from './shortcut-keys.ts';
import type { KeyPress } from './shortcut-keys.ts';

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

test('letters compare without case but with Shift', () => {
  assert.ok(matches(parseKeys('H'), press('h')));
  assert.ok(matches(parseKeys('h'), press('H')), 'Caps Lock');
  assert.ok(!matches(parseKeys('H'), press('H', { shiftKey: true })));
  assert.ok(matches(parseKeys('Ctrl+Shift+Z'), press('Z', { ctrlKey: true, shiftKey: true })));
  assert.ok(!matches(parseKeys('Z'), press('z', { ctrlKey: true })));
});

test('Command counts as Ctrl', () => {
  assert.ok(matches(parseKeys('Ctrl+K'), press('k', { metaKey: true })));
});

test('symbols match however the layout reaches them', () => {
  assert.ok(matches(parseKeys('?'), press('?', { shiftKey: true })));
  assert.ok(matches(parseKeys('+'), press('+', { shiftKey: true })));
  assert.ok(matches(parseKeys('+'), press('+')));
  assert.ok(matches(parseKeys('['), press('[')));
  assert.ok(!matches(parseKeys('['), press('[', { altKey: true })));
});

test('digits match by key or by place', () => {
  assert.ok(matches(parseKeys('1'), press('1', { code: 'Digit1' })));
  assert.ok(matches(parseKeys('1'), press('&', { code: 'Digit1' })), 'French layout');
  assert.ok(matches(parseKeys('0'), press('0', { code: 'Numpad0' })));
  assert.ok(!matches(parseKeys('7'), press('Home', { code: 'Numpad7' })), 'Num Lock off');
  assert.ok(!matches(parseKeys('1'), press('!', { code: 'Digit1', shiftKey: true })), 'Shift+1 is "!"');
  assert.ok(!matches(parseKeys('2'), press('1', { code: 'Digit1' })));
});

test('named keys and Space', () => {
  assert.ok(matches(parseKeys('Space'), press(' ')));
  assert.ok(matches(parseKeys('Shift+ArrowLeft'), press('ArrowLeft', { shiftKey: true })));
  assert.ok(!matches(parseKeys('ArrowLeft'), press('ArrowLeft', { shiftKey: true })));
});

test('caps for the sheet', () => {
  assert.deepEqual(keyCaps('Ctrl+K'), ['Ctrl', 'K']);
  assert.deepEqual(keyCaps('Shift+ArrowLeft'), ['Shift', '←']);
  assert.deepEqual(keyCaps('Ctrl++'), ['Ctrl', '+']);
  assert.deepEqual(keyCaps('Space'), ['Space']);
});

test('controls keep the keys they need', () => {
  assert.ok(belongsToControl('text', press('a')));
  assert.ok(belongsToControl('text', press('z', { ctrlKey: true })), 'undo of the field');
  for (const key of ['k', 's', 'p', 'Enter']) assert.ok(!belongsToControl('text', press(key, { ctrlKey: true })), `Ctrl+${key} works while typing`);
  assert.ok(belongsToControl('range', press('ArrowLeft')));
  assert.ok(!belongsToControl('range', press(' ')));
  assert.ok(belongsToControl('button', press(' ')));
  assert.ok(!belongsToControl('button', press('1')));
  assert.ok(belongsToControl('popup', press('Escape')));
  assert.ok(!belongsToControl('page', press(' ')));
});

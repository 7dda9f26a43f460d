import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineStatus, ExamRow, Job } from '../../preload/domain.ts';
import type { ShortcutBinding } from '../shortcuts.ts';
import { engineWords } from './engine-words.ts';
import { jobState, percent, trayWords } from './job-words.ts';
import { paletteEntries, wordsMatch } from './palette-entries.ts';
import { groupShortcuts } from './shortcut-groups.ts';

const error = { code: 'disk-full', message: 'The disk is full.', hint: 'Free some room.' } as const;
const running: Job = {
  id: 'a', kind: 'import', title: 'Import 12 files', examId: null, clipId: null, progress: 0.42, createdAt: '1', failures: [], state: 'running', step: 'decoding', etaMs: 42_000,
};
const ended = { ...running, finishedAt: '2' };

test('a job’s state in words', () => {
  assert.equal(jobState(running), 'decoding, 40 s left');
  assert.equal(jobState({ ...running, etaMs: null }), 'decoding');
  assert.equal(jobState({ ...ended, state: 'done' }), 'done');
  assert.equal(jobState({ ...ended, state: 'done', failures: [{ item: 'x', error }] }), 'done, 1 item failed');
  assert.equal(jobState({ ...ended, state: 'failed', error }), 'The disk is full.');
});

test('the tray sums up what runs, else what needs attention', () => {
  assert.equal(trayWords([], null), 'No tasks');
  assert.equal(trayWords([running], 0.42), '1 task, 42%, 40 s left');
  assert.equal(trayWords([{ ...running, state: 'queued' }, running], 0.2), '2 tasks, 20%, 40 s left');
  assert.equal(trayWords([{ ...running, state: 'interrupted' }], null), '1 task needs attention');
});

test('what runs is never called complete', () => {
  assert.equal(percent(1), '99%');
  assert.equal(percent(0), '0%');
});

test('a restarting or failed engine asks for attention', () => {
  const status: EngineStatus = { state: 'ready', provider: 'cpu', precision: 'int8', model: null, attempts: [], restarts: 0, error: null };
  assert.deepEqual(engineWords(status), { text: 'Analysis ready on CPU, 8-bit', attention: false });
  assert.equal(engineWords({ ...status, state: 'restarting' }).attention, true);
  assert.equal(engineWords({ ...status, state: 'failed', error }).text, 'The disk is full.');
});

const binding = (keys: string, label: string, group: string): ShortcutBinding => ({ keys, label, group, run: () => undefined });

test('keys with one label share a line; "Everywhere" comes last', () => {
  const groups = groupShortcuts([binding('?', 'Keys', 'Everywhere'), binding('ArrowDown', 'Next', 'Exam'), binding('ArrowRight', 'Next', 'Exam'), binding('ArrowRight', 'Next', 'Exam')]);
  assert.deepEqual(groups.map(({ name }) => name), ['Exam', 'Everywhere']);
  assert.deepEqual(groups[0]?.lines.map(({ label, bindings }) => [label, bindings.length]), [['Next', 2]]);
});

test('the palette finds actions by the starts of their words, each once', () => {
  assert.ok(wordsMatch('Go to settings', 'go set'));
  assert.ok(!wordsMatch('Go to settings', 'ettings'));
  const bindings = [binding('Alt+3', 'Go to settings', 'g'), binding('x', 'Go to settings', 'g'), binding('Ctrl+K', 'Go find', 'g')];
  assert.deepEqual(paletteEntries(bindings, [], 'go').map(({ kind, id }) => [kind, id]), [['action', 'action-0']]);
});

test('exams stand before actions, and only once something is typed', () => {
  const exam = { id: 'e1' } as ExamRow;
  const bindings = [binding('Alt+3', 'Go to settings', 'g')];
  assert.deepEqual(paletteEntries(bindings, [exam], 'set').map(({ kind }) => kind), ['exam', 'action']);
  assert.deepEqual(paletteEntries(bindings, [exam], ' ').map(({ kind }) => kind), ['action']);
});

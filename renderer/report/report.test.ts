import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppError } from '../../preload/domain.ts';
import type { ReportEntries, ReportState, ZoneEntry } from '../../preload/report.ts';
import { checkMacroName, expandMacro } from './macros.ts';
import { gridFields, nextValue, sourceWords, withValue } from './report-fields.ts';
import { createReportStore } from './report-store.ts';
import { gridStep } from './zone-grid-keys.ts';

const zone: ZoneEntry = {
  zone: 'R1', state: null, bLines: null, aLines: null, pleura: null, involved: null, consolidation: null, effusion: null, sliding: null, score: null, evidence: [], note: '', sources: {},
};
const macros = [{ name: 'norm', text: 'Normal aeration.' }];
const press = (key: string, more: object = {}) => ({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...more });

test('a macro is written out when a blank follows it, and only then', () => {
  assert.deepEqual(expandMacro('Seen: ;norm ', 12, macros), { text: 'Seen: Normal aeration. ', caret: 23 });
  assert.deepEqual(expandMacro(';norm\nrest', 6, macros), { text: 'Normal aeration.\nrest', caret: 17 });
  for (const text of [';norm', ';other ', 'a;norm ', '; norm ']) assert.equal(expandMacro(text, text.length, macros), null, text);
  assert.equal(expandMacro(';norm and more', 14, macros), null, 'the caret stands elsewhere');
});

test('macro names', () => {
  assert.equal(checkMacroName('eff2', macros), null);
  for (const name of ['norm', 'Norm', 'a b', '', 'x'.repeat(21)]) assert.ok(checkMacroName(name, macros), name);
});

test('arrows move within the table; letters and digits say', () => {
  const move = (cell: { row: number; column: number }, key: string) => gridStep(cell, press(key), zone, 8);
  assert.deepEqual(move({ row: 0, column: 0 }, 'ArrowUp'), { kind: 'move', to: { row: 0, column: 0 } });
  assert.deepEqual(move({ row: 7, column: 8 }, 'ArrowDown'), { kind: 'move', to: { row: 7, column: 8 } });
  assert.deepEqual(gridStep({ row: 3, column: 3 }, press('End', { ctrlKey: true }), zone, 8), { kind: 'move', to: { row: 7, column: gridFields.length - 1 } });
  const said = gridStep({ row: 0, column: 2 }, press('3'), zone, 8);
  assert.ok(said?.kind === 'set' && said.entry.bLines === '3+' && said.entry.state === 'pathological', 'a positive finding tells the state too');
  const scored = gridStep({ row: 0, column: 8 }, press('0'), zone, 8);
  assert.ok(scored?.kind === 'set' && scored.entry.score === 0, 'score digits are scores');
  assert.equal(gridStep({ row: 0, column: 2 }, press('9'), zone, 8), null);
  assert.equal(gridStep({ row: 0, column: 2 }, press('s', { ctrlKey: true }), zone, 8), null, 'the page’s own keys stay');
  assert.deepEqual(gridStep({ row: 0, column: 0 }, press('t'), zone, 8), { kind: 'take-ai' });
});

test('Space goes round and ends at nothing; what was said of the state stays', () => {
  const bLines = gridFields[2];
  assert.ok(bLines !== undefined);
  assert.deepEqual([null, '0', '1-2', '3+', 'confluent'].map((value) => nextValue(bLines, value, 1)), ['0', '1-2', '3+', 'confluent', null]);
  assert.equal(nextValue(bLines, null, -1), 'confluent');
  assert.equal(withValue({ ...zone, state: 'normal' }, 'bLines', '3+').state, 'normal');
  assert.equal(withValue(zone, 'bLines', null).state, null);
});

test('sources in words name the person', () => {
  const model = { id: 'm', version: '1', sha256: 'a' };
  assert.equal(sourceWords({ kind: 'ai', analysisId: 'a', model, probability: 0.917, confirmedBy: 'JD', confirmedAt: '' }), 'from AI (m, 0.92), confirmed by JD');
  assert.equal(sourceWords({ kind: 'reading', reader: 'AB', readings: [] }), 'from AB’s readings');
});

const blank: ReportEntries = { format: 1, indication: '', position: null, technicalLimits: '', scheme: 'lus', whyIncomplete: '', zones: [zone], conclusion: '', keyImages: [] };
const conflict: AppError = { code: 'conflict', message: 'Saved elsewhere.', hint: '' };

/** Main's side: revisions that grow, and a save that may be held up. */
function main(hold: () => Promise<void> = async () => undefined) {
  let revision = 0;
  let entries = blank;
  const saved: string[] = [];
  // Only what the store looks at.
  const state = (): ReportState => ({ stage: revision === 0 ? 'new' : 'draft', revision, entries } as unknown as ReportState);
  const store = createReportStore({
    pauseMs: 1_000_000,
    asError: (thrown) => thrown as AppError,
    get: async () => state(),
    save: async (known, edit) => {
      await hold();
      // A typed error, as the bridge throws it.
      // oxlint-disable-next-line typescript/only-throw-error
      if (known !== revision) throw conflict;
      revision += 1;
      entries = { ...edit, zones: edit.zones.map((one) => ({ ...one, sources: {} })) };
      saved.push(edit.indication);
      return state();
    },
  });
  return { store, saved, elsewhere: () => {
    revision += 1;
    entries = { ...entries, indication: 'theirs' };
  } };
}

const type = (text: string) => (entries: ReportEntries): ReportEntries => ({ ...entries, indication: text });

test('what is typed while a save runs is saved after it, with the revision that it made', async () => {
  const gate = Promise.withResolvers<void>();
  const { store, saved } = main(() => gate.promise);
  await store.load();
  store.edit(type('a'));
  const first = store.flush();
  store.edit(type('ab'));
  gate.resolve();
  assert.equal(await first, true);
  assert.deepEqual(saved, ['a', 'ab']);
  assert.equal(store.view.getState().saving, 'saved');
  assert.equal(store.view.getState().entries?.indication, 'ab');
});

test('nothing typed, nothing saved; a conflict shows what the other saved', async () => {
  const { store, saved, elsewhere } = main();
  await store.load();
  assert.equal(await store.flush(), true);
  assert.deepEqual(saved, []);
  store.edit(type('mine'));
  elsewhere();
  assert.equal(await store.flush(), false);
  assert.equal(store.view.getState().entries?.indication, 'theirs');
});

test('an action saves first and then works on the newest revision', async () => {
  const { store, saved } = main();
  await store.load();
  store.edit(type('typed'));
  const seen: number[] = [];
  await store.act(async (revision) => {
    seen.push(revision);
    return { ...store.view.getState().report } as ReportState;
  });
  assert.deepEqual([saved, seen], [['typed'], [1]]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { conclusionSuggestions } from './conclusion.ts';
import { reportContent } from './content.ts';
import { applyEdit, refill, takeSuggestion } from './edits.ts';
import type { AiSuggestion } from './edits.ts';
import { blankEntries, filled, model, signed, testFacts } from './test-report.ts';

const normal = { state: 'normal', bLines: '0', aLines: true, consolidation: 'none', effusion: 'none' } as const;
const writer = { reader: 'JD', at: '2026-11-23T10:30:00.000Z' };

test('a complete exam has a total; one open zone takes it away and says so', () => {
  const complete = reportContent(filled(normal, { R1: { state: 'pathological', bLines: '3+' } }), testFacts());
  assert.deepEqual([complete.total.value, complete.total.of], [1, 24]);
  const open = reportContent(filled(normal, { L4: { state: 'not-examined' } }), testFacts());
  assert.deepEqual([open.total.value, open.total.reason], [null, '7 of 8 zones scored: no total.']);
  assert.equal(open.completeness.words, '7 of 8 zones examined and reported; not examined: L4.');
  assert.equal(open.zones.find(({ zone }) => zone === 'L4')?.score.value, null);
});

test('the zone rule counts confirmed zones alone', () => {
  const positive = { state: 'pathological', bLines: '3+' } as const;
  const result = (some: Parameters<typeof filled>[1]) => reportContent(filled(normal, some), testFacts()).result;
  assert.equal(result({ R1: positive, R2: positive, L1: positive, L2: positive }).verdict, 'IS');
  assert.equal(result({ R1: positive, R2: positive, L1: positive }).verdict, 'not-IS');
  assert.equal(result({ R1: positive, R2: positive, L1: { state: 'not-examined' }, L2: positive }).verdict, 'incomplete');
  assert.equal(reportContent(blankEntries(), testFacts()).result.verdict, 'incomplete', 'an IS result of the model alone counts for nothing');
  assert.equal(result({ L3: { state: 'pathological', effusion: 'small' } }).positiveLeft, 0, 'an effusion is no positive zone');
});

test('a reader’s own score stands beside the rule’s', () => {
  const { score } = reportContent(filled(normal, { R1: { bLines: '3+', score: 2 } }), testFacts()).zones[0] ?? {};
  assert.deepEqual([score?.value, score?.basis, score?.byRule], [2, 'reader', 1]);
  assert.match(score?.reason ?? '', /the rule gives 1/);
});

test('every model is named with its version, and the research statement stands', () => {
  assert.match(reportContent(blankEntries(), testFacts()).ai.statement, /test-model 1\.2\.0 \(SHA-256 cdcdcdcdcdcd\).*Decision support for research use, not a diagnosis/);
  assert.match(reportContent(blankEntries(), testFacts({ ai: [] })).ai.statement, /^No AI result.*not a diagnosis/);
});

test('edits record who typed what, and leave other values their source', () => {
  const reading = { kind: 'reading', reader: 'AB', readings: ['r1'] } as const;
  const before = filled({ state: 'normal', bLines: '0', sources: { state: reading, bLines: reading } });
  const edit = { ...before, zones: before.zones.map((entry) => (entry.zone === 'R2' ? { ...entry, bLines: '3+', aLines: false, state: null } as const : entry)) };
  const after = applyEdit(before, edit, writer);
  assert.deepEqual(after.zones.find(({ zone }) => zone === 'R2')?.sources, { bLines: { kind: 'typed', ...writer }, aLines: { kind: 'typed', ...writer } });
  assert.deepEqual(after.zones.find(({ zone }) => zone === 'R1'), before.zones.find(({ zone }) => zone === 'R1'));
});

test('AI reaches a report by a person’s key alone, and the report says so', () => {
  const suggestion: AiSuggestion = {
    state: 'pathological', evidence: { clipId: 'c-R1', frame: 12, from: 'ai' },
    source: { kind: 'ai', analysisId: 'a1', model, probability: 0.92, confirmedBy: 'JD', confirmedAt: writer.at },
  };
  assert.ok(reportContent(blankEntries(), testFacts()).zones.every(({ state, sources }) => state === null && Object.keys(sources).length === 0));
  const taken = takeSuggestion(takeSuggestion(blankEntries(), 'R1', suggestion), 'R1', suggestion);
  const [zone] = taken.zones;
  assert.deepEqual([zone?.state, zone?.evidence.length, zone?.sources.state?.kind], ['pathological', 1, 'ai']);
  const kept = applyEdit(taken, taken, writer);
  assert.equal(kept.zones[0]?.sources.state?.kind, 'ai', 'an edit elsewhere leaves it');
});

test('newer readings replace older ones, never what a person typed', () => {
  const old = { kind: 'reading', reader: 'AB', readings: ['r1'] } as const;
  const typed = { kind: 'typed', ...writer } as const;
  const before = filled({ state: 'normal', bLines: '0', sources: { state: old, bLines: typed } });
  const fresh = filled({ state: 'pathological', bLines: '3+', sources: { state: { ...old, readings: ['r2'] }, bLines: old } });
  const [zone] = refill(before, fresh).zones;
  assert.deepEqual([zone?.state, zone?.bLines, zone?.sources.bLines], ['pathological', '0', typed]);
});

test('comparison with the prior exam: by score, by findings, or not at all', () => {
  const prior = signed(filled(normal, { R1: { state: 'pathological', bLines: '3+' }, R2: { bLines: 'confluent', involved: null }, L1: { state: 'not-examined' } }), testFacts());
  const now = reportContent(filled(normal, { R2: { bLines: '3+' }, L2: { bLines: '3+' } }), testFacts({ prior }));
  const change = (zone: string) => now.prior?.zones.find((one) => one.zone === zone);
  assert.deepEqual([change('R1')?.change, change('R1')?.by, change('R1')?.words], ['better', 'score', '1 to 0']);
  assert.deepEqual([change('R2')?.change, change('R2')?.by], ['better', 'findings'], 'coalescent without a share has no score');
  assert.deepEqual([change('L1')?.change, change('L1')?.words], [null, 'not examined then']);
  assert.equal(change('L2')?.change, 'worse');
  assert.equal(change('R3')?.change, 'same');
  assert.equal(now.prior?.total, null, 'no total then');
  const other = reportContent({ ...filled(normal), scheme: 'soldati' }, testFacts({ prior }));
  assert.match(other.prior?.notCompared ?? '', /other score then \(LUS score\)/);
  assert.ok(other.prior?.zones.every(({ by }) => by !== 'score'));
  const elsewhere = testFacts({ prior: { ...prior, content: { ...prior.content, protocol: 'zones12' } } });
  assert.deepEqual(reportContent(filled(normal), elsewhere).prior?.zones, []);
});

test('totals of different schemes or protocols are never compared', () => {
  const schemes = fc.constantFrom('lus', 'soldati');
  fc.assert(fc.property(schemes, schemes, (then, now) => {
    const graded = (scheme: 'lus' | 'soldati') => ({ ...filled({ ...normal, pleura: 'regular' }), scheme });
    const content = reportContent(graded(now), testFacts({ prior: signed(graded(then), testFacts()) }));
    assert.equal(content.prior?.total !== null, then === now);
  }));
});

test('conclusions follow from the zones and never from the model', () => {
  assert.deepEqual(conclusionSuggestions(reportContent(blankEntries(), testFacts())), []);
  const words = conclusionSuggestions(reportContent(filled(normal, { R1: { bLines: '3+', state: 'pathological' }, L3: { consolidation: 'lobar', effusion: 'small', state: 'pathological' } }), testFacts())).join(' ');
  assert.match(words, /No bilateral interstitial pattern by the zone rule \(positive zones: right 1, left 0\)\. B-lines in R1 only\./);
  assert.match(words, /Consolidation in L3\. Pleural effusion in L3\./);
  assert.match(words, /LUS score 4 of 24/);
  assert.doesNotMatch(words, /No consolidation/);
  const open = conclusionSuggestions(reportContent(filled(normal, { L4: { state: 'not-examined' } }), testFacts())).join(' ');
  assert.match(open, /^Incomplete exam, 7 of 8 zones/);
  assert.doesNotMatch(open, /of 24|No consolidation/, 'no total and nothing called absent');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ZoneFindings, ZoneScoreValue } from '../../preload/report.ts';
import { lusScore, scoreByRule, scoreTotal, soldatiScore } from './lus-score.ts';

const nothing: ZoneFindings = { state: null, bLines: null, aLines: null, pleura: null, involved: null, consolidation: null, effusion: null, sliding: null };
const arbitrary: fc.Arbitrary<ZoneFindings> = fc.record({
  state: fc.constantFrom('normal', 'pathological', 'not-examined', null),
  bLines: fc.constantFrom('0', '1-2', '3+', 'confluent', null),
  aLines: fc.constantFrom(true, false, null),
  pleura: fc.constantFrom('regular', 'irregular', 'broken', null),
  involved: fc.constantFrom('under-half', 'over-half', null),
  consolidation: fc.constantFrom('none', 'subpleural', 'lobar', null),
  effusion: fc.constantFrom('none', 'small', 'large', null),
  sliding: fc.constantFrom('present', 'absent', 'lung-point', null),
});

const lusTable: readonly (readonly [Partial<ZoneFindings>, ZoneScoreValue | null])[] = [
  [{ aLines: true }, 0],
  [{ bLines: '0' }, 0],
  [{ bLines: '1-2', aLines: true }, 0],
  [{ bLines: '3+' }, 1],
  [{ bLines: 'confluent', involved: 'under-half' }, 1],
  [{ bLines: 'confluent', involved: 'over-half' }, 2],
  [{ bLines: 'confluent' }, null],
  [{ bLines: '0', consolidation: 'subpleural', involved: 'under-half' }, 1],
  [{ bLines: '3+', consolidation: 'subpleural', involved: 'over-half' }, 2],
  [{ bLines: '0', consolidation: 'lobar' }, 3],
  [{ bLines: 'confluent', involved: 'over-half', consolidation: 'lobar' }, 3],
  [{}, null],
  [{ aLines: false }, null],
  [{ bLines: '3+', state: 'not-examined' }, null],
];

test('the LUS score of a zone, as its definition says', () => {
  for (const [findings, expected] of lusTable) assert.equal(lusScore({ ...nothing, ...findings }).value, expected, JSON.stringify(findings));
});

test('the COVID-19 scheme grades other things', () => {
  const score = (findings: Partial<ZoneFindings>) => soldatiScore({ ...nothing, ...findings }).value;
  assert.equal(score({ pleura: 'regular', aLines: true }), 0);
  assert.equal(score({ pleura: 'irregular', bLines: '1-2' }), 1);
  assert.equal(score({ pleura: 'broken', bLines: '3+' }), 2);
  assert.equal(score({ consolidation: 'lobar' }), 2, 'a consolidation is 2 here, 3 in the LUS score');
  assert.equal(score({ bLines: 'confluent', involved: 'over-half', consolidation: 'subpleural' }), 3);
  assert.equal(score({ bLines: '0' }), null, 'nothing is known of the pleural line');
});

test('a score always has a reason, lies in 0..3, and an unexamined zone has none', () => {
  fc.assert(fc.property(arbitrary, fc.constantFrom('lus', 'soldati'), (findings, scheme) => {
    const { value, reason } = scoreByRule(scheme, findings);
    assert.ok(reason.length > 3);
    assert.ok(value === null || [0, 1, 2, 3].includes(value));
    if (findings.state === 'not-examined') assert.equal(value, null);
  }));
});

test('a worse finding never lowers the LUS score', () => {
  const bLines = ['0', '1-2', '3+', 'confluent'] as const;
  fc.assert(fc.property(arbitrary, fc.nat(2), (findings, at) => {
    const known = { ...findings, involved: findings.involved ?? 'over-half' } as const;
    const milder = lusScore({ ...known, bLines: bLines[at] ?? '0' }).value;
    const worse = lusScore({ ...known, bLines: bLines[at + 1] ?? 'confluent' }).value;
    assert.ok((milder ?? 0) <= (worse ?? 3), `${milder} then ${worse}`);
    const consolidated = lusScore({ ...known, consolidation: 'lobar' }).value;
    assert.equal(consolidated, findings.state === 'not-examined' ? null : 3);
  }));
});

const scores = fc.array(fc.constantFrom<ZoneScoreValue | null>(0, 1, 2, 3, null), { minLength: 8, maxLength: 12 });

test('a total stands for complete protocols only, and is their sum', () => {
  fc.assert(fc.property(scores, fc.constantFrom('lus', 'soldati'), fc.constantFrom('zones8', 'zones12'), (all, scheme, protocol) => {
    const total = scoreTotal(scheme, protocol, all);
    assert.equal(total.scheme, scheme);
    assert.equal(total.protocol, protocol);
    const complete = all.every((score) => score !== null);
    assert.equal(total.value !== null, complete);
    if (total.value === null) assert.match(total.reason, new RegExp(`^${all.filter((score) => score !== null).length} of ${all.length} zones`));
    else assert.deepEqual([total.value, total.of], [all.reduce<number>((sum, score) => sum + (score ?? 0), 0), all.length * 3]);
  }));
});

test('BLUE points have no total', () => {
  const total = scoreTotal('lus', 'blue6', [0, 0, 1, 1, 2, 3]);
  assert.equal(total.value, null);
  assert.match(total.reason ?? '', /no total over BLUE points/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ProtocolId, ZoneFinding, ZoneSummary } from '../../preload/domain.ts';
import { examResult, zonesOf } from './zones.ts';

const protocols: readonly ProtocolId[] = ['blue6', 'zones8', 'zones12'];
const finding = fc.constantFrom<ZoneFinding>('IS', 'healthy', 'indeterminate', 'rejected', 'not-readable', 'not-analysed', 'not-examined');

function summary(zone: string, ai: ZoneFinding, read: ZoneFinding | null = null): ZoneSummary {
  return { zone, clips: ai === 'not-examined' ? 0 : 1, ai, read };
}

function exam(protocol: ProtocolId, findings: Readonly<Record<string, ZoneFinding>>, rest: ZoneFinding = 'healthy'): ZoneSummary[] {
  return zonesOf(protocol).map((zone) => summary(zone.id, findings[zone.id] ?? rest));
}

test('each protocol has its zones, all different, sides even', () => {
  for (const [protocol, count] of [['blue6', 6], ['zones8', 8], ['zones12', 12]] as const) {
    const zones = zonesOf(protocol);
    assert.equal(zones.length, count);
    assert.equal(new Set(zones.map((zone) => zone.id)).size, count);
    assert.equal(zones.filter((zone) => zone.side === 'left').length, count / 2);
    assert.ok(zones.every((zone) => zone.id.startsWith(zone.side === 'left' ? 'L' : 'R')));
  }
});

test('two positive zones on each side are interstitial syndrome, two on one side are not', () => {
  for (const protocol of protocols) {
    assert.equal(examResult(protocol, exam(protocol, { L1: 'IS', L2: 'IS', R1: 'IS', R3: 'IS' })).verdict, 'IS');
    const oneSided = examResult(protocol, exam(protocol, { L1: 'IS', L2: 'IS', L3: 'IS', R1: 'IS' }));
    assert.equal(oneSided.verdict, 'not-IS');
    assert.deepEqual([oneSided.positiveLeft, oneSided.positiveRight], [3, 1]);
  }
});

test('a zone without a safe finding keeps the result open only where it could change it', () => {
  assert.equal(examResult('zones8', exam('zones8', { L1: 'IS', L2: 'IS', R1: 'IS', R2: 'indeterminate' })).verdict, 'indeterminate');
  assert.equal(examResult('zones8', exam('zones8', { L1: 'IS', L2: 'IS', R2: 'not-readable' })).verdict, 'not-IS');
});

test('an incomplete exam says so and is never called free of the syndrome', () => {
  const result = examResult('blue6', exam('blue6', { R3: 'not-examined' }));
  assert.equal(result.verdict, 'incomplete');
  assert.equal(result.complete, false);
  assert.equal(result.zonesExamined, 5);
  assert.match(result.rule, /5 of 6 zones examined/);
  const waiting = examResult('blue6', exam('blue6', { R3: 'not-analysed' }));
  assert.equal(waiting.verdict, 'incomplete');
  assert.match(waiting.rule, /6 of 6 zones examined, 1 without a result yet/);
});

test('the reader stands before the model', () => {
  const zones = exam('zones8', { L1: 'IS', L2: 'IS', R1: 'IS', R2: 'IS' }).map((zone) => (zone.zone === 'R2' ? { ...zone, read: 'healthy' as const } : zone));
  const result = examResult('zones8', zones);
  assert.equal(result.verdict, 'not-IS');
  assert.equal(result.zonesRead, 1);
  assert.match(result.rule, /1 confirmed by a reader/);
});

test('zones of another protocol do not count', () => {
  const result = examResult('blue6', [summary('L5', 'IS'), summary('L6', 'IS'), summary('R5', 'IS'), summary('R6', 'IS')]);
  assert.deepEqual([result.zonesExamined, result.positiveLeft, result.positiveRight, result.verdict], [0, 0, 0, 'incomplete']);
});

test('for any findings: the counts fit, not-IS needs every zone, one more positive zone never undoes IS', () => {
  fc.assert(
    fc.property(fc.constantFrom(...protocols), fc.array(finding, { minLength: 12, maxLength: 12 }), fc.nat(11), (protocol, findings, at) => {
      const zones = zonesOf(protocol).map((zone, index) => summary(zone.id, findings[index] ?? 'not-examined'));
      const result = examResult(protocol, zones);
      assert.equal(result.complete, zones.every((zone) => zone.ai !== 'not-examined'));
      assert.equal(result.positiveLeft + result.positiveRight, zones.filter((zone) => zone.ai === 'IS').length);
      if (result.verdict === 'not-IS') assert.ok(result.complete);
      if (result.verdict !== 'IS') return;
      const more = zones.map((zone, index) => (index === at % zones.length ? summary(zone.zone, 'IS') : zone));
      assert.equal(examResult(protocol, more).verdict, 'IS');
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewsOf, zonesOf } from './zones.ts';

const protocols = ['blue6', 'zones8', 'zones12'] as const;

test('every zone has its own id and key, right side first', () => {
  assert.deepEqual(zonesOf('blue6').map(({ id }) => id), ['R1', 'R2', 'R3', 'L1', 'L2', 'L3']);
  for (const protocol of protocols) {
    const zones = zonesOf(protocol);
    assert.equal(new Set(zones.map(({ id }) => id)).size, zones.length);
    assert.equal(new Set(zones.map(({ key }) => key)).size, zones.length);
    assert.ok(zones.every(({ id, key }) => /^[LR][1-6]$/.test(id) && key !== ''));
  }
  assert.equal(zonesOf('zones12')[9]?.key, '0');
});

test('zones lie inside their drawing and do not overlap', () => {
  for (const protocol of protocols) {
    const zones = zonesOf(protocol);
    for (const zone of zones) {
      assert.ok(zone.x - zone.width / 2 >= 0 && zone.x + zone.width / 2 <= 1 && zone.y + zone.height / 2 <= 1, zone.id);
      for (const other of zones) {
        if (other === zone || other.view !== zone.view) continue;
        const apart = Math.abs(other.x - zone.x) >= (other.width + zone.width) / 2 || Math.abs(other.y - zone.y) >= (other.height + zone.height) / 2;
        assert.ok(apart, `${protocol}: ${zone.id} and ${other.id}`);
      }
    }
  }
});

test('left and right are where the drawing shows them', () => {
  const at = (id: string) => zonesOf('zones12').find((zone) => zone.id === id)?.x ?? Number.NaN;
  assert.ok(at('R1') < 0.5 && at('L1') > 0.5, 'from the front the right lung is on the viewer’s left');
  assert.ok(at('R5') > 0.5 && at('L5') < 0.5, 'from the back it is the other way round');
  const plaps = zonesOf('blue6').filter(({ label }) => label.endsWith('PLAPS point'));
  assert.deepEqual(plaps.map(({ view, x }) => [view, x < 0.5]), [['right-flank', true], ['left-flank', false]], 'PLAPS lies to the back, away from the front drawing');
});

test('the back is drawn only where zones lie there', () => {
  assert.deepEqual(viewsOf('blue6'), ['right-flank', 'front', 'left-flank']);
  assert.deepEqual(viewsOf('zones12'), ['right-flank', 'front', 'left-flank', 'back']);
});

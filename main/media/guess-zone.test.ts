import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guessZones } from './guess-zone.ts';

function one(name: string): string | null {
  return guessZones([name]).zones[0] ?? null;
}

test('numbered zones in many spellings', () => {
  const spellings: readonly (readonly [string, string | null])[] = [
    ['patient_2_R1.mp4', 'R1'], ['patient_10_L3.mp4', 'L3'], ['L1.mp4', 'L1'], ['r2.avi', 'R2'], ['L-3.mov', 'L3'], ['R_02.mp4', 'R2'], ['left 3.gif', 'L3'],
    ['Right zone 4.mp4', 'R4'], ['zone 5 left.mp4', 'L5'], ['3L.mp4', 'L3'], ['2024-11-03_R6.mp4', 'R6'], ['LZ4.mp4', 'L4'], ['P12L3.mp4', 'L3'],
    ['ZoneR1.mp4', 'R1'], ['rechts2.mp4', 'R2'], ['Rt lung 1 (2).mp4', 'R1'], ['gauche_3.mkv', 'L3'], ['left/zone 2.mp4', 'L2'], ['R1/L2.mp4', 'L2'], ['exam 4/R1.mp4', 'R1'],
  ];
  for (const [name, zone] of spellings) assert.equal(one(name), zone, name);
});

test('places in words and abbreviations', () => {
  const spellings: readonly (readonly [string, string | null])[] = [
    ['left upper anterior.mp4', 'L1'], ['Right_Lower_Lateral.mp4', 'R4'], ['ant sup R.mp4', 'R1'], ['RUA.mp4', 'R1'], ['RLA.mp4', 'R2'], ['LUL.mp4', 'L3'],
    ['lll_2.mp4', 'L4'], ['RUP.mp4', 'R5'], ['LPI.mp4', 'L6'], ['RAS.mp4', 'R1'], ['leftPosteriorInferior.mp4', 'L6'], ['L PLAPS.mp4', 'L3'], ['upper blue point left.mp4', 'L1'],
  ];
  for (const [name, zone] of spellings) assert.equal(one(name), zone, name);
});

test('names that say nothing safe stay unassigned', () => {
  for (const name of ['clip 3.mp4', 'Reg_liftl_pneucase3_clip1.mp4', 'IMG_0042.mov', 'video7.avi', 'L9.mp4', 'L12.mp4', 'left.mp4', 'lung.mp4', 'Cov-Atlas-Day+2.gif', 'RML.mp4', '']) {
    assert.equal(one(name), null, name);
  }
});

test('the protocol follows from the zones that appear', () => {
  assert.equal(guessZones(['L1.mp4', 'R3.mp4']).protocol, 'blue6');
  assert.equal(guessZones(['L1.mp4', 'R4.mp4']).protocol, 'zones8');
  assert.equal(guessZones(['L4.mp4', 'R5.mp4']).protocol, 'zones12');
  assert.equal(guessZones(['RUA.mp4', 'LLL.mp4']).protocol, 'zones8');
  assert.equal(guessZones(['RUA.mp4', 'LLP.mp4']).protocol, 'zones12');
  assert.equal(guessZones(['a.mp4', 'b.mp4']).protocol, 'blue6');
  assert.equal(guessZones([]).zones.length, 0);
});

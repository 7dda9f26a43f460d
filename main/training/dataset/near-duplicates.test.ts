import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findDuplicates, leaks, nearThreshold, ofTwoPatients } from './near-duplicates.ts';
import type { FingerprintedClip } from './near-duplicates.ts';
import { hashBits, hashDistance, hashText, pictureHash, readHash } from './picture-hash.ts';
import { seededRank } from './seeded.ts';

const side = 224;

/** A picture of blobs that only the seed decides, moved by `shift` pixels. */
function picture(seed: number, shift = 0, gain = 1): Uint8Array {
  const image = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) image[y * side + x] = Math.min(255, gain * 200 * seededBlob(seed, (x + shift) / 28, y / 28));
  return image;
}

const blobs = new Map<string, number>();
function corner(seed: number, x: number, y: number): number {
  const key = `${x} ${y}`;
  const known = blobs.get(`${seed} ${key}`) ?? seededRank(seed, key);
  blobs.set(`${seed} ${key}`, known);
  return known;
}
function seededBlob(seed: number, x: number, y: number): number {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  const [u, v] = [x - i, y - j];
  return (1 - v) * ((1 - u) * corner(seed, i, j) + u * corner(seed, i + 1, j)) + v * ((1 - u) * corner(seed, i, j + 1) + u * corner(seed, i + 1, j + 1));
}

function clip(clipId: string, seeds: readonly number[], more: Partial<FingerprintedClip> = {}): FingerprintedClip {
  return { clipId, sha256: clipId, patient: clipId, side: 'train', framesSha256: clipId, hashes: seeds.map((seed) => pictureHash(picture(seed), side)), ...more };
}

test('a brighter or slightly moved picture keeps its hash, another one does not', () => {
  const original = pictureHash(picture(1), side);
  assert.ok(hashDistance(original, pictureHash(picture(1, 0, 1.2), side)) <= nearThreshold);
  assert.ok(hashDistance(original, pictureHash(picture(1, 2), side)) <= nearThreshold);
  for (const other of [2, 3, 4]) assert.ok(hashDistance(original, pictureHash(picture(other), side)) > 3 * nearThreshold);
});

test('hashes survive as text; the distance is a count of bits', () => {
  const hash = fc.uint32Array({ minLength: hashBits / 32, maxLength: hashBits / 32 });
  fc.assert(fc.property(hash, hash, fc.nat(hashBits), (a, b, limit) => {
    assert.deepEqual(readHash(hashText(a)), a);
    const exact = [...a].reduce((sum, word, i) => sum + (((word ^ (b[i] ?? 0)) >>> 0).toString(2).match(/1/g)?.length ?? 0), 0);
    assert.equal(hashDistance(a, b), exact);
    assert.equal(hashDistance(a, b, limit) > limit, exact > limit);
  }));
  assert.equal(readHash('xyz'), null);
});

test('a cut of a recording is found, whatever its name; clips with one frame in common are not', () => {
  const long = clip('long', [1, 2, 3, 4, 5, 6, 7, 8]);
  const cut = clip('cut', [5, 6, 7]);
  const other = clip('other', [8, 11, 12, 13, 14]);
  const dark = clip('dark', []);
  assert.deepEqual(findDuplicates([long, cut, other, dark], nearThreshold), [{ first: 'long', second: 'cut', kind: 'near', distance: 0, samePatient: false, sameSide: true }]);
});

test('equal bytes and equal frames are found without any hash', () => {
  const pairs = findDuplicates([clip('a', []), clip('b', [], { sha256: 'a' }), clip('c', [], { framesSha256: 'b', patient: 'b', side: 'test' })], nearThreshold);
  assert.deepEqual(pairs.map(({ first, second, kind }) => [first, second, kind]), [['a', 'b', 'same-file'], ['b', 'c', 'same-pictures']]);
  assert.deepEqual(pairs.map(({ samePatient, sameSide }) => [samePatient, sameSide]), [[false, true], [true, false]]);
  assert.deepEqual([leaks(pairs).length, ofTwoPatients(pairs).length], [1, 1]);
  assert.equal(leaks(findDuplicates([clip('a', [1]), clip('b', [1], { patient: 'a' })], nearThreshold)).length, 0, 'two alike of one patient on one side are no leak');
});

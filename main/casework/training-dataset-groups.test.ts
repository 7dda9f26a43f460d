import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatasetRecord } from '../../db/datasets.ts';
import type { DatasetClip, DuplicatePair, SplitSide } from '../../preload/datasets.ts';
import { labelledOf, trainable } from './training-dataset.ts';

const clip = (clipId: string, patient: string, side: SplitSide) => ({ clipId, patient, side, sha256: `sha-${clipId}`, positive: true, kept: [{ first: 1, last: 3 }] }) as unknown as DatasetClip;
const pair = (first: string, second: string) => ({ first, second }) as DuplicatePair;
const dataset = (...pairs: DuplicatePair[]) => ({ leaks: { pairs } }) as unknown as DatasetRecord;

test('patients who share pictures are one group, through any number of others; what is gone is left out', () => {
  const clips = [clip('a', 'p1', 'train'), clip('b', 'p2', 'train'), clip('c', 'p3', 'train'), clip('d', 'p4', 'train')];
  const labelled = labelledOf(dataset(pair('a', 'b'), pair('c', 'b'), pair('d', 'in the test')), clips, new Set());
  const [a, b, c, d] = labelled.map(({ patient }) => patient);
  assert.deepEqual([a === b, b === c, c === d], [true, true, false]);
  assert.deepEqual(labelledOf(dataset(), clips, new Set(['sha-b'])).map(({ clipId }) => clipId), ['a', 'c', 'd']);
});

test('frames and folds come along; the test side never does', () => {
  const clips = [clip('a', 'p1', 'fold-2'), clip('b', 'p2', 'validation'), clip('c', 'p3', 'test')];
  assert.deepEqual(trainable(clips).map(({ clipId }) => clipId), ['a', 'b']);
  assert.deepEqual(labelledOf(dataset(), clips, new Set()).map((one) => one.dataset), [2, null, null].map((fold) => ({ kept: [{ first: 1, last: 3 }], fold })));
});

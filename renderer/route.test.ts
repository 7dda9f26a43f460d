import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRoute, parseRoute } from './route.ts';
import type { Route } from './route.ts';

test('every route survives the location hash', () => {
  const routes: readonly Route[] = [
    { page: 'cases' }, { page: 'exam', examId: 'e-1' }, { page: 'report', examId: 'e-1' }, { page: 'clip', clipId: 'c_2' },
    { page: 'compare', left: 'a', right: 'b' }, { page: 'models' }, { page: 'models', view: 'training' }, { page: 'labelling', view: 'start' }, { page: 'labelling', view: 'session' }, { page: 'labelling', view: 'adjudication' },
    { page: 'labelling', view: 'agreement' }, { page: 'labelling', view: 'datasets' }, { page: 'settings' },
  ];
  for (const route of routes) assert.deepEqual(parseRoute(formatRoute(route)), route);
});

test('anything else leads to the case log', () => {
  for (const hash of ['', '#', '#/exam', '#/exam/', '#/clip/../x', '#/clip/%20', '#/compare/a', '#/nowhere', `#/exam/${'x'.repeat(65)}`]) {
    assert.deepEqual(parseRoute(hash), { page: 'cases' }, hash);
  }
});

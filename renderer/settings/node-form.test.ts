import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginNode, nodeProblems, nodeRequest } from './node-form.ts';

test('a blank form names what is missing, a filled one becomes a request', () => {
  const blank = beginNode(null);
  assert.deepEqual(Object.keys(nodeProblems(blank)), ['name', 'aeTitle', 'host']);
  const filled = { ...blank, name: ' PACS ', aeTitle: ' ARCHIVE ', host: ' 10.0.0.5 ', port: '4242', worklist: true };
  assert.deepEqual(nodeProblems(filled), {});
  assert.deepEqual(nodeRequest(null, filled), { nodeId: null, name: 'PACS', address: { kind: 'dimse', host: '10.0.0.5', port: 4242, aeTitle: 'ARCHIVE', retrieve: 'get', tls: false }, worklist: true, password: null });
});

test('a DICOMweb service: address checked, an untouched password stays', () => {
  const node = { id: 'n', name: 'Web', worklist: false, address: { kind: 'web', url: 'https://a/dicom-web', user: 'me', hasPassword: true } } as const;
  const form = beginNode(node);
  assert.deepEqual(nodeProblems(form), {});
  assert.equal(nodeRequest('n', form).password, null);
  assert.equal(nodeRequest('n', { ...form, password: 'new' }).password, 'new');
  assert.deepEqual(Object.keys(nodeProblems({ ...form, url: 'ftp://a' })), ['url']);
});

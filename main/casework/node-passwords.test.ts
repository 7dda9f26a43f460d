import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseLog } from '../../db/case-log.ts';
import { memoryCaseLog } from '../../db/test-case-log.ts';
import { archiveNodes, removeNode, saveNode, taskNode } from './archive-settings.ts';
import { createNodePasswords } from './node-passwords.ts';
import type { Keychain } from './node-passwords.ts';

/** Turns each byte around; another user's keychain cannot open it. */
function keychain(user: string): Keychain {
  const turned = (bytes: Buffer): Buffer => bytes.map((byte) => byte ^ 0x5a) as Buffer;
  return {
    available: () => true,
    seal: (text) => turned(Buffer.from(`${user}:${text}`)).toString('base64'),
    open: (sealed) => {
      const text = turned(Buffer.from(sealed, 'base64')).toString();
      return text.startsWith(`${user}:`) ? text.slice(user.length + 1) : null;
    },
  };
}

const web = { id: null, name: 'Archive', worklist: false, address: { kind: 'web', url: 'https://archive/dicom-web', user: 'pleura', hasPassword: false } } as const;

function everythingStored(log: CaseLog): string {
  return JSON.stringify([log.settings.note('archive.passwords'), log.settings.note('archive.nodes')]);
}

test('a password is sealed by the keychain, outlasts the app, and goes with its archive', () => {
  const log = memoryCaseLog();
  const passwords = createNodePasswords(log, keychain('ann'));
  const node = saveNode(log, passwords, web, 'plain-secret');
  assert.ok(!everythingStored(log).includes('plain-secret'));
  const later = createNodePasswords(log, keychain('ann'));
  assert.equal(taskNode(log, later, node.id)?.call.password, 'plain-secret');
  saveNode(log, later, { ...web, id: node.id, name: 'Renamed' }, null);
  assert.equal(later.of(node.id), 'plain-secret', 'a change without a password keeps it');
  assert.ok(removeNode(log, later, node.id));
  assert.equal(later.of(node.id), '');
});

test("another user's keychain opens nothing, and the archive is shown without a password", () => {
  const log = memoryCaseLog();
  saveNode(log, createNodePasswords(log, keychain('ann')), web, 'plain-secret');
  const [node] = archiveNodes(log, createNodePasswords(log, keychain('bob')));
  assert.equal(node?.address.kind === 'web' && node.address.hasPassword, false);
});

test('without a keychain a password is held while the app runs, and never written', () => {
  const log = memoryCaseLog();
  for (const none of [null, { ...keychain('ann'), available: () => false }]) {
    const passwords = createNodePasswords(log, none);
    const node = saveNode(log, passwords, web, 'plain-secret');
    assert.equal(passwords.lasting(), false);
    assert.equal(passwords.of(node.id), 'plain-secret');
    assert.ok(!everythingStored(log).includes('plain-secret'));
    assert.equal(createNodePasswords(log, none).of(node.id), '');
  }
});

test('a plain text of the first versions is sealed, or taken out of the settings', () => {
  const log = memoryCaseLog();
  for (const chain of [keychain('ann'), null]) {
    log.settings.setNote('archive.passwords', JSON.stringify({ n: 'plain-secret' }));
    assert.equal(createNodePasswords(log, chain).of('n'), 'plain-secret');
    assert.ok(!everythingStored(log).includes('plain-secret'));
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session, matchPattern } from './session.ts';

test('match patterns read as in Electron', () => {
  assert.match('wss://a.example/x', matchPattern('*://*/*'));
  assert.doesNotMatch('pleura://app/x', matchPattern('*://*/*'));
  assert.match('https://www.example.com/a/b', matchPattern('https://*.example.com/*'));
  assert.doesNotMatch('https://example.com.evil.org/', matchPattern('https://*.example.com/*'));
  assert.match('anything:at-all', matchPattern('<all_urls>'));
});

test('onBeforeRequest decides what leaves', async () => {
  const session = new Session();
  assert.equal(await session.allows('https://example.com/', false), true);
  session.webRequest.onBeforeRequest({ urls: ['https://*/*'] }, (_details, callback) => callback({ cancel: true }));
  assert.equal(await session.allows('https://example.com/', false), false);
  assert.equal(await session.allows('http://example.com/', false), true);
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !details.url.startsWith('pleura:') }));
  assert.equal(await session.allows('http://example.com/', false), false);
  assert.equal(await session.allows('pleura://app/', true), true);
  session.webRequest.onBeforeRequest(null);
  assert.equal(await session.allows('https://example.com/', false), true);
});

test('permissions are granted unless a handler refuses', async () => {
  const session = new Session();
  assert.equal(await session.grants(null, 'geolocation', 'pleura://app'), true);
  session.setPermissionRequestHandler((_contents, permission, callback) => callback(permission === 'fullscreen'));
  assert.equal(await session.grants(null, 'geolocation', 'pleura://app'), false);
  assert.equal(await session.grants(null, 'fullscreen', 'pleura://app'), true);
  session.setPermissionCheckHandler(() => false);
  assert.equal(await session.grants(null, 'fullscreen', 'pleura://app'), false);
});

test('what is not emulated throws by name', () => {
  assert.throws(() => (new Session() as unknown as { cookies: unknown }).cookies, /Session\.cookies is not emulated/);
});

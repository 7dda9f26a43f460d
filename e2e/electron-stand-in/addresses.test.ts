import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Addresses } from './addresses.ts';

const addresses = new Addresses('t0ken', () => ['pleura']);

test('own addresses map both ways and others stay', () => {
  const own = 'pleura://app/media/clips/1/frames?from=0#x';
  assert.equal(addresses.toHttp(own), 'http://app.pleura.t0ken.localhost/media/clips/1/frames?from=0#x');
  assert.equal(addresses.fromHttp(addresses.toHttp(own)), own);
  for (const other of ['https://example.com/', 'file:///etc/passwd', 'about:blank', 'http://app.pleura.other.localhost/']) {
    assert.equal(addresses.toHttp(other), other);
    assert.equal(addresses.fromHttp(other), other);
  }
});

test('only the secret host is owned', () => {
  assert.ok(addresses.owns('app.pleura.t0ken.localhost'));
  for (const host of ['localhost', '127.0.0.1:80', 'app.pleura.t0ken.localhost.evil.com', 'app.pleura.guess.localhost']) assert.ok(!addresses.owns(host));
});

test('a policy keeps its meaning on the loopback host', () => {
  const policy = "default-src 'none'; script-src 'self'; img-src 'self' pleura: blob:; connect-src pleura://app/; upgrade-insecure-requests";
  assert.equal(
    addresses.adaptPolicy(policy),
    "default-src 'none'; script-src 'self'; img-src 'self' http://*.pleura.t0ken.localhost blob:; connect-src http://app.pleura.t0ken.localhost",
  );
  assert.match(addresses.adaptPolicy("default-src 'none'; worker-src 'none'"), /^default-src 'none'; worker-src 'self'$/);
  assert.match(addresses.adaptPolicy("default-src 'none'"), /worker-src 'self'$/);
});

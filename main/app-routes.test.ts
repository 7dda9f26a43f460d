import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { contentSecurityPolicy, createAppRoutes } from './app-routes.ts';
import type { ClipMediaReader } from './casework/clip-media.ts';
import { isOwnAddress } from './own-address.ts';

const folder = mkdtempSync(join(tmpdir(), 'pleura-routes-'));
const root = join(folder, 'renderer');
after(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(root, 'fonts'), { recursive: true });
writeFileSync(join(root, 'index.html'), '<!doctype html><html><head><title>x</title></head><body></body></html>');
writeFileSync(join(root, 'app.js'), 'js');
writeFileSync(join(root, 'fonts', 'inter.woff2'), 'font');
writeFileSync(join(root, 'secret'), 'no extension');
writeFileSync(join(folder, 'outside.js'), 'outside');

const media: ClipMediaReader = {
  frames: async (clipId, from, count) => {
    if (clipId === 'gone') return { ok: false, reason: 'missing' };
    if (clipId === 'broken') return { ok: false, reason: 'damaged' };
    if (from + count > 10) return { ok: false, reason: 'range' };
    return { ok: true, value: { width: 2, height: 1, channels: 1, bytes: new Uint8Array(count * 2).fill(from) } };
  },
  thumbnails: async (clipId) => (clipId === 'gone' ? { ok: false, reason: 'missing' } : { ok: true, value: Uint8Array.of(1, 2) }),
  close: () => undefined,
};
const token = '0'.repeat(32);
const reports = { page: (asked: string) => (asked === token ? { html: '<p>report', nonce: 'n1' } : null), image: (sha256: string) => (sha256 === 'a'.repeat(64) ? Uint8Array.of(1) : null) };
const routes = createAppRoutes(root, media, reports);
const get = (path: string, method = 'GET') => routes(new Request(`pleura://app${path}`, { method }));

test('the page comes with a fresh nonce in its policy and in its head, and nothing inline is allowed', async () => {
  const pages = await Promise.all(['/', '/index.html'].map((path) => get(path)));
  const nonces = await Promise.all(pages.map(async (page) => {
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok((await page.text()).includes(`<meta name="style-nonce" content="${nonce}"`));
    assert.match(policy, /^default-src 'none';/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(policy, contentSecurityPolicy(nonce));
    return nonce;
  }));
  assert.notEqual(nonces[0], nonces[1]);
});

test('files have their content type; what is not there, has no type or leads outside is 404', async () => {
  assert.equal((await get('/app.js')).headers.get('content-type'), 'text/javascript; charset=utf-8');
  assert.equal((await get('/fonts/inter.woff2')).headers.get('content-type'), 'font/woff2');
  for (const path of ['/missing.js', '/secret', '/fonts', '/../outside.js', '/%2e%2e/outside.js', '/..%2foutside.js', '/fonts/..%5c..%5coutside.js', '/fonts//../../outside.js', '/app.js%00.png', '/.hidden.js', '/media/store/x.png']) {
    assert.equal((await get(path)).status, 404, path);
  }
  assert.equal((await routes(new Request('pleura://other/app.js'))).status, 404);
  assert.equal((await get('/app.js', 'POST')).status, 405);
});

test('no address reaches a file outside the page\'s folder', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '\\', '/', 'outside.js', 'fonts', '//', '%00'), { maxLength: 8 }), async (parts) => {
    const response = await get(`/${parts.join('/')}`);
    assert.notEqual(await response.text(), 'outside');
  }));
});

test('frames are raw bytes with their shape in headers; bad asks have their own status', async () => {
  const response = await get('/media/clips/c1/frames?from=3&count=2');
  assert.equal(response.status, 200);
  assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [3, 3, 3, 3]);
  assert.deepEqual(['width', 'height', 'channels'].map((name) => response.headers.get(`x-frame-${name}`)), ['2', '1', '1']);
  const statuses: Readonly<Record<string, number>> = {
    '/media/clips/c1/frames': 400, '/media/clips/c1/frames?from=0': 400, '/media/clips/c1/frames?from=-1&count=1': 400, '/media/clips/c1/frames?from=0&count=0': 400,
    '/media/clips/c1/frames?from=1e3&count=1': 400, '/media/clips/c1/frames?from=9&count=2': 416, '/media/clips/gone/frames?from=0&count=1': 404,
    '/media/clips/broken/frames?from=0&count=1': 500, '/media/clips/c1/thumbnails.png': 200, '/media/clips/gone/thumbnails.png': 404, '/media/clips/c1/original': 404,
    '/media/clips/../frames?from=0&count=1': 404, [`/media/clips/${'x'.repeat(65)}/frames?from=0&count=1`]: 404,
  };
  for (const [path, status] of Object.entries(statuses)) assert.equal((await get(path)).status, status, path);
});

test('only the app\'s own origin is its own', () => {
  for (const address of ['pleura://app/', 'pleura://app/media/x']) assert.ok(isOwnAddress(address), address);
  for (const address of ['pleura://app.evil/', 'pleura://evil/', 'pleura://app@evil/', 'pleura://app:80/', 'http://app/', 'file:///etc/passwd', 'pleura:app', '', 'javascript:alert(1)']) {
    assert.equal(isOwnAddress(address), false, address);
  }
});

test('a report’s page has no script, and its images are found by checksum alone', async () => {
  const page = await get(`/report/pages/${token}`);
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('content-security-policy'), "default-src 'none'; style-src 'nonce-n1'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  assert.equal((await get(`/report/images/${'a'.repeat(64)}.png`)).headers.get('content-type'), 'image/png');
  for (const path of ['/report/pages/1', `/report/pages/${'1'.repeat(32)}`, `/report/images/${'b'.repeat(64)}.png`, '/report/images/../x.png', '/report/']) assert.equal((await get(path)).status, 404, path);
});

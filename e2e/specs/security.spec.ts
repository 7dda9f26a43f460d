/** What a hostile page could try, tried in the app's own page. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

test('the page has a strict policy, the bridge and nothing else, and gets typed refusals', async ({ station }) => {
  station.allow(/Content Security Policy|Failed to load resource/);
  const { page } = station;
  await test.step('the policy lets nothing in but the page itself', () => checkPolicy(page));
  await test.step('the page has the bridge and nothing else of the app', () => checkBridge(page));
  await test.step('unknown channels and malformed questions get a typed refusal', () => checkRefusals(page));
  await test.step('media answers only for clips that exist, whole frames, and no other path', () => checkMedia(page));
});

async function checkPolicy(page: Page): Promise<void> {
  const policy = await page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy') ?? '');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src[^;]*('unsafe-inline'|'unsafe-eval'|\*|https?:)/);
  const ran = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.pwned = "yes"';
    document.head.append(script);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return document.documentElement.dataset['pwned'] ?? 'no';
  });
  expect(ran).toBe('no');
}

async function checkBridge(page: Page): Promise<void> {
  const seen = await page.evaluate(() => {
    const plain = document.createElement('iframe');
    document.body.append(plain);
    const usual = new Set(Object.getOwnPropertyNames(plain.contentWindow ?? {}));
    plain.remove();
    const own = Object.getOwnPropertyNames(window).filter((name) => !usual.has(name) && !/^\d+$/.test(name));
    return { own, members: Object.keys(window.pleura).toSorted(), frozen: Object.isFrozen(window.pleura), node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in window) };
  });
  // Playwright's own helpers begin with two underscores.
  expect(seen.own.filter((name) => !name.startsWith('__'))).toEqual(['pleura']);
  expect(seen).toMatchObject({ members: ['dropped', 'on', 'request'], frozen: true, node: [] });
}

async function checkRefusals(page: Page): Promise<void> {
  const refusals = await page.evaluate(async () => {
    const request = window.pleura.request as unknown as (name: unknown, input: unknown) => Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }>;
    const questions: readonly (readonly [unknown, unknown])[] = [
      ['no.such.channel', {}], ['constructor', {}], ['__proto__', {}], ['import.dropped', { paths: ['/etc/passwd'] }], ['exams.get', {}], ['exams.get', { examId: '../../x' }],
      ['clips.decide', { clipId: 'a', answer: 'maybe' }], ['settings.set', { theme: 'dark', extra: 1 }], ['exams.list', null], ['analysis.start', { clipIds: [], again: false, despiteGuard: false }],
    ];
    return Promise.all(questions.map(async ([name, input]) => {
      try {
        const result = await request(name, input);
        return result.ok ? `answered ${String(name)}` : (result.error?.code ?? 'no code');
      } catch {
        return 'thrown';
      }
    }));
  });
  expect(refusals.filter((refusal) => refusal !== 'bad-request')).toEqual([]);
}

async function checkMedia(page: Page): Promise<void> {
  const statuses = await page.evaluate(() => Promise.all(
    ['/media/clips/none/frames?from=0&count=1', '/media/clips/..%2F..%2Fpleura.db/frames?from=0&count=1', '/media/clips/none/thumbnails.png', '/../pleura.db', '/..%2f..%2fetc/passwd', '/main.mjs']
      .map(async (address) => (await fetch(address)).status),
  ));
  expect(statuses.filter((status) => status < 400)).toEqual([]);
}

test('it goes nowhere, opens nothing, and may ask for nothing', async ({ station }) => {
  const { page } = station;
  const home = page.url();
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(home);
  await page.evaluate(() => void window.open('https://example.com/'));
  await expect.poll(() => page.context().pages().length).toBe(1);
  const states = await page.evaluate(() => Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'midi'].map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state)));
  expect(new Set(states)).toEqual(new Set(['denied']));
  expect(await page.evaluate(() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted', () => 'refused'))).toBe('refused');
});

test('nothing leaves the machine, even if the policy were gone', async ({ station }) => {
  station.allow(/Content Security Policy|net::ERR|Failed to load|WebSocket|status of 403/);
  const { page } = station;
  let reached = 0;
  const outside = http.createServer((_request, response) => {
    reached++;
    response.end('reached');
  });
  outside.on('upgrade', (_request, socket) => {
    reached++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(outside.address() as AddressInfo).port}`;
  const leak = (target: string): Promise<unknown> => page.evaluate(async (host) => {
    await fetch(`http://${host}/fetch`, { mode: 'no-cors' }).catch(() => null);
    new Image().src = `http://${host}/image`;
    navigator.sendBeacon(`http://${host}/beacon`, 'x');
    try {
      new WebSocket(`ws://${host}/socket`);
    } catch {
      // Refused at once.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, target);
  await leak(address);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Page.setBypassCSP', { enabled: true });
  await page.reload();
  await leak(address);
  expect(reached).toBe(0);
  outside.close();
});

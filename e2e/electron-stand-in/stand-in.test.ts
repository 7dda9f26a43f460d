import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { findChromium } from './chromium.ts';
import { forkApp, launchStandIn } from './launcher.ts';
import type { StandInApp } from './launcher.ts';

/** What the fixture's preload exposes. */
interface Fixture {
  invoke(channel: string, ...values: readonly unknown[]): Promise<unknown>;
  onTick(listener: (tick: number, bytes: Uint8Array) => void): () => void;
  askTicks(count: number): void;
}
declare global {
  var fixture: Fixture;
  var dropped: Promise<readonly string[]>;
}

const main = path.join(import.meta.dirname, 'fixture/main.ts');
const chromiumMissing = (await findChromium()) === null ? 'no Chromium' : false;

async function until(condition: () => boolean | Promise<boolean>, what: string, limitMs = 8_000): Promise<void> {
  for (const end = Date.now() + limitMs; !(await condition()); await delay(25)) {
    if (Date.now() > end) assert.fail(`never happened: ${what}`);
  }
}

const alive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

suite('the stand-in runs an Electron app', { skip: chromiumMissing }, () => {
  let app: StandInApp;
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'stand-in-'));
    app = await launchStandIn({ main, args: [`--user-data-dir=${path.join(folder, 'user')}`] });
  });
  after(async () => {
    await app.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('the page sees what the preload exposes, before its first script, and nothing else', async () => {
    const seen = await app.page.evaluate(() => ({
      early: Reflect.get(window, 'early') as unknown, frozen: Object.isFrozen(globalThis.fixture), leaked: Object.keys(window).filter((key) => /stand|secret|require|process/i.test(key)),
      version: (Reflect.get(globalThis.fixture, 'nested') as { version: string }).version, secure: isSecureContext, size: [innerWidth, innerHeight],
    }));
    assert.deepEqual(seen, { early: 'object', frozen: true, leaked: [], version: '45.4.1', secure: true, size: [900, 600] });
  });

  test('messages carry binary data, errors and the sender', async () => {
    const echoed = await app.page.evaluate(async () => {
      const value = { floats: new Float32Array([1.5, 2.5]), bytes: new Uint8Array([1, 2]).buffer, missing: undefined, date: new Date(7) };
      const back = (await globalThis.fixture.invoke('echo', value)) as typeof value;
      return [back.floats instanceof Float32Array, back.floats[1], back.bytes.byteLength, back.missing === undefined, back.date.getTime()];
    });
    assert.deepEqual(echoed, [true, 2.5, 2, true, 7]);
    const failed = await app.page.evaluate(() => globalThis.fixture.invoke('fail').catch(String));
    assert.match(String(failed), /Error invoking remote method 'fail': RangeError: too far/);
    assert.match(String(await app.page.evaluate(() => globalThis.fixture.invoke('unheard').catch(String))), /No handler registered/);
    assert.deepEqual(await app.page.evaluate(() => globalThis.fixture.invoke('whoami')), { url: 'fixture://app/index.html', same: true });
    await assert.rejects(app.page.evaluate(() => globalThis.fixture.invoke('echo', Symbol('s'))), /could not be cloned/);
  });

  test('main tells, the page listens and stops listening', async () => {
    const ticks = await app.page.evaluate(async () => {
      const heard: number[] = [];
      const stop = globalThis.fixture.onTick((tick, bytes) => heard.push(tick + (bytes[0] ?? 0)));
      globalThis.fixture.askTicks(3);
      while (heard.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
      stop();
      globalThis.fixture.askTicks(3);
      await globalThis.fixture.invoke('echo', 1);
      return heard;
    });
    assert.deepEqual(ticks, [0, 2, 4]);
  });

  test('the own scheme serves ranges, streams and the address that the app expects', async () => {
    const answers = await app.page.evaluate(async () => {
      const range = await fetch('/range', { headers: { range: 'bytes=5-9' } });
      const streamed = await (await fetch('/stream?megabytes=30')).arrayBuffer();
      return [range.status, (await range.arrayBuffer()).byteLength, streamed.byteLength, (await (await fetch('/asked')).json()) as unknown, (await fetch('/no')).status];
    });
    assert.deepEqual(answers, [206, 5, 30 << 20, { url: 'fixture://app/asked', origin: 'fixture://app/index.html' }, 404]);
    const { port } = new URL(app.page.url());
    assert.equal(port, '');
  });

  test('a helper process answers through parentPort, and its end is told', async () => {
    const answer = await app.page.evaluate(async () => {
      const { doubled, arguments: args } = (await globalThis.fixture.invoke('utility', new Float32Array([2]))) as { doubled: Float32Array; arguments: string[] };
      return [doubled[0], args];
    });
    assert.deepEqual(answer, [4, ['--extra']]);
    const pid = await app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().find((one) => one.name === 'fixture-helper')?.pid, null);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => app.output().includes('utility exit'), 'the helper is told to have ended');
  });

  test('files dropped on the page have paths for the preload only', async () => {
    const file = path.join(folder, 'a clip.mp4');
    await writeFile(file, 'x');
    const cdp = await app.page.context().newCDPSession(app.page);
    const box = await app.page.locator('#drop').boundingBox();
    const data = { items: [], files: [file, folder], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await cdp.send('Input.dispatchDragEvent', { type, x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5, data });
    await app.page.waitForFunction(() => globalThis.dropped !== undefined);
    assert.deepEqual(await app.page.evaluate(() => globalThis.dropped), [file, folder]);
  });

  test('navigation, new windows and permissions obey the app', async () => {
    await app.page.click('#away');
    await until(() => app.output().includes('will-navigate https://example.com/away'), 'the app is asked');
    await app.page.evaluate(() => void window.open('https://example.com/new'));
    await until(() => app.evaluate(({ shell }) => (shell as unknown as { opened: string[] }).opened.includes('https://example.com/new'), null), 'the app is asked');
    await until(() => app.browser.contexts()[0]?.pages().length === 1, 'the new window is closed');
    assert.match(app.page.url(), /index\.html$/);
    const states = await app.page.evaluate(async () => Promise.all((['geolocation', 'notifications'] as const).map(async (name) => (await navigator.permissions.query({ name })).state)));
    assert.deepEqual(states, ['denied', 'granted']);
  });

  test('nothing leaves unless the app lets it, even without a policy', async () => {
    let reached = 0;
    const outside = http.createServer((_request, response) => {
      reached++;
      response.end();
    });
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    const { port } = outside.address() as AddressInfo;
    const cdp = await app.page.context().newCDPSession(app.page);
    await cdp.send('Page.setBypassCSP', { enabled: true });
    await app.page.reload();
    await app.page.evaluate((address) => fetch(address, { mode: 'no-cors' }).catch(() => null), `http://127.0.0.1:${port}/leak`);
    await until(() => app.output().includes(`asked http://127.0.0.1:${port}/leak`), 'the app is asked');
    assert.equal(reached, 0);
    outside.close();
  });

  test('a reloaded page talks again', async () => {
    await app.page.reload();
    assert.equal(await app.page.evaluate(() => globalThis.fixture.invoke('echo', 'again')), 'again');
  });

  test('the loopback server answers only who knows its host', async () => {
    const { port, host } = JSON.parse(await readFile(path.join(folder, 'user/stand-in/instance.json'), 'utf8')) as { port: number; host: string };
    const status = (name: string): Promise<number | undefined> => new Promise((resolve, reject) => {
      http.get({ host: '127.0.0.1', port, path: '/index.html', headers: { host: name } }, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    assert.deepEqual([await status(`127.0.0.1:${port}`), await status('app.fixture.guess.localhost')], [403, 403]);
    assert.equal(await status(host.replace('instance', 'app.fixture')), 200);
  });

  test('a second instance tells the first and ends', async () => {
    const second = await forkApp({ main, args: [`--user-data-dir=${path.join(folder, 'user')}`, 'from-second'] });
    const code = await new Promise((resolve) => second.once('exit', resolve));
    assert.equal(code, 0);
    await until(() => app.output().includes('second-instance from-second'), 'the first hears of it');
  });

  test('a dialog that nobody can see says how to answer it', async () => {
    assert.match(String(await app.page.evaluate(() => globalThis.fixture.invoke('pick').catch(String))), /nobody sees dialog\.showOpenDialog/);
    await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/chosen'] });
    }, null);
    assert.deepEqual(await app.page.evaluate(() => globalThis.fixture.invoke('pick')), ['/chosen']);
  });
});

suite('the stand-in ends whole', { skip: chromiumMissing }, () => {
  const browserOf = (app: StandInApp): Promise<number> => app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().find((one) => one.type === 'Tab')?.pid ?? 0, null);

  test('quitting asks the app and leaves no process; the lock is free again', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'stand-in-'));
    for (let run = 0; run < 2; run++) {
      const app = await launchStandIn({ main, args: [`--user-data-dir=${folder}`] });
      const browser = await browserOf(app);
      await app.close();
      assert.match(app.output(), /will-quit/);
      await until(() => !alive(browser), 'the browser ends');
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('killing main ends browser and helper', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'stand-in-'));
    const app = await launchStandIn({ main, args: [`--user-data-dir=${folder}`] });
    const helper = await app.evaluate(({ app: electronApp }) => electronApp.getAppMetrics().find((one) => one.name === 'fixture-helper')?.pid, null);
    const browser = await browserOf(app);
    app.process.kill('SIGKILL');
    await until(() => !alive(browser) && !alive(helper), 'browser and helper end');
    await app.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });

  test('an app whose launcher is gone ends', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'stand-in-'));
    const app = await launchStandIn({ main, args: [`--user-data-dir=${folder}`] });
    app.process.disconnect();
    await app.exited;
    await app.browser.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
});

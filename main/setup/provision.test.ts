/** Downloads and programs as setup meets them, with scripts of its own in place of the vendors'. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { test, type TestContext } from 'node:test';
import { download, type Download, type Setup } from './downloads.ts';
import { firstLine, runProgram } from './processes.ts';

for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY']) delete process.env[name];

interface Stage {
  readonly setup: Setup;
  readonly lines: string[];
  readonly item: Download;
}

/** A project folder, a host that answers, and a download script with the given content. */
async function stage(t: TestContext, script: string): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), 'pleura-provision-'));
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
    rmSync(root, { recursive: true, force: true });
  });
  writeFileSync(join(root, 'install.cjs'), script);
  const lines: string[] = [];
  const { port } = server.address() as AddressInfo;
  const item: Download = { what: 'tool 1.0.0', title: 'Tool', host: `http://127.0.0.1:${port}`, script: [join(root, 'install.cjs')], cwd: root };
  return { setup: { root, say: (line) => lines.push(line) }, lines, item };
}

test('a download that works is said in one line and not remembered', async (t) => {
  const { setup, lines, item } = await stage(t, 'process.exit(0)');
  assert.equal(await download(setup, item, () => true), true);
  assert.equal(await download(setup, item, () => true), true);
  assert.deepEqual(lines, ['Tool: downloading...', 'Tool: downloading...']);
});

test('a failing download says why, and is not tried again the same day; another version is', async (t) => {
  const { setup, lines, item } = await stage(t, 'console.error("Error: no such release"); process.exit(1)');
  assert.equal(await download(setup, item, () => true), false);
  assert.equal(lines.at(-1), 'Tool: the download failed (Error: no such release).');
  assert.equal(await download(setup, item, () => true), false);
  assert.match(lines.at(-1) ?? '', /less than a day ago/);
  await download(setup, { ...item, what: 'tool 1.0.1' }, () => true);
  assert.equal(lines.at(-1), 'Tool: the download failed (Error: no such release).');
});

test('a script that claims success but brings nothing whole has failed', async (t) => {
  const { setup, lines, item } = await stage(t, '');
  assert.equal(await download(setup, item, () => false), false);
  assert.match(lines.at(-1) ?? '', /the download failed/);
});

test('a host that does not answer is not waited for, and the script is not run', async (t) => {
  const { setup, lines, item } = await stage(t, 'process.exit(0)');
  assert.equal(await download(setup, { ...item, host: 'http://127.0.0.1:1' }, () => true), false);
  assert.deepEqual(lines, ['Tool: cannot be downloaded here, 127.0.0.1:1 does not answer.']);
});

test('a download that hangs is ended at its limit, with everything that it started', async (t) => {
  const { setup, lines, item } = await stage(t, "require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }); setInterval(() => {}, 1000)");
  const began = performance.now();
  assert.equal(await download(setup, { ...item, limitMs: 1_500 }, () => true), false);
  assert.ok(performance.now() - began < 15_000);
  assert.equal(lines.at(-1), 'Tool: the download failed (it took too long).');
});

test('a program that is not there has no exit code and no first line, and stops nothing', async () => {
  const run = await runProgram('pleura-no-such-program', [], { limitMs: 1_000 });
  assert.deepEqual(run, { code: null, timedOut: false, output: '' });
  assert.equal(firstLine('pleura-no-such-program', []), null);
  assert.equal(firstLine(process.execPath, ['-p', '6 * 7']), '42');
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { buildApp, buildLines } from './build.ts';
import { entriesNamedIn, outputName, rewriteEntryUrls } from './entries.ts';

const project = join(import.meta.dirname, '..', '..');

const sources: Readonly<Record<string, string>> = {
  'package-lock.json': '{"packages": {}}',
  'tsconfig.json': '{}',
  'main/app.ts': "import { app } from 'electron';\nimport './inference/host.ts';\napp.quit();",
  'main/inference/host.ts': "export const hash = new URL('./hash-worker.ts', import.meta.url);\nexport const engine = new URL('./engine.ts', import.meta.url);\nconsole.log(hash, engine);",
  'main/inference/engine.ts': 'export {};',
  'main/inference/hash-worker.ts': 'export {};',
  'main/media/worker.ts': 'export {};',
  'main/casework/demo-worker.ts': 'export {};',
  'preload/index.ts': "import { contextBridge } from 'electron';\ncontextBridge.exposeInMainWorld('a', 1);",
  'renderer/index.html': '<!doctype html>',
  'renderer/main.tsx': "import './app.css';\ndocument.title = 'x';",
  'renderer/app.css': "@import '@fontsource-variable/inter/wght.css';",
  'db/migrations/0001-start.sql': 'select 1;',
};

function scratch(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'pleura-build-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const [file, content] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    utimesSync(join(root, file), 1000, 1000);
  }
  return root;
}

test('a build makes every file that the app needs, and the second one does nothing until an input changes', async (t) => {
  const root = scratch(t);
  const first = await buildApp(root);
  assert.deepEqual(first.problems, []);
  for (const file of ['main.mjs', 'engine.mjs', 'media-worker.mjs', 'hash-worker.mjs', 'demo-worker.mjs', 'preload.cjs', 'NOTICES.txt', 'migrations/0001-start.sql']) {
    assert.ok(existsSync(join(root, 'dist', file)), `${file} is missing`);
  }
  for (const file of ['index.html', 'app.js', 'app.css', 'fonts/inter-latin-wght-normal.woff2', 'fonts/inter-latin-600-normal.woff2']) assert.ok(existsSync(join(root, 'dist', 'renderer', file)), `${file} is missing`);
  assert.match(readFileSync(join(root, 'dist', 'main.mjs'), 'utf8'), /from "electron"/);
  assert.doesNotMatch(readFileSync(join(root, 'dist', 'preload.cjs'), 'utf8'), /^import /m);

  assert.deepEqual(buildLines(await buildApp(root)), ['The build is up to date.']);
  writeFileSync(join(root, 'main/media/worker.ts'), 'export const changed = 1;\nconsole.log(changed);');
  utimesSync(join(root, 'main/media/worker.ts'), 2000, 2000);
  assert.equal((await buildApp(root)).fresh, false);
  assert.match(readFileSync(join(root, 'dist', 'media-worker.mjs'), 'utf8'), /changed/);
  rmSync(join(root, 'dist', 'renderer', 'app.js'));
  assert.equal((await buildApp(root)).fresh, false);
});

test('a broken source is named with its line, the other parts are built, and the next build tries again', async (t) => {
  const root = scratch(t);
  writeFileSync(join(root, 'preload/index.ts'), '\nconst = 3;');
  const report = await buildApp(root);
  assert.equal(report.ok, false);
  assert.match(report.problems.join('\n'), /preload\/index\.ts:2: /);
  assert.ok(existsSync(join(root, 'dist', 'main.mjs')));
  assert.equal((await buildApp(root)).ok, false);
});

test('helper programs are found by the URLs that name them, and found again beside the bundle', () => {
  const text = "spawn(new URL('./engine.ts', import.meta.url));\nspawn(new URL(\"../media/worker.ts\", import.meta.url));";
  assert.deepEqual(entriesNamedIn(text, 'main/inference/host.ts'), ['main/inference/engine.ts', 'main/media/worker.ts']);
  assert.equal(rewriteEntryUrls(text, 'main/inference/host.ts'), "spawn(new URL('./engine.mjs', import.meta.url));\nspawn(new URL('./media-worker.mjs', import.meta.url));");
  assert.equal(outputName('main/media/sector-worker.ts'), 'sector-worker');
  assert.equal(outputName('main/casework/draw.ts'), 'casework-draw');
});

/**
 * ONNX Runtime's own reporting stays off: it leaves files behind as soon as it is on (an identifier, a cache, a log), whether or not its
 * host can be reached. The library is never opened without the switch here, not even as a control: that would report from whoever runs the tests.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { temporaryFolder, tinyBundle } from './fixtures/clips.ts';

const run = promisify(execFile);

const model = JSON.stringify(path.join(tinyBundle, 'extractor.onnx'));
const here = JSON.stringify(path.join(import.meta.dirname, 'onnx.ts'));
const open = `const { onnxRuntime } = await import(${here}); const session = await onnxRuntime.open(${model}, { provider: 'cpu', threads: 1, providerOnly: false }); await session.release()`;

/** Everything that a process leaves in an empty home and temporary folder after it has opened a session. */
async function leftBehind(folder: string): Promise<readonly string[]> {
  const { CI: _ci, ORT_DISABLE_TELEMETRY: _off, ORT_RUNNING_UNIT_TESTS: _unit, GITHUB_ACTIONS: _github, ...others } = process.env;
  await run(process.execPath, ['--input-type=module', '--eval', open], {
    env: { ...others, HOME: folder, TMPDIR: folder, XDG_CACHE_HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  return readdir(folder, { recursive: true });
}

test('opening a session through the engine leaves no identifier, cache or log of a reporting service', async (t) => {
  assert.deepEqual(await leftBehind(await temporaryFolder(t)), []);
});

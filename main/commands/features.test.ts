import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { goldenSchema } from '../inference/bundle-format.ts';
import { goldenImages } from '../inference/golden.ts';
import { tinyBundle } from '../inference/fixtures/clips.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const graph = join(tinyBundle, 'extractor.onnx');

function features(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [cli, 'features', ...args], { encoding: 'utf8' });
}

/** A folder of `count` golden images as `inputs` writes it; the first is image 0 of the tiny bundle's golden outputs, and so on around. */
async function inputsFolder(t: TestContext, count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pleura-features-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const golden = goldenImages({ kind: 'lcg-blocks', seed: 1, count: 2 });
  await writeFile(join(folder, 'inputs.u8'), Buffer.concat(Array.from({ length: count }, (_, index) => golden[index % 2] ?? new Uint8Array())));
  await writeFile(join(folder, 'index.json'), JSON.stringify({ format: 'pleura-inputs/1', size: 224, preprocessing: 1, count, clips: [], errors: [] }));
  return folder;
}

test('one row of floats an image, over more than one run, as the golden outputs say', async (t) => {
  const folder = await inputsFolder(t, 11);
  const out = join(folder, 'out.f32');
  const { status, stdout, stderr } = features('--graph', graph, '--inputs', folder, '--out', out);
  assert.equal(status, 0, stderr);
  const figures = JSON.parse(stdout) as { frames: number; width: number; msPerFrame: number };
  assert.deepEqual([figures.frames, figures.width, figures.msPerFrame > 0], [11, 18, true]);
  const bytes = await readFile(out);
  assert.equal(bytes.length, 11 * 18 * 4);
  const { featureSamples } = goldenSchema.parse(JSON.parse(await readFile(join(tinyBundle, 'golden.json'), 'utf8')));
  for (const image of [0, 1, 7, 8, 10]) {
    featureSamples.indices.forEach((index, at) => {
      const got = bytes.readFloatLE((image * 18 + index) * 4);
      assert.ok(Math.abs(got - (featureSamples.values[image % 2]?.[at] ?? Number.NaN)) < 1e-4, `image ${image}, feature ${index}: ${got}`);
    });
  }
});

test('another output is taken by its name: rows of a whole map', async (t) => {
  const folder = await inputsFolder(t, 2);
  const out = join(folder, 'out.f32');
  const { status, stdout } = features('--graph', graph, '--inputs', folder, '--out', out, '--output', 'map_odd', '--threads', '2');
  assert.equal(status, 0);
  assert.equal((JSON.parse(stdout) as { width: number }).width, 4 * 13 * 13);
});

test('refused with a code and nothing written: no folder, damaged inputs, no graph, an unknown output', async (t) => {
  const folder = await inputsFolder(t, 2);
  const out = join(folder, 'out.f32');
  const refuse = (code: RegExp, ...args: string[]): void => {
    const { status, stdout, stderr } = features(...args, '--out', out);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, code);
  };
  refuse(/file-not-found/, '--graph', graph, '--inputs', join(folder, 'absent'));
  refuse(/model-invalid/, '--graph', join(folder, 'index.json'), '--inputs', folder);
  refuse(/map_odd.*model-invalid/, '--graph', graph, '--inputs', folder, '--output', 'logits');
  refuse(/Usage/, '--graph', graph, '--inputs', folder, '--threads', '0');
  await writeFile(join(folder, 'inputs.u8'), 'short');
  refuse(/store-corrupt/, '--graph', graph, '--inputs', folder);
  await writeFile(join(folder, 'index.json'), '{}');
  refuse(/bad-request/, '--graph', graph, '--inputs', folder);
  await assert.rejects(readFile(out));
});

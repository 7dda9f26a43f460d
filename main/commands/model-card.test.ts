/** The card of a made-up bundle: the tiny one with made-up out-of-fold scores. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BundleMetrics } from '../../preload/evaluation.ts';
import { loadBundle } from '../inference/bundle.ts';
import { bundleMetrics, metricsText } from './card/bundle-metrics.ts';
import { readManifest } from './card/bundle-files.ts';
import type { OutOfFoldClip } from './card/formats.ts';
import { cardTasks } from './card/tasks.ts';
import type { ExplainReport } from './explain/format.ts';
import { makeCard, run } from './model-card.ts';

const tiny = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));
const part = (value: number): number => value - Math.floor(value);

/** Clips whose scores follow their labels more or less. */
const clips = Array.from({ length: 80 }, (_, index): OutOfFoldClip => {
  const blues = index % 2 === 0;
  const bLines = part(index * 0.377) < 0.5 ? 1 : 0;
  const probability = 0.2 * part(index * 7.31) + 0.3 * part(index * 3.7) + 0.4 * bLines;
  return {
    dataset: blues ? 'covid-blues' : 'pocus', file: `${index}.mp4`, group: `${blues ? 'covid-blues' : 'pocus'} ${index % 19}`, fold: index % 5,
    labels: { b_lines: bLines, severity: blues ? (bLines === 1 ? 1 + (index % 3) : index % 4 === 0 ? 0 : 1) : null, a_lines: null, healthy: blues ? null : bLines === 1 ? 0 : 1 },
    frames: [3, 9], frameProbabilities: [probability, probability / 2], probability, branches: { a: part(index * 7.31), b: 0.5 * probability + 0.4 * part(index * 1.3) },
  };
});

const explain: ExplainReport = {
  format: 'pleura-explain/1', model: { id: 'tiny', version: '1' }, seed: 1,
  phantoms: [{
    id: 'single', title: 'Single B-line', clips: 2, framesPerClip: 3, limeClips: 1, limeSamples: 100, bLineArea: 0.05, pleuraArea: 0.01,
    maps: [{ map: 'Grad-CAM fused', frames: 6, noEvidence: 1, pointing: { value: 0.8765, low: 0.5, high: 1 }, pointingStrict: null, bLineMass: null, pleuraMass: null }],
  }],
  faithfulness: { source: 'phantoms', frames: 4, steps: 10, rows: [] },
  sanity: { frames: 4, rows: [] },
};

async function bundleFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pleura-card-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await cp(tiny, folder, { recursive: true });
  await writeFile(join(folder, 'oof.json'), JSON.stringify({ format: 'pleura-oof/1', clips: clips.map((clip) => ({ ...clip, simulated: false })) }));
  return folder;
}

const textOf = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8');

async function everything(folder: string): Promise<string[]> {
  return Promise.all((await readdir(folder)).toSorted().map(async (name) => `${name} ${await readFile(join(folder, name), 'base64')}`));
}

test('metrics.json is what the out-of-fold scores say, the manifest names it, and a second run changes nothing', async (t) => {
  const folder = await bundleFolder(t);
  await writeFile(join(folder, 'explain.json'), JSON.stringify(explain));
  await writeFile(join(folder, 'training.json'), JSON.stringify({ format: 'pleura-training/1', tables: [{ id: 'x', title: 'Heads | compared', note: 'a note', columns: ['head', 'AUC'], rows: [['SVM | RBF', 0.71234]] }], notes: ['Sentence.'] }));
  assert.equal(await run(['--bundle', folder]), 0);
  const manifest = await readManifest(folder);
  assert.ok(manifest.ok);
  assert.equal(await textOf(folder, 'metrics.json'), metricsText(bundleMetrics({ clips }, manifest.value)));
  const loaded = await loadBundle(folder);
  assert.ok(loaded.ok, loaded.ok ? '' : loaded.error.message);
  const metrics = JSON.parse(await textOf(folder, 'metrics.json')) as BundleMetrics;
  assert.deepEqual(metrics.tasks.map((task) => task.id), cardTasks.map((task) => task.id));
  const first = metrics.tasks[0]?.clip;
  assert.ok(first?.auc && Math.abs(loaded.value.manifest.metrics.isPresent.auc.value - first.auc.value) < 1e-4);
  assert.equal(loaded.value.manifest.metrics.isPresent.ece, Number(first.ece?.value.toFixed(4)));
  const before = await everything(folder);
  assert.equal(await run(['--bundle', folder]), 0);
  assert.deepEqual(await everything(folder), before);
});

test('the card shows every task with its interval, the fused score against each branch, the tables of the training and the explanations', async (t) => {
  const folder = await bundleFolder(t);
  await writeFile(join(folder, 'explain.json'), JSON.stringify(explain));
  await writeFile(join(folder, 'training.json'), JSON.stringify({ format: 'pleura-training/1', tables: [{ id: 'x', title: 'Heads', columns: ['head', 'AUC'], rows: [['SVM | RBF', 0.71234]] }] }));
  const made = await makeCard(folder);
  assert.ok(made.ok);
  const card = await textOf(folder, 'MODEL_CARD.md');
  for (const { title, clip } of made.value.tasks) {
    const { value = 0, low = 0, high = 0 } = clip.auc ?? {};
    assert.ok(card.includes(`| ${title} | ${clip.cases} / ${clip.positives} / ${clip.patients} | ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}) |`), title);
  }
  assert.match(card, /\| a \| 0\.\d\d \(.*\) \| 0\.\d\d \(/);
  assert.match(card, /\| SVM \\\| RBF \| 0\.712 \|/);
  assert.match(card, /\| Grad-CAM fused \| 6 \| 1 \| 0\.88 \(0\.50 to 1\.00\) \|/);
  assert.match(card, /split by patient/);
  assert.ok(!/undefined|NaN|\[object/.test(card));
});

test('labels become questions: definite clips, severe ones, healthy ones', () => {
  const asked = (dataset: string, labels: OutOfFoldClip['labels']) => cardTasks.map((task) => task.label({ ...(clips[0] as OutOfFoldClip), dataset, labels }));
  const labels = { b_lines: 1, severity: 2, a_lines: null, healthy: null } as const;
  assert.deepEqual(asked('covid-blues', labels), [true, true, true, true, null]);
  assert.deepEqual(asked('covid-blues', { ...labels, severity: 0 }), [null, true, true, null, null]);
  assert.deepEqual(asked('covid-blues', { ...labels, b_lines: 0, severity: 0 }), [false, false, false, false, null]);
  assert.deepEqual(asked('covid-blues', { ...labels, b_lines: 0, severity: 1 }), [null, false, false, null, null]);
  assert.deepEqual(asked('pocus', { b_lines: 0, severity: null, a_lines: null, healthy: 1 }), [false, false, null, null, false]);
  assert.deepEqual(asked('pocus', { b_lines: 1, severity: null, a_lines: null, healthy: 1 }), [null, true, null, null, true]);
  assert.deepEqual(asked('pocus', { b_lines: 0, severity: null, a_lines: null, healthy: 0 }), [null, false, null, null, null]);
});

test('without out-of-fold scores, with broken ones or without a bundle there is no card', async (t) => {
  const folder = await bundleFolder(t);
  const code = async (): Promise<string> => {
    const made = await makeCard(folder);
    return made.ok ? 'ok' : made.error.code;
  };
  await writeFile(join(folder, 'oof.json'), '{');
  assert.equal(await code(), 'model-invalid');
  await rm(join(folder, 'oof.json'));
  assert.equal(await code(), 'model-invalid');
  await rm(join(folder, 'manifest.json'));
  assert.equal(await code(), 'model-missing');
  assert.equal(await run([]), 1);
});

/** The command as a process of its own, on phantoms with the tiny bundle: the bundle it writes is one that loads, passes its self-test, analyses and evaluates. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import type { EvaluationReport } from '../../preload/evaluation.ts';
import type { TrainingReport } from '../../preload/training.ts';
import { loadBundle } from '../inference/bundle.ts';
import { goldenTest } from '../inference/golden.ts';
import { onnxRuntime } from '../inference/onnx.ts';
import { openExtractor } from '../inference/session.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import type { ClipRecord } from './analyse-clip.ts';
import { headVersion } from './train-head.ts';
import { readTrainHeadWishes } from './training/arguments.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const tiny = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));
const ffmpeg = await findFfmpeg();
const skip = ffmpeg === null ? 'no ffmpeg' : false;
const patients = 8;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pleura-train-test-'));
  if (ffmpeg === null) return;
  await mkdir(join(folder, 'clips'));
  const rows: string[] = [];
  for (let seed = 1; seed <= 2 * patients; seed += 1) {
    const positive = seed % 2 === 0;
    const spec = samplePhantom(positive ? 'confluent' : 'a-lines', seed, { frames: 4, width: 120, height: 120, probe: 'convex' });
    assert.ok((await writePhantom(spec, join(folder, 'clips', `${seed}.mp4`), { ffmpeg })).ok);
    rows.push(`clips/${seed}.mp4,p${seed % patients},${positive ? 'yes' : 'no'},${positive ? 2 : 0},CC0`);
  }
  await writeFile(join(folder, 'broken.mp4'), 'no video at all');
  await writeFile(join(folder, 'clips.csv'), `file,patient,b_lines,severity,license\n${rows.join('\n')}\nbroken.mp4,p3,yes,2,CC0\n`);
  await writeFile(join(folder, 'sound.csv'), `file,patient,b_lines,severity,license\n${rows.join('\n')}\n`);
});

after(() => rm(folder, { recursive: true, force: true }));

function command(...args: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr }));
  });
}

const train = (out: string, ...args: string[]) => command(
  'train-head', '--data', folder, '--labels', 'clips.csv', '--label', 'b_lines', '--group', 'patient', '--model', tiny, '--out', out, '--frames', '3', '--folds', '3', '--cache', join(folder, 'kept'), ...args,
);

test('a bundle comes of labelled clips: the best head, its figures, a card; what was broken is told of', { skip }, async () => {
  const out = join(folder, 'made', 'first');
  const json = join(folder, 'report.json');
  const { code, stdout, stderr } = await train(out, '--json', json, '--heads', 'logistic-regression,k-nearest-neighbours,random-forest');
  assert.equal(code, 2, stderr);
  assert.match(stderr, /broken\.mp4: /);
  assert.match(stdout, /clip level: 16 clips, 8 positive/);
  assert.match(stdout, /fused +random-forest/);
  const report = JSON.parse(await readFile(json, 'utf8')) as TrainingReport;
  assert.equal(report.rows.length, 4 * 3);
  assert.deepEqual(report.data.skipped.map(({ file }) => file), ['broken.mp4']);
  assert.ok((report.outOfFold.auc?.value ?? 0) > 0.7, `AUC ${report.outOfFold.auc?.value}`);
  const bundle = await loadBundle(out);
  assert.ok(bundle.ok, bundle.ok ? '' : bundle.error.message);
  const { manifest, head, variants, card } = bundle.value;
  assert.equal(head.kind, report.chosen.head);
  assert.deepEqual(report.bundle, bundle.value.ref);
  assert.match(manifest.version, /^1\.0\.0\+head\.\d{8}T\d{6}$/);
  assert.ok(Math.abs(manifest.metrics.isPresent.auc.value - (report.outOfFold.auc?.value ?? 0)) < 1e-4, 'the card and the comparison say the same');
  assert.match(card, /Features and heads compared: clip level/);
  assert.match(await readFile(join(out, 'NOTICE'), 'utf8'), /head was trained on .*16 clips of 8 patients/);
  assert.deepEqual(manifest.training.datasets.map(({ licence, clips }) => [licence, clips]), [['CC0', 16]]);
  for (const variant of variants) {
    const extractor = await openExtractor(onnxRuntime, bundle.value, variant, 'cpu', 1);
    const golden = await goldenTest(bundle.value, variant, extractor);
    await extractor.release();
    assert.ok(golden.ok, `${variant.precision}: ${golden.worst} at ${golden.where}`);
  }
  const clip = join(folder, 'clips', '2.mp4');
  const [analysed] = JSON.parse((await command('analyse', clip, '--model', out, '--json', '-')).stdout) as ClipRecord[];
  assert.equal(analysed?.model.version, manifest.version);
  assert.equal(analysed?.precision, 'int8');
  const evaluated = await command('evaluate', '--data', folder, '--labels', 'sound.csv', '--label', 'b_lines', '--group', 'patient', '--model', out, '--out-of-fold', '--json', '-');
  const found = JSON.parse(evaluated.stdout) as EvaluationReport;
  assert.ok(Math.abs((found.clip.auc?.value ?? 0) - (report.outOfFold.auc?.value ?? 1)) < 1e-4);
  assert.deepEqual((await readdir(join(folder, 'made'))).toSorted(), ['first'], 'nothing else was left there');
});

test('the same clips and seed give the same head from the cache; a question of another kind has its own words in the card', { skip }, async () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const asked = ['--labels', 'sound.csv', '--positive', 'severity>=2', '--heads', 'logistic-regression', '--no-learning'];
  const already = (await readdir(join(folder, 'kept')).catch(() => [])).length;
  const first = await train(one, ...asked);
  assert.equal(first.code, 0, first.stderr);
  const kept = (await readdir(join(folder, 'kept'))).length;
  assert.ok(kept >= Math.max(already, 16));
  const second = await train(two, ...asked);
  assert.equal(second.code, 0, second.stderr);
  assert.equal((await readdir(join(folder, 'kept'))).length, kept);
  assert.equal(await readFile(join(one, 'head.json'), 'utf8'), await readFile(join(two, 'head.json'), 'utf8'));
  assert.equal(await readFile(join(one, 'oof.json'), 'utf8'), await readFile(join(two, 'oof.json'), 'utf8'));
  const card = await readFile(join(one, 'MODEL_CARD.md'), 'utf8');
  assert.match(card, /severity >= 2/);
  assert.doesNotMatch(card, /B-lines yes or no/);
});

test('what cannot be trained is refused with its reason and leaves nothing', { skip }, async () => {
  const out = join(folder, 'none');
  const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['--where', 'b_lines=yes'], /one-class-only/],
    [['--where', 'patient=p1'], /one-class-only|too-few-patients/],
    [['--group', 'b_lines'], /too-few-patients/],
    [['--label', 'oedema'], /no column "oedema"/],
    [['--model', join(folder, 'clips')], /model-missing/],
  ];
  for (const [args, message] of cases) {
    const { code, stderr } = await train(out, '--labels', 'sound.csv', ...args);
    assert.equal(code, 1, stderr);
    assert.match(stderr, message);
    assert.equal(existsSync(out), false);
  }
  await mkdir(join(folder, 'full'));
  await writeFile(join(folder, 'full', 'mine.txt'), 'mine');
  const { code, stderr } = await train(join(folder, 'full'));
  assert.equal(code, 1);
  assert.match(stderr, /something at --out already/);
  assert.deepEqual(await readdir(join(folder, 'full')), ['mine.txt']);
});

test('arguments: heads by name, numbers within bounds, a label needed', () => {
  const base = ['--data', 'd', '--labels', 'l.csv', '--group', 'patient', '--label', 'b_lines', '--out', 'o'];
  assert.deepEqual(readTrainHeadWishes([...base, '--heads', 'mlp,rbf-svm'])?.kinds, ['rbf-svm', 'mlp']);
  assert.equal(readTrainHeadWishes(base)?.kinds.length, 7);
  for (const wrong of [['--heads', 'oracle'], ['--frames', '0'], ['--folds', '1'], ['--seed', '-1'], ['--unknown']]) assert.equal(readTrainHeadWishes([...base, ...wrong]), null, wrong.join(' '));
  assert.equal(readTrainHeadWishes(base.filter((word) => word !== '--label' && word !== 'b_lines')), null);
  assert.equal(headVersion('2.0.0', new Date('2026-11-26T02:03:04Z')), '2.0.0+head.20261126T020304');
  assert.equal(headVersion('2.0.0+head.20261126T020304', new Date('2027-01-01T00:00:00Z')), '2.0.0+head.20270101T000000');
});

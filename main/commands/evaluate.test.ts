/** The command as a process of its own, on phantoms with the tiny bundle; its figures worked out again by hand from what `analyse` says of the same clips. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import type { EvaluationReport } from '../../preload/evaluation.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import type { ClipRecord } from './analyse-clip.ts';
import { readEvaluateWishes } from './evaluation/arguments.ts';
import { statementOf } from './evaluation/seen-clips.ts';
import { makeCard } from './model-card.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const tiny = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));
const ffmpeg = await findFfmpeg();
const skip = ffmpeg === null ? 'no ffmpeg' : false;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pleura-evaluate-test-'));
  if (ffmpeg === null) return;
  await mkdir(join(folder, 'clips'));
  const rows: string[] = [];
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const kind = seed % 2 === 0 ? 'b-lines' : 'a-lines';
    const spec = samplePhantom(kind, seed, { frames: 10, width: 120, height: 120, probe: 'convex' });
    assert.ok((await writePhantom(spec, join(folder, 'clips', `${seed}.mp4`), { ffmpeg })).ok);
    // Not what the clips show, so that the figures are not all 1: the arithmetic is on trial here, not the model.
    rows.push(`clips/${seed}.mp4,p${Math.ceil(seed / 2)},${[2, 3, 6].includes(seed) ? 'yes' : 'no'},${seed % 4},R${1 + (seed % 2)}`);
  }
  await writeFile(join(folder, 'broken.mp4'), 'no video at all');
  const more = ['broken.mp4,p4,yes,2,R1', 'absent.mp4,p4,no,0,R1', 'clips/1.mp4,p9,yes,3,R1', 'clips/2.mp4,p9,,,R1'];
  await writeFile(join(folder, 'clips.csv'), `\uFEFFfile,patient,b_lines,severity,zone\r\n${[...rows, ...more].join('\r\n')}\r\n`);
});

after(() => rm(folder, { recursive: true, force: true }));

function command(...args: string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args, ...(args.includes('--model') ? [] : ['--model', tiny])], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

const evaluate = (...args: string[]) => command('evaluate', '--data', folder, '--labels', 'clips.csv', '--group', 'patient', ...args);

test('figures are those worked out by hand from what analyse says; missing, broken and unclear rows are counted, not fatal', { skip }, async () => {
  const { code, stdout, stderr } = await evaluate('--label', 'b_lines', '--json', '-', '--cache', join(folder, 'kept'));
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as EvaluationReport;
  const files = [1, 2, 3, 4, 5, 6].map((seed) => join(folder, 'clips', `${seed}.mp4`));
  const records = JSON.parse((await command('analyse', ...files, '--json', '-')).stdout) as ClipRecord[];
  assert.deepEqual(report.clips.map((clip) => clip.probability), [...records.map((record) => record.probability), null]);
  assert.deepEqual(report.clips[0]?.frameProbabilities, records[0]?.frameProbabilities);
  assert.deepEqual(report.counts, {
    rows: 10, excluded: 0, unlabelled: 1, missingFiles: 1, duplicates: 1, clips: 7, positives: 4, patients: 4, called: 6, rejected: 0, failed: 1, indeterminate: report.counts.indeterminate,
  });
  const scored = report.clips.flatMap(({ probability, positive }) => (probability === null ? [] : [{ probability, positive }]));
  const [positive, negative] = [scored.filter((clip) => clip.positive), scored.filter((clip) => !clip.positive)];
  const pairs = positive.flatMap((p) => negative.map((n) => (p.probability > n.probability ? 1 : p.probability === n.probability ? 0.5 : 0)));
  assert.equal(report.clip.auc?.value, pairs.reduce<number>((sum, pair) => sum + pair, 0) / pairs.length);
  const called = scored.filter((clip) => clip.probability >= report.clip.balanced.threshold === clip.positive).length;
  assert.equal(report.clip.balanced.accuracy?.value, called / 6);
  // The broken clip, positive, counts as missed.
  assert.equal(report.allClips.accuracy?.value, called / 7);
  const brier = scored.reduce((sum, clip) => sum + (clip.probability - (clip.positive ? 1 : 0)) ** 2, 0) / 6;
  assert.ok(Math.abs((report.clip.brier?.value ?? 0) - brier) < 1e-12);
  assert.deepEqual([report.frame.cases, report.patient.cases, report.scores, report.provider], [60, 3, 'engine', 'cpu']);
  assert.deepEqual(report.subgroups.map((table) => table.column), ['patient', 'severity', 'zone']);
  assert.match(stderr, /absent\.mp4/);
});

test('a table and an HTML page that stands alone; a second run takes what was kept', { skip }, async () => {
  const [json, html] = [join(folder, 'out', 'report.json'), join(folder, 'out', 'report.html')];
  const { code, stdout } = await evaluate('--positive', 'b_lines=yes,severity>=3', '--negative', 'b_lines=no', '--json', json, '--html', html, '--cache', join(folder, 'kept'));
  assert.equal(code, 0);
  assert.match(stdout, /AUC +\d\.\d{3}|AUC +-/);
  assert.match(stdout, /Positive: b_lines = yes and severity >= 3\. Negative: b_lines = no\./);
  const report = JSON.parse(await readFile(json, 'utf8')) as EvaluationReport;
  assert.ok(report.counts.excluded > 0 && report.clips.every((clip) => clip.frames === 10 || clip.verdict === 'failed'));
  const page = await readFile(html, 'utf8');
  assert.ok(page.includes('<svg') && !/<script|src="http|href="http/.test(page));
  assert.ok(!page.includes(folder), 'no path of this machine');
});

test('out of fold: the card\'s own figures, from a table of labels', { skip }, async () => {
  const bundle = join(folder, 'bundle');
  await cp(tiny, bundle, { recursive: true });
  const clips = [1, 2, 3, 4, 5, 6].map((seed) => ({
    dataset: 'covid-blues', file: `clips/${seed}.mp4`, group: `p${Math.ceil(seed / 2)}`, fold: seed % 3, labels: { b_lines: [2, 3, 6].includes(seed) ? 1 : 0, severity: [2, 3, 6].includes(seed) ? 2 : 0, a_lines: null, healthy: null },
    frames: [1, 7], frameProbabilities: [seed / 10, seed / 20], probability: seed / 10, branches: {},
  }));
  await writeFile(join(bundle, 'oof.json'), JSON.stringify({ format: 'pleura-oof/1', clips }));
  const made = await makeCard(bundle);
  assert.ok(made.ok, made.ok ? '' : made.error.message);
  const card = made.value.tasks.find((task) => task.id === 'covid-blues-b-lines');
  const { code, stdout, stderr } = await evaluate('--label', 'b_lines', '--out-of-fold', '--json', '-', '--model', bundle);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as EvaluationReport;
  assert.deepEqual([report.clip, report.frame, report.patient], [card?.clip, card?.frame, card?.patient]);
  assert.deepEqual([report.scores, report.counts.failed, report.seenInTraining], ['out-of-fold', 1, 6]);
  assert.deepEqual(report.clips[1]?.frameProbabilities, [null, 0.2, null, null, null, null, null, 0.1]);
});

test('with one class only there is a report, and it says what is not defined', { skip }, async () => {
  const { code, stdout } = await evaluate('--label', 'b_lines', '--where', 'b_lines=no', '--frames', '2', '--json', '-');
  assert.equal(code, 0);
  const report = JSON.parse(stdout) as EvaluationReport;
  assert.equal(report.clip.auc, null);
  assert.match(report.clip.undefinedBecause ?? '', /No case is positive/);
  assert.equal(report.clips[0]?.scored, 2);
});

test('wrong wishes end with 1 and a hint', { skip }, async () => {
  const missing = await evaluate('--label', 'severe');
  assert.deepEqual([missing.code, missing.stdout], [1, '']);
  assert.match(missing.stderr, /no column "severe".*They have: file, patient/);
  assert.equal((await command('evaluate', '--data', folder, '--label', 'b_lines')).code, 1);
});

test('arguments', () => {
  const needed = ['--data', 'd', '--labels', 'l.csv', '--group', 'g'];
  assert.equal(readEvaluateWishes(needed), null);
  const wishes = readEvaluateWishes([...needed, '--label', 'b', '--where', 'x=1', '--where', 'y=2', '--frames', '8', '--analyse-anyway']);
  assert.deepEqual([wishes?.where, wishes?.frames, wishes?.json, wishes?.provider, wishes?.guard], [['x=1', 'y=2'], 8, null, 'auto', 'warn']);
  for (const wrong of [['--frames', '0'], ['--frames', 'x'], ['--json', ''], ['--provider', 'tpu'], ['--loud']]) assert.equal(readEvaluateWishes([...needed, '--label', 'b', ...wrong]), null, wrong.join(' '));
});

test('clips that the model was trained on are no estimate, and the report says so', () => {
  const training = { datasets: [{ name: 'blues', clips: 1, patients: 1, frames: 1, licence: 'none' }], splitLevel: 'patient', folds: 5, seed: 1 };
  assert.match(statementOf(3, 4, training), /trained on 3 of these 4 clips.*no estimate/);
  assert.match(statementOf(0, 4, training), /None of these clips/);
  assert.match(statementOf(null, 4, training), /blues\. If these/);
});

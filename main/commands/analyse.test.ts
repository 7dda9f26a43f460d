/** The command as a process of its own: what a script sees on stdout and as exit code. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import { tags } from '../media/dicom/tags.ts';
import { testImage } from '../media/dicom/test-images.ts';
import { encodeElements, fileMeta, textNode } from '../media/dicom/write-elements.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { encodePng } from '../media/png.ts';
import { temporaryFolder } from '../media/testing.ts';
import { exitCodeOf, readWishes } from './analyse.ts';
import type { AnalysisRecord, ClipRecord } from './analyse-clip.ts';
import { expandInputs } from './analyse-inputs.ts';

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const tiny = fileURLToPath(new URL('../inference/fixtures/tiny', import.meta.url));
const ffmpeg = await findFfmpeg();
const skip = ffmpeg === null ? 'no ffmpeg' : false;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pleura-analyse-test-'));
  if (ffmpeg === null) return;
  for (const [zone, kind] of [['R1', 'b-lines'], ['L1', 'a-lines']] as const) {
    const spec = samplePhantom(kind, 3, { frames: 12, width: 120, height: 120, probe: 'convex' });
    assert.ok((await writePhantom(spec, join(folder, `${zone}.mp4`), { ffmpeg })).ok);
  }
  await writeFile(join(folder, 'L2.mp4'), 'no video at all');
});

after(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly pid: number | undefined;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function analyse(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, 'analyse', ...args, '--model', tiny], (error, stdout, stderr) => {
      resolve({ pid: child.pid, code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });
}

test('a folder: every clip in order, the broken one with its error, JSON alone on stdout', { skip }, async () => {
  const { code, stdout, stderr } = await analyse(folder, '--json', '-', '--provider', 'cpu');
  assert.equal(code, 2);
  const records = JSON.parse(stdout) as AnalysisRecord[];
  assert.deepEqual(records.map((record) => record.path), ['L1.mp4', 'L2.mp4', 'R1.mp4'].map((name) => join(folder, name)));
  const [first, broken] = records;
  assert.ok(first !== undefined && !('error' in first) && broken !== undefined && 'error' in broken);
  assert.deepEqual(Object.keys(first), ['path', 'frames', 'scored', 'probability', 'verdict', 'frameProbabilities', 'model', 'provider', 'precision', 'timings', 'warnings']);
  assert.deepEqual([first.frames, first.scored, first.frameProbabilities.length, first.provider, first.precision], [12, 12, 12, 'cpu', 'int8']);
  assert.ok(first.frameProbabilities.every((probability) => probability !== null && probability >= 0 && probability <= 1));
  assert.ok(Object.values(first.timings).every((time) => time >= 0) && first.timings.totalMs >= first.timings.inferMs);
  assert.ok(first.warnings.includes('Simulated clip.'));
  assert.deepEqual(Object.keys(broken.error), ['code', 'message']);
  assert.equal(stderr, '');
});

test('the same clip twice gives the same answer, in full and in part; the store is gone afterwards', { skip }, async () => {
  const clip = join(folder, 'R1.mp4');
  const file = join(folder, 'out.json');
  const whole = await analyse(clip, clip, '--json', file);
  assert.equal(whole.code, 0);
  assert.match(whole.stdout, /R1\.mp4 +12 /);
  const [a, b] = JSON.parse(await readFile(file, 'utf8')) as ClipRecord[];
  assert.deepEqual(a?.frameProbabilities, b?.frameProbabilities);
  const part = JSON.parse((await analyse(clip, '--frames', '3', '--json', '-')).stdout) as ClipRecord[];
  assert.equal(part[0]?.scored, 3);
  part[0]?.frameProbabilities.forEach((probability, frame) => assert.ok(probability === null || probability === a?.frameProbabilities[frame]));
  assert.deepEqual((await readdir(tmpdir())).filter((name) => name.startsWith(`pleura-work-${whole.pid}-`)), []);
});

test('an exam line for a folder, with what is missing', { skip }, async () => {
  const { stdout } = await analyse(folder);
  assert.match(stdout, /Exam .*: .*[23] of 6 zones/);
  assert.match(stdout, /failed .*\(not-a-clip\)/);
});

test('what is no lung ultrasound is rejected with the reason, and analysed by wish', { skip }, async () => {
  const pictures = join(folder, 'pictures');
  await mkdir(pictures);
  // The tiny model's guard takes bright pictures for foreign ones.
  const striped = Uint8Array.from({ length: 200 * 160 }, (_, at) => (Math.floor(at / 200) % 20 < 3 ? 90 : 250));
  await writeFile(join(pictures, 'L1.png'), encodePng(striped, 200, 160, 1));
  await writeFile(join(pictures, 'R1.png'), encodePng(new Uint8Array(200 * 160), 200, 160, 1));
  const { code, stdout } = await analyse(pictures, '--json', '-');
  assert.equal(code, 0);
  const [foreign, black] = JSON.parse(stdout) as ClipRecord[];
  assert.deepEqual([foreign?.verdict, foreign?.probability, foreign?.warnings[0]], ['rejected', null, 'This does not look like lung ultrasound.']);
  assert.deepEqual([black?.verdict, black?.probability, black?.warnings[0]], ['rejected', null, 'The picture is too dark to read.']);
  const table = (await analyse(pictures)).stdout;
  assert.match(table, /L1\.png +1 +- +rejected .*does not look like lung ultrasound/);
  assert.match(table, /Exam .*: incomplete/);
  const anyway = JSON.parse((await analyse(pictures, '--json', '-', '--analyse-anyway')).stdout) as ClipRecord[];
  assert.ok(anyway.every((record) => record.verdict !== 'rejected' && record.probability !== null));
  assert.deepEqual(anyway.map((record) => record.warnings[0]), [foreign?.warnings[0], black?.warnings[0]]);
});

test('nothing analysed ends with 1 and still says why for each', { skip }, async () => {
  const missing = await analyse(join(folder, 'absent.mp4'), '--json', '-');
  assert.equal(missing.code, 1);
  assert.equal((JSON.parse(missing.stdout) as AnalysisRecord[]).length, 1);
  const absent = process.platform === 'win32' ? 'coreml' : 'dml';
  const provider = await analyse(join(folder, 'R1.mp4'), '--json', '-', '--provider', absent);
  assert.equal(provider.code, 1);
  assert.match(provider.stdout, /provider-unavailable/);
});

test('arguments', () => {
  assert.deepEqual(readWishes(['a', 'b', '--frames', '5', '--provider', 'cpu', '--json', '-']), { paths: ['a', 'b'], json: '-', provider: 'cpu', limit: 5, model: null, anyway: false });
  for (const wrong of [[], ['a', '--frames', '0'], ['a', '--frames', '1.5'], ['a', '--frames', 'few'], ['a', '--provider', 'tpu'], ['a', '--loud'], ['a', '--json']]) {
    assert.equal(readWishes(wrong), null, wrong.join(' '));
  }
});

test('exit codes', () => {
  const good = {} as ClipRecord;
  const bad = { path: '', error: { code: 'internal', message: '' } } as const;
  assert.deepEqual([exitCodeOf([good]), exitCodeOf([good, bad]), exitCodeOf([bad]), exitCodeOf([])], [0, 2, 1, 1]);
});

test("a CD's directory stands for the images that it names: as a folder, and picked itself", async (t) => {
  const disc = await temporaryFolder((done) => t.after(done));
  await mkdir(join(disc, 'IMAGES', 'P1'), { recursive: true });
  for (const name of ['IM1', 'IM2']) await writeFile(join(disc, 'IMAGES', 'P1', name), testImage({ frames: 2, more: [textNode(tags.InstanceNumber, 'IS', name.slice(2))] }));
  await writeFile(join(disc, 'IMAGES', 'viewer.png'), 'no image of the exam');
  const named = ['IMAGES\\P1\\IM2', 'IMAGES\\P1\\IM1', 'IMAGES\\P1\\GONE'].map((file) => [textNode(tags.DirectoryRecordType, 'CS', 'IMAGE'), textNode(tags.ReferencedFileID, 'CS', file)]);
  const meta = fileMeta({ sopClassUid: '1.2.840.10008.1.3.10', sopInstanceUid: '2.25.5', transferSyntaxUid: '1.2.840.10008.1.2.1' });
  await writeFile(join(disc, 'DICOMDIR'), Buffer.concat([meta, encodeElements([{ tag: tags.DirectoryRecordSequence, vr: 'SQ', value: { items: named } }])]));
  const wanted = ['GONE', 'IM1', 'IM2'].map((name) => join(disc, 'IMAGES', 'P1', name));
  for (const picked of [disc, join(disc, 'DICOMDIR')]) {
    const [group] = await expandInputs([picked]);
    assert.deepEqual(group?.clips.map(({ path }) => path).toSorted(), wanted, picked);
    assert.deepEqual(group?.clips.slice(1).map(({ path }) => path), wanted.slice(1), 'in the order in which they were taken');
  }
});

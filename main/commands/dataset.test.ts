/** The whole road on simulated clips: a labelled folder becomes a dataset that Python reads, and nothing in it says whose it is. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { readRecord } from '../media/record.ts';
import { insideSector } from '../media/sector-inside.ts';
import { runFfmpeg, sharedData } from '../media/testing.ts';
import { run } from './dataset.ts';
import { checksumsFile, fileSha256 } from '../training/dataset/export-folder.ts';
import { parseCsv } from './labels-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'pleura-dataset-test-'));
const data = join(folder, 'Ward of Jo Doe');
const at = (name: string) => join(folder, name);
const patients = ['Ada Lovelace', 'Bo Ek', 'Cy Young', 'Di Fox', 'Ed Roe', 'Flo Ray'];
let ffmpeg: string | null = null;

before(async () => {
  ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return;
  mkdirSync(data);
  const rows: string[] = [];
  for (const [n, patient] of patients.entries()) {
    const spec = samplePhantom(n % 2 === 0 ? 'b-lines' : 'a-lines', 40 + n, { frames: 6, probe: 'convex', width: 240, height: 240 });
    const file = `${patient.replace(' ', '_')}_R1.mp4`;
    const written = await writePhantom(spec, join(data, file), { ffmpeg });
    assert.ok(written.ok);
    rows.push(`${file},${patient},R1,${n % 2 === 0 ? 'yes' : 'no'},${n % 2 === 0 ? 2 : 0},CC BY 4.0`);
  }
  writeFileSync(join(data, 'clips.csv'), `file,patient,zone,b_lines,severity,license\n${rows.join('\n')}\n`);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const build = (out: string, ...more: string[]) => run(['build', '--data', data, '--labels', 'clips.csv', '--label', 'b_lines', '--group', 'patient', '--simulated', '--frames', '3', '--store', at('store'), '--out', at(out), '--json', at(`${out}.json`), ...more]);
const json = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'));

/** Every text below a folder, and every file name. */
function everyWord(root: string): string {
  return readdirSync(root, { recursive: true, withFileTypes: true }).map((entry) => (entry.isFile() && /\.(csv|json|md|txt)$/.test(entry.name) ? readFileSync(join(entry.parentPath, entry.name), 'utf8') : '') + entry.name).join('\n');
}

test('wrong arguments and missing folders end with 1', async () => {
  for (const args of [[], ['build'], ['build', '--data', 'x'], ['check'], ['check', at('nowhere')], ['check', folder], ['readings', '--in', 'x'], ['build', '--data', at('nowhere'), '--labels', 'l', '--label', 'b', '--group', 'g', '--out', at('o')]]) assert.equal(await run(args), 1, args.join(' '));
});

test('a dataset is whole, says nothing of anyone, and is blank outside the fan', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  assert.equal(await build('first', '--key', at('first.key')), 0);
  const out = at('first');
  const words = everyWord(out);
  for (const patient of patients) for (const part of [patient, patient.replace(' ', '_'), patient.split(' ')[1] ?? '']) assert.ok(!words.includes(part), part);
  assert.ok(!/Ward of|Jo Doe|\/tmp|\d{4}-\d\d-\d\d/.test(words.replaceAll('Ward of Jo Doe', '')), 'no dates, no paths');
  const rows = parseCsv(readFileSync(join(out, 'clips.csv'), 'utf8'));
  assert.deepEqual([rows.length, new Set(rows.map((row) => row['patient'])).size, rows.filter((row) => row['b_lines'] === 'yes').length], [6, 6, 3]);
  assert.deepEqual(new Set(rows.map((row) => row['split'])), new Set(['train', 'validation', 'test']));
  const record = json('first.json');
  assert.deepEqual([record.built, record.counts.clips, record.frames, record.leaks.clean], [true, 6, 18, true]);
  // Every exported picture is the decoded one inside the fan, and nothing outside.
  const sectors = await Promise.all(readdirSync(at('store/frames')).flatMap((spread) => readdirSync(at(`store/frames/${spread}`)).filter((name) => name.endsWith('.json')).map((name) => readRecord(at('store'), name.slice(0, 64)))));
  for (const row of rows) {
    const frame = readdirSync(join(out, row['file'] ?? ''))[0] ?? '';
    const pixels = await runFfmpeg(['-i', join(out, row['file'] ?? '', frame), '-pix_fmt', 'gray', '-f', 'rawvideo', '-']);
    const width = Number(row['width']);
    const blankOutside = sectors.some((media) => media !== null && pixels.every((level, i) => level === 0 || insideSector(media.sector, i % width, Math.floor(i / width))));
    assert.ok(blankOutside, `${row['clip']} shows something outside its fan`);
    assert.ok(pixels.some((level) => level > 30), 'and something inside');
  }
});

test('check finds it sound; a changed, missing or added file is damage', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  assert.equal(await run(['check', at('first'), '--json', at('check.json')]), 0);
  assert.deepEqual([json('check.json').clean, json('check.json').damaged, json('check.json').clips], [true, [], 6]);
  writeFileSync(join(at('first'), 'extra.txt'), 'x');
  assert.equal(await run(['check', at('first')]), 1);
  rmSync(join(at('first'), 'extra.txt'));
  assert.equal(await run(['check', at('first')]), 0);
});

test('check ends with 2 where one patient is on two sides, though every byte has its checksum', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  const out = at('leaking');
  cpSync(at('first'), out, { recursive: true });
  const table = join(out, 'clips.csv');
  const rows = parseCsv(readFileSync(table, 'utf8'));
  const [train, other] = [rows.find((row) => row['split'] === 'train')?.['patient'] ?? '', rows.find((row) => row['split'] === 'test')?.['patient'] ?? ''];
  writeFileSync(table, readFileSync(table, 'utf8').replaceAll(other, train));
  const sums = join(out, checksumsFile);
  writeFileSync(sums, readFileSync(sums, 'utf8').replace(/^[0-9a-f]{64}(?= {2}clips\.csv$)/m, await fileSha256(table)));
  assert.equal(await run(['check', out, '--json', at('leaking.json')]), 2);
  assert.deepEqual([json('leaking.json').damaged, json('leaking.json').patientsOnTwoSides, json('leaking.json').clean], [[], [train], false]);
});

test('the same content has the same hash and other pseudonyms; a growing dataset keeps every patient’s side', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  assert.equal(await build('second', '--previous', at('first.key'), '--key', at('second.key'), '--seed', '1', '--pixels', 'npy'), 0);
  assert.equal(json('second.json').contentSha256, json('first.json').contentSha256);
  assert.deepEqual(json('second.key').sides, json('first.key').sides);
  const names = (name: string) => new Set(parseCsv(readFileSync(join(at(name), 'clips.csv'), 'utf8')).map((row) => row['patient']));
  assert.deepEqual([...names('first')].filter((name) => names('second').has(name)), []);
  assert.equal(await build('third', '--previous', at('first.key'), '--folds', '3'), 1, 'another kind of split');
  assert.equal(await build('first'), 1, 'never over something else');
});

test('one recording under two patients is refused and named, or keeps them together', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  // The same pictures in another file, so that the bytes differ.
  await runFfmpeg(['-i', join(data, 'Ada_Lovelace_R1.mp4'), '-c', 'copy', '-metadata', 'title=again', '-metadata', 'comment=Pleura phantom', join(data, 'copy.mp4')]);
  writeFileSync(join(data, 'twice.csv'), `${readFileSync(join(data, 'clips.csv'), 'utf8')}copy.mp4,Someone Else,R1,yes,2,\n`);
  assert.equal(await build('leaky', '--labels', 'twice.csv'), 2);
  assert.deepEqual(json('leaky.json').pairs.map(({ first, second }: { first: string; second: string }) => [first, second].toSorted()), [['Ada_Lovelace_R1.mp4', 'copy.mp4']]);
  assert.ok(!existsSync(at('leaky')));
  assert.equal(await build('together', '--labels', 'twice.csv', '--duplicates', 'together', '--key', at('together.key')), 0);
  const { sides } = json('together.key');
  assert.equal(sides['Ada Lovelace'], sides['Someone Else']);
  assert.equal(await run(['check', at('together')]), 0);
  // Torn apart by hand, it is a leak.
  const torn = at('torn');
  execFileSync('cp', ['-r', at('together'), torn]);
  const rows = readFileSync(join(torn, 'clips.csv'), 'utf8').split('\n');
  const pair = json('together.json').leaks.pairs[0];
  assert.equal(pair.sameSide, true);
  const same = rows.map((row, n) => ({ row, n })).filter(({ row }) => rows.some((other) => other !== row && other.split(',')[3] === row.split(',')[3] && row.includes('yes') && other.includes('yes')));
  for (const { n } of same.slice(0, 1)) rows[n] = (rows[n] ?? '').replace(/,(train|validation|test),/, (_all, side) => (side === 'train' ? ',test,' : ',train,'));
  writeFileSync(join(torn, 'clips.csv'), rows.join('\n'));
  assert.equal(await run(['check', torn]), 1, 'a changed table is damage first');
});

test('no room on the disk, or a stop, leaves nothing', async (t) => {
  if (ffmpeg === null || process.platform === 'win32') return t.skip('no ffmpeg, or no limits on file size here');
  const node = process.execPath;
  const command = `trap '' XFSZ; ulimit -f 200; exec "${node}" main/cli.ts dataset build --data "${data}" --labels clips.csv --label b_lines --group patient --simulated --store "${at('store')}" --out "${at('full')}" --frames all`;
  const full = spawnSync('bash', ['-c', command], { encoding: 'utf8', cwd: join(import.meta.dirname, '..', '..') });
  assert.equal(full.status, 1, full.stderr);
  assert.match(full.stderr, /no room left/);
  assert.ok(!existsSync(at('full')) && !existsSync(at('.full.partial')));
});

test('Python reads the tables, and models/train the dataset, without its test side', async (t) => {
  if (ffmpeg === null) return t.skip('no ffmpeg');
  const python = ['/usr/bin/python3', 'python3'].find((program) => spawnSync(program, ['-c', 'import numpy']).status === 0);
  if (python === undefined) return t.skip('no Python with numpy here');
  const script = `
import csv, sys
from pathlib import Path
import numpy as np
from models.train.dataset import folds, load
first, second = Path(sys.argv[1]), Path(sys.argv[2])
rows = list(csv.DictReader(open(first / "clips.csv", newline="")))
frames = list(csv.DictReader(open(first / "frames.csv", newline="")))
assert len(frames) == sum(int(row["frames"]) for row in rows) == 18
assert all((first / frame["file"]).exists() for frame in frames)
clips, images = load([first / "inputs"], [first])
kept = [row for row in rows if row["split"] != "test"]
assert len(clips) == len(kept) and images.shape == (18, 224, 224), (len(clips), images.shape)
assert {clip.name.split("/", 1)[1] for clip in clips} == {row["file"] for row in kept}
assert len(set(folds(clips, 2, 1))) == 2
for row in csv.DictReader(open(second / "clips.csv", newline="")):
    array = np.load(second / row["file"])
    assert array.dtype == np.uint8 and array.shape == (int(row["frames"]), int(row["height"]), int(row["width"])), array.shape
try:
    import pandas
    assert len(pandas.read_csv(first / "clips.csv")) == len(rows)
except ImportError:
    print("pandas is not here")
`;
  const read = spawnSync(python, ['-c', script, at('first'), at('second')], { encoding: 'utf8', cwd: join(import.meta.dirname, '..', '..') });
  assert.equal(read.status, 0, read.stderr);
});

test('readings go from one format into another; what has no place is told with 2', async () => {
  const strokes = [{ kind: 'pleura', frame: 1, points: [{ x: 1, y: 2 }, { x: 3, y: 4 }] }];
  const findings = { bLines: '3+', aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };
  const reading = { clip: { name: 'R1.mp4', sha256: null, frames: 9, width: 300, height: 200 }, reader: 'Jo', round: 1, committedAt: null, tookMs: null, verdict: 'IS', findings, confidence: null, comment: 'x', ranges: [{ track: 'b-lines', first: 1, last: 4 }], strokes };
  writeFileSync(at('readings.json'), JSON.stringify({ format: 'pleura-readings/1', readings: [reading] }));
  const convert = (from: string, input: string, to: string, out: string) => run(['readings', '--in', at(input), '--from', from, '--out', at(out), '--to', to]);
  assert.equal(await convert('pleura', 'readings.json', 'cvat', 'R1.xml'), 0);
  assert.equal(await convert('cvat', 'R1.xml', 'pleura', 'back.csv'), 0);
  assert.equal(await convert('pleura', 'back.csv', 'pleura', 'back.json'), 0);
  assert.deepEqual(json('back.json').readings, [reading]);
  assert.equal(await convert('pleura', 'readings.json', 'label-studio', 'ls.json'), 2, 'lines are lost');
  assert.equal(await convert('pleura', 'readings.json', 'slicer', 'slicer'), 2, 'ranges are lost');
  assert.deepEqual(readdirSync(at('slicer')), ['R1.Jo.json']);
  assert.equal(await convert('cvat', 'readings.json', 'pleura', 'x.json'), 1, 'another format');
  assert.equal(await convert('pleura', 'nowhere.json', 'cvat', 'x.xml'), 1);
});

test('the shared clips show no recording under two patients', { timeout: 600_000 }, async (t) => {
  const store = process.env['PLEURA_TEST_STORE'];
  if (!existsSync(join(sharedData, 'covid-blues', 'clips.csv'))) return t.skip('../shared/data is not here');
  if (store === undefined) return t.skip('takes minutes: set PLEURA_TEST_STORE to a folder where the decoded clips may stay');
  for (const [set, group] of [['covid-blues', 'patient'], ['pocus', 'group']] as const) {
    const args: readonly string[] = ['build', '--data', join(sharedData, set), '--labels', 'clips.csv', '--label', 'b_lines', '--group', group, '--without-fan', '--damaged', '--frames', '1', '--store', store, '--out', at(set), '--json', at(`${set}.json`)];
    assert.equal(await run(args), 0, existsSync(at(`${set}.json`)) ? JSON.stringify(json(`${set}.json`).pairs) : '');
    assert.deepEqual([json(`${set}.json`).leaks.clean, json(`${set}.json`).leaks.pairs.filter((pair: { samePatient: boolean }) => !pair.samePatient)], [true, []]);
  }
});

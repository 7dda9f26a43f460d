/** Datasets through the page's own requests, on a case log with simulated clips: built, refused, locked, exported, read back in. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { writePhantom } from '../../models/phantom/write.ts';
import type { DatasetRules } from '../../preload/datasets.ts';
import type { ConsensusPolicy } from '../../preload/agreement.ts';
import type { Job, Result } from '../../preload/domain.ts';
import type { Reading } from '../../preload/readings.ts';
import { spawnNode } from '../child.ts';
import { readReadingsFile } from '../commands/agreement/readings-file.ts';
import { parseCsv } from '../commands/labels-table.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { importClip } from '../media/import-clip.ts';
import { createWorkstation } from './workstation.ts';
import type { Workstation } from './workstation.ts';

const folder = mkdtempSync(join(tmpdir(), 'pleura-datasets-'));
const policy: ConsensusPolicy = { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } };
const rules: DatasetRules = {
  question: 'is', filters: { readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 1, damaged: false, rejected: false, simulated: true, withoutFan: false, scheme: null },
  frames: { positivesByRange: true, withoutNotReadable: true, perClip: 3 }, split: { kind: 'shares', train: 0.5, validation: 0.25, test: 0.25 }, seed: 1, duplicates: 'refuse',
};
const recipe = { rules, policy, lineage: null };
const noFindings = { bLines: null, aLines: null, pleura: null, consolidation: null, effusion: null, sliding: null, severity: null };
let picked: string[] = [];
let station: Workstation | null = null;

function workstation(t: { skip(message: string): void }): Workstation | null {
  if (station === null) t.skip('no ffmpeg');
  return station;
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

/** One clip of `patient`, read by the first reader; the same `seed` draws the same picture. */
async function readClip(work: Workstation, ffmpeg: string, n: number, patient: string, seed = n): Promise<void> {
  const spec = samplePhantom(seed % 2 === 0 ? 'b-lines' : 'a-lines', 70 + seed, { frames: 5, probe: 'convex', width: 200, height: 200, ...(seed === n ? {} : { name: `again-${n}.mp4` }) });
  const file = join(folder, `clip-${n}.mp4`);
  assert.ok((await writePhantom(spec, file, { ffmpeg })).ok);
  // Another byte at the end: the same pictures in another file.
  if (seed !== n) writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from([0, 0, 0, 8, 0x66, 0x72, 0x65, 0x65])]));
  const { media } = value(await importClip({ source: file, storeRoot: join(folder, 'data', 'store'), ffmpeg, signal: new AbortController().signal }));
  const at = `2026-01-0${n + 1}T10:00:00.000Z`;
  work.log.exams.insert({ id: `e${n}`, pseudonym: patient, examinedAt: at, protocol: 'blue6', createdAt: at });
  work.log.clips.insert({ id: `c${n}`, examId: `e${n}`, name: `clip-${n}.mp4`, zone: 'R1', importedAt: at, media });
  const reader = work.log.readers.list()[0]?.id ?? '';
  const positive = n % 2 === 0;
  const reading: Reading = {
    id: `r${n}`, clipId: `c${n}`, examId: `e${n}`, reader, round: 1, mode: 'blind', replaces: null, committedAt: at, tookMs: 900, verdict: positive ? 'IS' : 'healthy', findings: { ...noFindings, bLines: positive ? '3+' : '0' },
    confidence: 4, comment: `about ${patient}`, ranges: positive ? [{ track: 'b-lines', first: 1, last: 3 }] : [], strokes: positive ? [{ kind: 'pleura', frame: 2, points: [{ x: 50, y: 60 }, { x: 150, y: 61.5 }] }] : [],
  };
  work.log.readings.append(reading);
}

before(async () => {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return;
  station = value(await createWorkstation({
    userData: join(folder, 'data'), bundleRoot: join(folder, 'no-bundles'), emit: () => undefined, pick: async () => picked,
    spawnEngine: () => spawnNode(join(import.meta.dirname, '..', 'inference', 'engine.ts')), spawnMedia: () => spawnNode(join(import.meta.dirname, '..', 'media', 'worker.ts')),
  }));
  value(await station.requests['readers.update']({ readerId: station.log.readers.list()[0]?.id ?? '', name: 'Zed Quill' }));
  for (let n = 0; n < 6; n++) await readClip(station, ffmpeg, n, `Patient ${n}`);
});
after(async () => {
  await station?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function done(work: Workstation, started: Result<{ readonly jobId: string } | null>): Promise<Job> {
  const job = value(started);
  assert.ok(job !== null);
  return work.ended(job.jobId);
}

test('the preview follows the filters and says what each leaves out', async (t) => {
  const work = workstation(t);
  if (work === null) return;
  const all = value(await work.requests['datasets.preview'](recipe));
  assert.deepEqual([all.read, all.counts?.clips, all.counts?.patients, all.counts?.positives, all.sources], [6, 6, 6, 3, ['simulated']]);
  assert.equal(all.counts?.frames, 18);
  const none = value(await work.requests['datasets.preview']({ ...recipe, rules: { ...rules, filters: { ...rules.filters, simulated: false } } }));
  assert.deepEqual([none.counts, none.leftOut], [null, { simulated: 6 }]);
});

test('built, its test side locked, exported without names, and its readings come home', async (t) => {
  const work = workstation(t);
  if (work === null) return;
  assert.equal((await done(work, await work.requests['datasets.build']({ ...recipe, name: 'Ward round' }))).state, 'done');
  const [row] = value(await work.requests['datasets.list']({}));
  assert.deepEqual([row?.name, row?.version, row?.counts.clips, row?.leaks.clean, row?.lock], ['Ward round', 1, 6, true, null]);
  assert.ok(!JSON.stringify(row).includes('salt'), 'the salt stays at home');
  const locked = value(await work.requests['datasets.lock']({ datasetId: row?.id ?? '', reason: 'final test' }));
  assert.equal(locked.lock?.reason, 'final test');
  assert.equal((await work.requests['datasets.lock']({ datasetId: row?.id ?? '', reason: 'again' })).ok, false);
  // The same readings again: the same content, but for the patients who are locked now.
  const again = value(await work.requests['datasets.preview'](recipe));
  assert.equal(again.leftOut.locked, row?.counts.sides.find(({ side }) => side === 'test')?.clips);
  picked = [folder];
  assert.equal((await done(work, await work.requests['datasets.export']({ datasetId: row?.id ?? '', pixels: 'png' }))).state, 'done');
  const out = join(folder, 'Ward-round-v1');
  const words = readdirSync(out, { recursive: true, encoding: 'utf8' }).map((name) => `${name}\n${/\.(csv|json|md|txt)$/.test(name) ? readFileSync(join(out, name), 'utf8') : ''}`).join('\n');
  for (const secret of ['Patient', 'clip-', 'about', 'Ward', work.log.readers.list()[0]?.id ?? '?', work.log.readers.list()[0]?.name ?? '?', '2026-']) assert.ok(!words.includes(secret), secret);
  const clips = parseCsv(readFileSync(join(out, 'clips.csv'), 'utf8'));
  const positive = clips.find((clip) => clip['positive'] === 'yes' && clip['split'] !== '');
  const strokes = JSON.parse(readFileSync(join(out, 'strokes.json'), 'utf8'));
  assert.deepEqual([strokes.images.length, strokes.annotations[0].polyline, strokes.annotations[0].bbox], [3, [50, 60, 150, 61.5], [50, 60, 100, 1.5]]);
  // Somebody outside reads a clip by its pseudonym.
  const reading = { clip: { name: positive?.['clip'] ?? '', sha256: null, frames: 5, width: 200, height: 200 }, reader: 'Outside Expert', round: 1, committedAt: null, tookMs: null, verdict: 'healthy', findings: noFindings, confidence: null, comment: '', ranges: [{ track: 'b-lines', first: 2, last: 9 }], strokes: [] };
  const unknown = { ...reading, clip: { ...reading.clip, name: 'no such clip.mp4' } };
  writeFileSync(join(folder, 'back.json'), JSON.stringify({ format: 'pleura-readings/1', readings: [reading, unknown] }));
  picked = [join(folder, 'back.json')];
  const tokens = value(await work.requests['readings.pick']({})).map(({ token }) => token);
  const first = value(await work.requests['readings.import']({ tokens, format: null, spacing: null }));
  assert.deepEqual([first.readings, first.added, first.unchanged, first.newReaders, first.unmatched], [2, 1, 0, ['Outside Expert'], [{ clip: 'no such clip.mp4', reader: 'Outside Expert', why: 'unknown' }]]);
  assert.match(first.notes.join(), /beyond the end/);
  const second = value(await work.requests['readings.import']({ tokens, format: null, spacing: null }));
  assert.deepEqual([second.added, second.unchanged, second.newReaders], [0, 1, []]);
  const imported = work.log.readings.standing({ modes: ['imported'] });
  assert.deepEqual([imported.length, imported[0]?.ranges, work.log.readers.get(imported[0]?.reader ?? '')?.active], [1, [{ track: 'b-lines', first: 2, last: 4 }], false]);
  assert.equal(work.log.audit.verify(), null);
});

test('readings go out whole and come back unchanged', async (t) => {
  const work = workstation(t);
  if (work === null) return;
  const out = join(folder, 'readings-out');
  rmSync(out, { recursive: true, force: true });
  picked = [folder];
  const written = value(await work.requests['readings.export']({ format: 'pleura-json' }));
  assert.deepEqual([written?.readings, written?.files, written?.losses], [7, 1, []]);
  const target = readdirSync(folder).find((name) => name.startsWith('readings-pleura-json')) ?? '';
  picked = [join(folder, target, 'readings.json')];
  const tokens = value(await work.requests['readings.pick']({})).map(({ token }) => token);
  const back = value(await work.requests['readings.import']({ tokens, format: null, spacing: null }));
  assert.deepEqual([back.readings, back.added, back.unchanged], [7, 0, 7]);
  // Agreement on the command line draws its intervals by the patients of the same readings, as a table too.
  picked = [folder];
  value(await work.requests['readings.export']({ format: 'pleura-csv' }));
  const table = readdirSync(folder).find((name) => name.startsWith('readings-pleura-csv')) ?? '';
  for (const [file, json] of [[join(folder, target, 'readings.json'), true], [join(folder, table, 'readings.csv'), false]] as const) {
    const { readings, notes } = value(readReadingsFile(readFileSync(file, 'utf8'), json, null));
    assert.deepEqual([readings.length, new Set(readings.map(({ patient }) => patient)).size, readings.filter(({ mode }) => mode === 'blind').length, notes], [7, 6, 6, []]);
  }
});

test('one recording under two patients is refused, with both clips named; a stopped export leaves nothing', async (t) => {
  const work = workstation(t);
  const ffmpeg = await findFfmpeg();
  if (work === null || ffmpeg === null) return;
  const [first] = value(await work.requests['datasets.list']({}));
  // A clip that the outside expert read otherwise has no answer any more, and would be left out.
  const disputed = new Set(work.log.readings.standing({ modes: ['imported'] }).map(({ clipId }) => clipId));
  const on = (side: string) => work.log.datasets.clips(first?.id ?? '').find((clip) => clip.side === side && !(side === 'train' && disputed.has(clip.clipId)));
  const locked = Number(on('test')?.clipId.slice(1));
  await readClip(work, ffmpeg, 6, 'Nobody', locked);
  const likeTest = await done(work, await work.requests['datasets.build']({ ...recipe, name: 'Like the test' }));
  assert.equal(likeTest.state === 'failed' ? likeTest.error.code : likeTest.state, 'conflict', 'a locked recording under another name');
  assert.match(likeTest.failures[0]?.item ?? '', new RegExp(`clip-${locked}.mp4`));
  work.log.exams.update('e6', { pseudonym: `Patient ${locked}` });
  const trained = Number(on('train')?.clipId.slice(1));
  await readClip(work, ffmpeg, 8, 'Stranger', trained);
  const job = await done(work, await work.requests['datasets.build']({ ...recipe, name: 'Leaky' }));
  assert.equal(job.state === 'failed' ? job.error.code : job.state, 'conflict');
  assert.deepEqual(job.failures.map(({ item }) => item), [`clip-${trained}.mp4 (Patient ${trained}) and clip-8.mp4 (Stranger)`]);
  const together = { ...recipe, rules: { ...rules, duplicates: 'together' as const } };
  assert.equal((await done(work, await work.requests['datasets.build']({ ...together, name: 'Together' }))).state, 'done');
  const [row] = value(await work.requests['datasets.list']({}));
  assert.deepEqual([row?.name, row?.leaks.clean, row?.leaks.pairs[0]?.sameSide, row?.leaks.pairs[0]?.samePatient], ['Together', true, true, false]);
  picked = [folder];
  const started = value(await work.requests['datasets.export']({ datasetId: row?.id ?? '', pixels: 'npy' }));
  value(await work.requests['jobs.cancel']({ jobId: started?.jobId ?? '' }));
  const ended = await work.ended(started?.jobId ?? '');
  assert.equal(ended.state, 'cancelled');
  for (let tries = 0; existsSync(join(folder, '.Together-v1.partial')) && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(!existsSync(join(folder, 'Together-v1')) && !existsSync(join(folder, '.Together-v1.partial')));
});

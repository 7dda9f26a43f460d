/** Copies without identity from the window: looked at without a trace, written only when said so, whole or not at all, with nothing of where they come from. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { writePhantom } from '../../models/phantom/write.ts';
import { samplePhantom } from '../../models/phantom/cases.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';
import { openStation, temporaryFolder, value } from './test-workstation.ts';

const secret = 'Quillfeather';

/** One exam of two convex clips whose file names and metadata hold a name; null without ffmpeg. */
async function setUp(context: TestContext) {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return null;
  const folder = temporaryFolder(context);
  const [exam, outside] = [join(folder, `exam of ${secret}`), join(folder, 'outside')];
  for (const made of [exam, outside]) mkdirSync(made);
  for (const zone of ['R1', 'R2']) {
    const plain = join(folder, `${zone}.mp4`);
    assert.ok((await writePhantom(samplePhantom('b-lines', zone === 'R1' ? 7 : 8, { frames: 6, probe: 'convex', width: 200, height: 200 }), plain, { ffmpeg })).ok);
    execFileSync(ffmpeg, ['-v', 'error', '-i', plain, '-c', 'copy', '-metadata', `title=${secret}`, '-metadata', `comment=born ${secret}`, join(exam, `${secret} ${zone}.mp4`)]);
  }
  let key = join(folder, 'key.json');
  const here = await openStation(context, join(folder, 'data'), {
    pick: () => Promise.resolve([outside]), reportDesk: { choose: () => Promise.resolve(key), print: () => Promise.reject(new Error('not used')) },
  });
  here.station.log.settings.set({ analyseOnImport: false });
  const [started] = value(await here.station.importPaths([exam]));
  await here.station.ended(started?.jobId ?? '');
  const examId = started?.examId ?? '';
  return { here, folder, outside, examId, clipIds: here.station.log.clips.ofExam(examId).map(({ id }) => id), keyGoesTo: (file: string) => { key = file; } };
}

test('a look writes nothing; copies and key are written when said so, and say nothing of whose they are', { timeout: 120_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here: { station }, folder, outside, examId, clipIds } = set;
  const [clipId = ''] = clipIds;
  const seen = value(await station.requests['deidentify.preview']({ clipId, keepText: false }));
  assert.deepEqual([seen.kind, seen.frames, seen.pictures.map(({ frame }) => frame), seen.error, seen.wholePicture], ['video', 6, [0, 3, 5], null, false]);
  assert.ok(seen.blanked > 0.1 && seen.blanked < 0.9, `${seen.blanked} blanked`);
  assert.ok(seen.pictures.every(({ before, after }) => before[1] === 0x50 && Buffer.compare(Buffer.from(before), Buffer.from(after)) !== 0), 'pictures differ, as PNG');
  assert.deepEqual(readdirSync(outside), []);
  assert.deepEqual(readdirSync(join(folder, 'data', 'deidentify')), [], 'decoded frames are gone with the look');

  const choice = { examId, clipIds, keepText: false, wholePictures: false, key: true };
  set.keyGoesTo(join(outside, 'key.json'));
  const beside = await station.requests['deidentify.start'](choice);
  assert.equal(beside.ok ? 'started' : beside.error.code, 'bad-request');
  set.keyGoesTo(join(folder, 'key.json'));
  const started = value(await station.requests['deidentify.start'](choice));
  const job = await station.ended(started?.jobId ?? '');
  assert.deepEqual([job.state, job.failures], ['done', []]);
  const [copies = ''] = readdirSync(outside);
  const files = readdirSync(join(outside, copies), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  assert.equal(files.length, 2);
  for (const name of files) assert.ok(!name.includes(secret) && !readFileSync(join(outside, copies, name)).includes(secret), name);
  assert.ok(!JSON.stringify([job, station.log.audit.verify()]).includes(secret));
  assert.match(readFileSync(join(folder, 'key.json'), 'utf8'), /"pseudonym": "P-/);
});

test('videos of an exam whose patient is known get that patient’s pseudonym', { timeout: 120_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here: { station }, folder, examId, clipIds } = set;
  station.log.origins.keepPatient(examId, { name: 'Known^Person', patientId: 'ID-9', issuer: 'Ward', birthDate: null, sex: '' }, 'worklist', '2026-11-26T10:00:00.000Z');
  const started = value(await station.requests['deidentify.start']({ examId, clipIds, keepText: false, wholePictures: false, key: true }));
  assert.equal((await station.ended(started?.jobId ?? '')).state, 'done');
  const { patients } = JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8')) as { readonly patients: readonly { readonly person: string; readonly name: string }[] };
  assert.deepEqual(patients.map(({ person, name }) => [person, name]), [['id Ward ID-9', 'Known^Person']]);
});

test('a stopped export leaves nothing; clips of another exam are refused', { timeout: 120_000 }, async (context) => {
  const set = await setUp(context);
  if (set === null) return context.skip('no ffmpeg');
  const { here: { station }, outside, examId, clipIds } = set;
  const choice = { clipIds, keepText: false, wholePictures: false, key: false };
  const other = await station.requests['deidentify.start']({ ...choice, examId: 'another' });
  assert.equal(other.ok ? 'started' : other.error.code, 'not-found');
  const started = value(await station.requests['deidentify.start']({ ...choice, examId }));
  value(await station.requests['jobs.cancel']({ jobId: started?.jobId ?? '' }));
  assert.equal((await station.ended(started?.jobId ?? '')).state, 'cancelled');
  assert.deepEqual(readdirSync(outside), []);
  assert.equal(existsSync(join(outside, 'key.json')), false);
});

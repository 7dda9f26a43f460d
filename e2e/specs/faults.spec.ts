/** What goes wrong in real life: the engine dies, the app dies, files are damaged. Nothing is lost, nothing half-kept, and the user is told. */
import { mkdtemp, readFile, rm, truncate, writeFile, copyFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { PNG } from 'pngjs';
import { clipsOf } from '../clips.ts';
import { expect, test } from '../fixtures.ts';
import { ask, clipDetails } from '../in-page.ts';

test('a killed engine restarts, says so, and the result is complete and the same', async ({ station, cases, exam, clip, frame }) => {
  const [long] = await clipsOf('long');
  if (long === undefined) throw new Error('No long clip was made.');
  const name = path.basename(long.path);
  await cases.importFiles([long.path]);
  // Told before all frames are scored; a clip of few frames is done before the next tick on a quick machine.
  await expect(exam.clip(name), 'a first verdict comes early').toContainText(new RegExp(`by AI.*\\d+ of ${long.frames} frames`), { timeout: 60_000 });
  const engine = await station.enginePid();
  expect(engine, 'the engine runs').not.toBeNull();
  process.kill(engine ?? 0, 'SIGKILL');
  await expect(frame.engine).toContainText('restarting; nothing is lost');
  await expect.poll(() => station.enginePid(), { timeout: 30_000 }).not.toBe(engine);
  await exam.open(name);
  await clip.complete(long.frames, 90_000);
  const [resumed] = await clipDetails(station.page);
  expect(resumed?.analysis?.frameProbabilities).toHaveLength(long.frames);

  await station.page.getByRole('button', { name: 'Analyse again' }).click();
  await expect.poll(async () => (await clipDetails(station.page))[0]?.analysis?.id, { timeout: 30_000 }).not.toBe(resumed?.analysis?.id);
  await frame.idle(90_000);
  await clip.complete(long.frames, 90_000);
  const [whole] = await clipDetails(station.page);
  expect(whole?.analysis?.probability).toBeCloseTo(resumed?.analysis?.probability ?? -1, 5);
  whole?.analysis?.frameProbabilities.forEach((value, index) => expect(value).toBeCloseTo(resumed?.analysis?.frameProbabilities[index] ?? -1, 5));
});

test('a killed app shows nothing half-imported, and the import goes on where it was', async ({ station, cases, exam, frame }) => {
  const clips = [...(await clipsOf('exam')), ...(await clipsOf('long'))];
  // The import alone is looked at here.
  await ask(station.page, 'settings.set', { analyseOnImport: false });
  await cases.importFiles(clips.map((one) => one.path));
  await expect(exam.clips.first()).toBeVisible();
  await station.kill();
  await station.start();

  const before = await clipDetails(station.page);
  expect(before.length, 'killed in the middle').toBeLessThan(clips.length);
  for (const { id, media } of before) {
    const last = await station.page.evaluate(async ([clipId, index]) => (await (await fetch(`/media/clips/${clipId}/frames?from=${index}&count=1`)).arrayBuffer()).byteLength, [id, media.frames - 1] as const);
    expect(last, 'a clip that is shown is whole').toBe(media.width * media.height * (media.colour ? 3 : 1));
  }

  await frame.openTray();
  const resume = frame.tray.getByRole('button', { name: /^Resume: Import/ });
  await expect(resume).toBeVisible();
  await resume.click();
  await expect.poll(async () => (await clipDetails(station.page)).length, { timeout: 60_000 }).toBe(clips.length);
  await frame.idle();
  const after = await clipDetails(station.page);
  const ascending = (one: number, other: number): number => one - other;
  expect(after.map(({ media }) => media.frames).toSorted(ascending)).toEqual(clips.map(({ frames }) => frames).toSorted(ascending));
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
});

test('damaged files are told by name and reason, and the rest is imported', async ({ station, cases, exam, frame }) => {
  const clips = await clipsOf('exam');
  const good = clips[0]?.path ?? '';
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-damaged-'));
  const at = (name: string): string => path.join(folder, name);
  const dot = new PNG({ width: 1, height: 1 });
  await Promise.all([
    writeFile(at('empty.mp4'), ''),
    writeFile(at('notes.mp4'), 'these are notes, not a clip\n'.repeat(40)),
    writeFile(at('noise.avi'), Buffer.from(Array.from({ length: 40_000 }, (_none, index) => (index * 7_919) % 256))),
    writeFile(at('dot.png'), PNG.sync.write(dot)),
    copyFile(good, at('cut.mp4')).then(async () => truncate(at('cut.mp4'), Math.floor((await readFile(good)).length / 3))),
  ]);
  const bad = ['empty.mp4', 'notes.mp4', 'noise.avi', 'dot.png', 'gone.mp4'];
  await cases.importFiles([good, ...bad.map(at), at('cut.mp4'), clips[1]?.path ?? '']);
  await expect(exam.clips).toHaveCount(3);
  await expect(exam.clip('cut.mp4')).toHaveAccessibleName(/damaged/);
  await frame.idle();
  await frame.openTray();
  await frame.tray.getByRole('button', { name: /problems$/ }).click();
  const failures = frame.tray.getByRole('list', { name: /^What failed in: Import/ });
  for (const name of bad) await expect(failures.getByRole('listitem').filter({ hasText: name })).toContainText(/\((file-empty|not-a-clip|no-frames|frame-too-small|decode-failed|file-not-found)\)/);
  const jobs = await ask(station.page, 'jobs.list', {});
  const codes = jobs.flatMap((job) => job.failures).map(({ item, error }) => [item, error.code]);
  expect(Object.fromEntries(codes)).toMatchObject({ 'empty.mp4': 'file-empty', 'notes.mp4': 'not-a-clip', 'gone.mp4': 'file-not-found', 'dot.png': 'frame-too-small' });
  await exam.analysed(3);
  await rm(folder, { recursive: true, force: true });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { findFfmpeg } from '../../main/media/ffmpeg.ts';
import { demoExam, phantomSet, samplePhantom } from './cases.ts';
import { sectorOf } from './geometry.ts';
import { renderFrames, renderPhantom } from './render.ts';
import { labelOf, type PhantomSpec } from './spec.ts';
import { writePhantom } from './write.ts';

const level = (pixels: Uint8Array, width: number, x: number, y: number) => pixels[Math.round(y) * width + Math.round(x)] ?? 0;

/** Mean level along a line between two points, off by a few pixels sideways, inside the frame. */
function meanAlong(pixels: Uint8Array, spec: PhantomSpec, from: { x: number; y: number }, to: { x: number; y: number }): number {
  let sum = 0;
  let count = 0;
  for (let i = 0.25; i <= 0.9; i += 0.01) {
    const x = from.x + (to.x - from.x) * i;
    const y = from.y + (to.y - from.y) * i;
    if (x < 1 || y < 1 || x > spec.width - 2 || y > spec.height - 2) continue;
    sum += level(pixels, spec.width, x, y);
    count += 1;
  }
  return count < 10 ? Number.NaN : sum / count;
}

test('the same seed draws the same clip, another seed another', () => {
  const spec = samplePhantom('b-lines', 3, { frames: 2 });
  const [first, second] = [renderPhantom(spec), renderPhantom(spec)];
  assert.deepEqual(first, second);
  assert.notDeepEqual(first.frames[0], renderPhantom({ ...spec, seed: 4 }).frames[0]);
  assert.notDeepEqual(first.frames[0], first.frames[1], 'frames differ as speckle boils');
});

for (const probe of ['convex', 'linear'] as const) {
  test(`${probe}: B-lines are bright down to the lower edge where the truth says, and dark between`, () => {
    for (const seed of [1, 2, 3, 4]) {
      const spec = samplePhantom('b-lines', seed, { probe, frames: 1, ribs: [], text: null });
      const { frames: [pixels], truth } = renderPhantom(spec);
      assert.ok(pixels);
      const lines = truth.frames[0]?.bLines ?? [];
      assert.equal(lines.length, spec.bLines.length);
      for (const [left, right] of lines.slice(1).map((line, i) => [lines[i], line] as const)) {
        if (left === undefined) continue;
        const middle = (at: 0 | 1) => ({ x: (left.right[at].x + right.left[at].x) / 2, y: (left.right[at].y + right.left[at].y) / 2 });
        const [on, between] = [meanAlong(pixels, spec, left.axis[0], left.axis[1]), meanAlong(pixels, spec, middle(0), middle(1))];
        if (Number.isNaN(on) || Number.isNaN(between)) continue;
        assert.ok(on > between + 12, `seed ${seed}: ${on} on the line, ${between} beside it`);
      }
    }
  });
}

test('the pleura and the first A-line are bright ridges where the truth says', () => {
  for (const seed of [11, 12, 13]) {
    const spec = samplePhantom('a-lines', seed, { frames: 1, text: null, aLines: { count: 2, strength: 20 } });
    const { frames: [pixels], truth } = renderPhantom(spec);
    assert.ok(pixels);
    for (const line of [truth.frames[0]?.pleura[0] ?? [], truth.frames[0]?.aLines[0] ?? []]) {
      // Middle stretches only: rib edges are soft, and beams that meet the pleura at a slant echo little.
      const points = line.slice(2, -2).filter((p) => Math.abs(p.x - spec.width / 2) < spec.width * 0.3 && p.y < spec.height - 20);
      const ridge = points.filter((p) => level(pixels, spec.width, p.x, p.y) > level(pixels, spec.width, p.x, p.y + 14)).length;
      assert.ok(points.length > 2 && ridge / points.length > 0.8, `seed ${seed}: ${ridge} of ${points.length}`);
    }
  }
});

test('A-lines lie at multiples of the pleural depth', () => {
  const spec = samplePhantom('a-lines', 5, { probe: 'linear', aLines: { count: 2, strength: 20 }, ribs: [], frames: 1 });
  const { truth } = renderPhantom(spec);
  const sector = sectorOf(spec);
  const top = sector.box.y;
  const frame = truth.frames[0];
  const depth = (frame?.pleura[0]?.[3]?.y ?? 0) - top;
  assert.ok(Math.abs((frame?.aLines[0]?.[3]?.y ?? 0) - top - 2 * depth) < 0.5);
});

test('lung and B-lines slide while the chest wall stays', () => {
  const spec = samplePhantom('b-lines', 21, { probe: 'convex', frames: 40 });
  const places = [...renderFrames(spec)].map(({ truth }) => truth.bLines[0]?.axis[1].x ?? 0);
  assert.ok(Math.max(...places) - Math.min(...places) > 3);
});

test('labels follow the clinical rule', () => {
  assert.equal(labelOf(samplePhantom('a-lines', 1)), 'healthy');
  assert.equal(labelOf(samplePhantom('few-b-lines', 1)), 'few-b-lines');
  for (let seed = 0; seed < 30; seed++) {
    assert.equal(labelOf(samplePhantom('b-lines', seed)), 'IS');
    assert.equal(labelOf(samplePhantom('confluent', seed)), 'IS');
    for (const line of samplePhantom('b-lines', seed).bLines) assert.ok(line.place > 0 && line.place < 1);
  }
});

test('outside the sector all is black but for the text', () => {
  const spec = samplePhantom('a-lines', 8, { probe: 'convex', halfAngle: 0.5, width: 400, height: 300, margin: 10, text: null, frames: 1 });
  const { frames: [pixels] } = renderPhantom(spec);
  assert.ok(pixels);
  assert.ok(pixels.subarray(0, 9 * 400).every((value) => value === 0));
  assert.equal(pixels[150 * 400 + 2], 0);
});

test('the demo exam is a BLUE exam with interstitial syndrome on both sides', () => {
  const exam = demoExam();
  assert.deepEqual(exam.map((spec) => spec.name).sort(), ['L1.mp4', 'L2.mp4', 'L3.mp4', 'R1.mp4', 'R2.mp4', 'R3.mp4']);
  for (const side of ['L', 'R']) assert.equal(exam.filter((spec) => spec.name.startsWith(side) && labelOf(spec) === 'IS').length, 2);
  assert.equal(phantomSet('mixed', 8, 1).length, 8);
});

test('a phantom file holds its frames, says that it is simulated, and leaves nothing half-written', async (t) => {
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return t.skip('no ffmpeg');
  const folder = await mkdtemp(path.join(os.tmpdir(), 'phantom-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const spec = samplePhantom('confluent', 2, { frames: 5 });
  const file = path.join(folder, spec.name);
  const result = await writePhantom(spec, file, { ffmpeg, raw: true, truth: true });
  assert.ok(result.ok);
  assert.deepEqual((await readdir(folder)).sort(), [spec.name, `${spec.name}.gray`, `${spec.name}.json`]);
  assert.equal((await stat(`${file}.gray`)).size, 5 * spec.width * spec.height);
  assert.equal(JSON.parse(await readFile(`${file}.json`, 'utf8')).frames.length, 5);
  const told = await promisify(execFile)(ffmpeg, ['-i', file, '-f', 'ffmetadata', '-']);
  assert.match(told.stdout, /Pleura phantom seed 2/);
  const { stdout } = await promisify(execFile)(ffmpeg, ['-v', 'error', '-i', file, '-pix_fmt', 'gray', '-f', 'rawvideo', '-'], { encoding: 'buffer', maxBuffer: 1e9 });
  const drawn = await readFile(`${file}.gray`);
  assert.equal(stdout.length, drawn.length);
  const off = stdout.reduce((sum, value, i) => sum + Math.abs(value - (drawn[i] ?? 0)), 0) / drawn.length;
  assert.ok(off < 4, `decoded frames differ by ${off} levels on average`);
  const nowhere = await writePhantom(spec, path.join(folder, 'missing', 'x.mp4'), { ffmpeg });
  assert.equal(nowhere.ok, false);
});

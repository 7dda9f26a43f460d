import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { makeClip, referenceFrames, temporaryFolder } from '../media/testing.ts';

const cli = path.resolve(import.meta.dirname, '../cli.ts');

function frames(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, 'frames', ...args], (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }));
  });
}

test('prints the identity of every frame as ffmpeg gives it', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mov'), { frames: 4, colour: true });
  for (const [pix, format, channels] of [['gray', 'gray', 1], ['rgb', 'rgb24', 3]] as const) {
    const { code, stdout, stderr } = await frames([clip, '--pix', pix, '--json']);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    const raw = await referenceFrames(clip, format);
    const bytes = 160 * 120 * channels;
    const sha256 = [0, 1, 2, 3].map((i) => createHash('sha256').update(raw.subarray(i * bytes, (i + 1) * bytes)).digest('hex'));
    assert.deepEqual(JSON.parse(stdout), { width: 160, height: 120, frames: 4, durationMs: 160, frameTimesMs: [0, 40, 80, 120], sha256 });
  }
});

test('errors are JSON with a code and exit 1; bad arguments show the usage', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const text = path.join(folder, 'text.mp4');
  await writeFile(text, 'words '.repeat(100));
  const refused = await frames([text, '--json']);
  assert.equal(refused.code, 1);
  const answer: unknown = JSON.parse(refused.stdout);
  assert.ok(typeof answer === 'object' && answer !== null && 'path' in answer && 'error' in answer);
  assert.equal(answer.path, text);
  assert.deepEqual(Object.keys(answer.error ?? {}), ['code', 'message', 'hint']);
  const usage = await frames([text, '--pix', 'cmyk']);
  assert.equal(usage.code, 1);
  assert.equal(usage.stdout, '');
  assert.match(usage.stderr, /Usage/);
});

test('a reader that goes away ends the output without a word of it', { skip: process.platform === 'win32' ? 'no shell' : false }, async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mov'), { frames: 4 });
  const ended = await new Promise<{ readonly stdout: string; readonly stderr: string }>((resolve) => {
    // `true` reads nothing: the pipe is closed before the first byte is written.
    execFile('/bin/sh', ['-c', '{ "$0" "$1" frames "$2" --json; echo "code $?" >&2; } | true; sleep 1', process.execPath, cli, clip], (_, stdout, stderr) => resolve({ stdout, stderr }));
  });
  assert.deepEqual(ended, { stdout: '', stderr: 'code 0\n' });
});

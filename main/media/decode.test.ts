import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { decodeClip } from './decode.ts';
import type { DecodeRequest } from './decode-request.ts';
import { defaultLimits } from './decode-limits.ts';
import { makeClip, referenceFrames, runFfmpeg, temporaryFolder, testFfmpeg } from './testing.ts';

async function decode(file: string, more: Partial<DecodeRequest> = {}) {
  const frames: Uint8Array[] = [];
  const result = await decodeClip({
    ffmpeg: await testFfmpeg(), file, pix: 'gray', signal: new AbortController().signal, limits: defaultLimits,
    onSize: () => undefined,
    onFrame: (frame) => {
      frames.push(frame);
      return { ok: true, value: null };
    },
    ...more,
  });
  return { result, frames };
}

async function codeOf(file: string, more: Partial<DecodeRequest> = {}): Promise<string> {
  const { result } = await decode(file, more);
  return result.ok ? 'ok' : result.error.code;
}

test('frames are the bytes that ffmpeg gives, for every container, gray and colour', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  for (const kind of ['mp4', 'mov', 'mkv', 'avi', 'mpeg', 'wmv', 'webm', 'gif', 'png', 'jpg']) {
    const file = await makeClip(path.join(folder, `clip.${kind}`), { colour: true });
    for (const pix of ['gray', 'rgb'] as const) {
      const { result, frames } = await decode(file, { pix });
      assert.ok(result.ok, kind);
      assert.deepEqual(Buffer.concat(frames), await referenceFrames(file, pix === 'gray' ? 'gray' : 'rgb24'), `${kind} ${pix}`);
      assert.equal(result.value.frames, kind === 'png' || kind === 'jpg' ? 1 : 12, kind);
      assert.equal(result.value.damaged, false, kind);
      assert.equal(result.value.colour, true, kind);
    }
  }
});

test('a GIF with variable delays keeps its frames and their times', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'variable.gif');
  await runFfmpeg(['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=10', '-frames:v', '5', '-vf', "setpts='N*N*0.1/TB'", '-fps_mode', 'passthrough', file]);
  const { result } = await decode(file);
  assert.ok(result.ok);
  assert.deepEqual(result.value.frameTimesMs, [0, 100, 400, 900, 1600]);
  assert.ok(result.value.durationMs > 1600);
});

test('a rotated clip has the size that is seen', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const plain = await makeClip(path.join(folder, 'plain.mp4'));
  const rotated = path.join(folder, 'rotated.mp4');
  // Older and newer ffmpeg name the rotation differently.
  await runFfmpeg(['-i', plain, '-c', 'copy', '-metadata:s:v:0', 'rotate=90', rotated]);
  const { result, frames } = await decode(rotated);
  assert.ok(result.ok);
  assert.equal(result.value.width * result.value.height, 160 * 120);
  assert.equal(frames[0]?.length, 160 * 120);
  assert.deepEqual(Buffer.concat(frames), await referenceFrames(rotated, 'gray'));
});

test('gray clips are not coloured, and the comment is read', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = await makeClip(path.join(folder, 'gray.mp4'), { options: ['-metadata', 'comment=Pleura phantom 1'] });
  const { result } = await decode(file);
  assert.ok(result.ok);
  assert.equal(result.value.colour, false);
  assert.match(result.value.metadata, /Pleura phantom/);
});

test('what is not a clip is refused, whatever its name', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const write = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const clip = await makeClip(path.join(folder, 'real.mp4'));
  assert.equal(await codeOf(await write('text.mp4', 'Dear colleague, please find attached\n'.repeat(200))), 'not-a-clip');
  assert.equal(await codeOf(await write('art.ans', '\u001b[31mred\u001b[0m\n'.repeat(200))), 'not-a-clip');
  assert.equal(await codeOf(await write('words.srt', '1\n00:00:00,000 --> 00:00:01,000\nHello\n\n')), 'not-a-clip');
  assert.equal(await codeOf(await write('list.mp4', `ffconcat version 1.0\nfile '${clip}'\n`)), 'not-a-clip');
  assert.equal(await codeOf(await write('list.m3u8', `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${clip}\n#EXT-X-ENDLIST\n`)), 'not-a-clip');
  assert.equal(await codeOf(await write('noise.avi', 'x'.repeat(5_000))), 'not-a-clip');
});

test('sound without pictures is no clip', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'sound.mp4');
  await runFfmpeg(['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac', file]);
  assert.equal(await codeOf(file), 'not-a-clip');
});

test('pictures outside the limits are refused', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  assert.equal(await codeOf(await makeClip(path.join(folder, 'dot.png'), { size: '2x2' })), 'frame-too-small');
  assert.equal(await codeOf(await makeClip(path.join(folder, 'huge.png'), { size: '7680x4320' })), 'frame-too-large');
  const clip = await makeClip(path.join(folder, 'long.mp4'), { frames: 30 });
  assert.equal(await codeOf(clip, { limits: { ...defaultLimits, maxFrames: 10 } }), 'file-too-large');
  assert.equal(await codeOf(clip, { limits: { ...defaultLimits, maxRawBytes: 160 * 120 * 5 } }), 'file-too-large');
});

test('a truncated clip is damaged or refused, never whole', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const { readFile } = await import('node:fs/promises');
  const whole = await readFile(await makeClip(path.join(folder, 'whole.mp4'), { frames: 50, options: ['-movflags', '+faststart'] }));
  await writeFile(path.join(folder, 'half.mp4'), whole.subarray(0, Math.floor(whole.length * 0.7)));
  const { result } = await decode(path.join(folder, 'half.mp4'));
  assert.ok(result.ok);
  assert.equal(result.value.damaged, true);
  assert.ok(result.value.frames < 50);
  await writeFile(path.join(folder, 'stump.mp4'), whole.subarray(0, 40));
  assert.notEqual(await codeOf(path.join(folder, 'stump.mp4')), 'ok');
});

test('cancel, a slow clock and a missing decoder end in typed errors', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const clip = await makeClip(path.join(folder, 'clip.mp4'), { frames: 200 });
  const control = new AbortController();
  const cancelled = await codeOf(clip, {
    signal: control.signal,
    onFrame: () => {
      control.abort();
      return { ok: true, value: null };
    },
  });
  assert.equal(cancelled, 'cancelled');
  const slow = () => new Promise<{ readonly ok: true; readonly value: null }>((resolve) => setTimeout(() => resolve({ ok: true, value: null }), 30));
  assert.equal(await codeOf(clip, { onFrame: slow, limits: { ...defaultLimits, wallClockMs: 200 } }), 'decode-timeout');
  assert.equal(await codeOf(clip, { ffmpeg: path.join(folder, 'no-such-ffmpeg') }), 'decoder-missing');
});

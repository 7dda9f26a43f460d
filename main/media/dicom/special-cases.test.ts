/** What few files have and no tool at hand writes: HTJ2K, video streams, segmented palettes, windows by frame, padding. Each against samples that are known. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { decodeAll, makeClip, temporaryFolder } from '../testing.ts';
import { tags } from './tags.ts';
import { decodeWhole } from './test-decode.ts';
import { testImage } from './test-images.ts';
import type { TestImage } from './test-images.ts';
import { shortNode, textNode } from './write-elements.ts';
import type { DicomNode } from './write-elements.ts';

const root = '1.2.840.10008.1.2';
const rows = 14;
const columns = 18;

/** Codestreams of `ramp`, written without loss by ojph_compress 0.9; base64. */
const htj2k: Readonly<Record<string, string>> = {
  'MONOCHROME2, 8 bits':
    '/0//UQApQAAAAAASAAAADgAAAAAAAAAAAAAAEgAAAA4AAAAAAAAAAAABBwEB/1AACAACAAAAA/9SAAwAAgABAAIEBEAB/1wACiBQWFhYUFBY/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAA'
    + 'AAUwAB/5PAFtj/a7eP9zhF5VU49z4IE1TO+QCzgOEf4IE5ugDACQCgC+QAwBWQBXgQAAKE7/P6/X7LeACIiIiI+P6BP5Jv3km+ugD/2Q==',
  'MONOCHROME2, 12 bits':
    '/0//UQApQAAAAAASAAAADgAAAAAAAAAAAAAAEgAAAA4AAAAAAAAAAAABCwEB/1AACAACAAAAB/9SAAwAAgABAAIEBEAB/1wACiBweHh4cHB4/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAA'
    + 'AAfQAB/5PAAXTA/3/ST/uHT5/Pjxp8kSvT2mu7q4LIx3OYlgTj/gF/iko3jIABugDAAKiAAVSllPKqcAJ1ALXWWuAZf8m+twDAAWjAAWqAKlVUVKqoVPnvxj+v1+GLeQCysrKysrKysrL+hD+IQG/e'
    + 'IQG+vAD/2Q==',
  RGB:
    '/0//UQAvQAAAAAASAAAADgAAAAAAAAAAAAAAEgAAAA4AAAAAAAAAAAADBwEBBwEBBwEB/1AACAACAAAAA/9SAAwAAgABAAIEBEAB/1wACiBQWFhYUFBY/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5'
    + 'AACgAAAAABPAAB/5PAFtj/a7eP9zhF5VU49z4IE1TO+QCzgOEf4IE5ugDAFtCvh/PvM0xHrvnWLhAX1i4iag/8tCG+CBGZAMAW4N99OS6rnUNEP5gN8qF6SDY1/gCzvERA+CIjOgDACQCgC+QAwAlg'
    + 'BLACQA+kj+QA9ek/pADgEHQAwAqYAVkAKoD7AY+BoQ7SVQBBkEX8oCC58A9z2ADBoIqJ/oWYIFUAwBWQBXgQAAKE7/P6/X7LeACIiIiI+P6BP5Jv3km+ugDAFbAFfACUEAACbO/AI/r9fst5AIiIiI'
    + 'j1/oI/km/eSb66AP8gxHUAwBbMAW1ACuAQvKX9w8PXFyiIH/zvwM/iHZ0WAZ4Py30A/vP5+Py+DxERIYTw+0ELsok31hBasQf4XgD+v/8Pf3/7wVcQfhBYAP/Z',
  YBR_RCT:
    '/0//UQAvQAAAAAASAAAADgAAAAAAAAAAAAAAEgAAAA4AAAAAAAAAAAADBwEBBwEBBwEB/1AACAACAAAABP9SAAwAAgABAQIEBEAB/1wACiBYYGBgWFhg/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5'
    + 'AACgAAAAABYQAB/5PAC2yvh/PvM0yHrvnWLhAXlqFgw/4B07QhvggRmQDAC2yO0+k4jsNIjuN0Okwn6jExzQDM7wuEH+QxugDAC2DP8/k8z/M8z/N8Ps/zRFEp+suEH+QxuQDABUQAVMAE4AeI26Ah'
    + '3lUAAXH+oYXmnsYAs9ygR/PVAMAFTABWwAVQ6QGRi6EO0lUAQZCFXPygQLnwD3PYAMGgikn+hZggVQDABLABLABKsOASNAD26T+kAP7gEHQAwAtWAFrwAV4QBNrDcF1A6LXvwD+AdnRaZw/LfAA+5z'
    + 'jvDhERAaz7QAL/dSTfXhasAfxeAP77j+/7+5AIThVwB/haAMALWgBaUAFogP7j/0OHry/+5/vACP4h2AC4sYf4XQD+8/n4/L7P+8BH8BBasQf4WwD+v/8Pf3/9+5DE4VcQfhBaAMAJoATQATD+/yBE'
    + 'dQD+/yBEdQD+/yDEdQD/2Q==',
};

const ramp = (x: number, y: number, channel: number): number => (x * 9 + y * 5 + channel * 40) % 256;
const wideRamp = (x: number, y: number): number => Math.floor((((x * 150 + y * 90) % 4096) * 255) / 4095 + 0.5);

/** Three channels of a picture, row by row. */
function picture(level: (x: number, y: number, channel: number) => number): Uint8Array {
  return Uint8Array.from({ length: rows * columns * 3 }, (_, i) => level(Math.floor(i / 3) % columns, Math.floor(i / 3 / columns), i % 3));
}

async function frames(file: string, image: Partial<TestImage>): Promise<readonly Uint8Array[]> {
  await writeFile(file, testImage({ rows, columns, frames: 1, ...image }));
  const decoded = await decodeWhole(file, 'rgb');
  assert.ok(typeof decoded !== 'string');
  assert.equal(decoded.damaged, false);
  return decoded.frames;
}

const fragment = (...pieces: readonly Buffer[]): DicomNode => ({ tag: tags.PixelData, vr: 'OB', value: { fragments: [Buffer.alloc(0), ...pieces] } });

test('HTJ2K gives the samples that were coded, in each colour model and with any progression', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  for (const [kind, coded] of Object.entries(htj2k)) {
    const [photometric = ''] = kind.split(',');
    const wide = kind.includes('12 bits');
    const image = { samples: photometric === 'MONOCHROME2' ? 1 : 3, photometric, bitsAllocated: wide ? 16 : 8, bitsStored: wide ? 12 : 8, more: [fragment(Buffer.from(coded, 'base64'))] } as const;
    for (const suffix of ['201', '202', '203']) {
      const [frame] = await frames(path.join(folder, 'clip.dcm'), { ...image, transferSyntaxUid: `${root}.4.${suffix}` });
      assert.deepEqual(frame, picture(wide ? wideRamp : photometric === 'MONOCHROME2' ? (x, y) => ramp(x, y, 0) : ramp), `${kind}, ${suffix}`);
    }
  }
});

test('a video in DICOM has the frames of its stream, in one fragment or several', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const stream = await makeClip(path.join(folder, 'clip.mp4'), { frames: 6, size: '96x64' });
  const bytes = await readFile(stream);
  const expected = await decodeAll(stream);
  const third = 2 * Math.floor(bytes.length / 6);
  const cut = [bytes.subarray(0, third), bytes.subarray(third, 2 * third), bytes.subarray(2 * third)];
  for (const [suffix, pieces] of [['.4.102', [bytes]], ['.4.103', [bytes]], ['.4.102.1', cut]] as const) {
    const file = path.join(folder, 'clip.dcm');
    await writeFile(file, testImage({ rows: 64, columns: 96, frames: 6, samples: 3, photometric: 'YBR_PARTIAL_420', transferSyntaxUid: `${root}${suffix}`, more: [fragment(...pieces)] }));
    assert.deepEqual(await decodeAll(file), expected, suffix);
  }
});

const words = (values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values).buffer);

/** Discrete, linear and indirect segments (PS3.3 C.7.9.2): 0, a slope of 127 to the top, and the slope's segment again, which stays there. */
function segmented(bits: 8 | 16): readonly DicomNode[] {
  const top = 2 ** bits - 1;
  const table = [0, 1, 0, 1, 127, top, 2, 1, 3, ...(bits === 8 ? [0, 0, 0] : [0]), 0, 1, 0];
  const data = bits === 8 ? Buffer.from(table) : words(table);
  return [0, 1, 2].flatMap((channel) => [
    shortNode(tags.RedPaletteColorLookupTableDescriptor + channel, 256, 0, bits), { tag: tags.SegmentedRedPaletteColorLookupTableData + channel, vr: 'OW', value: data },
  ]);
}

/** Entry of that table for an index. */
function entryOf(index: number): number {
  return index === 0 || index > 254 ? 0 : Math.min(255, (255 * index) / 127);
}

test('segmented palettes, of 8 and 16 bits, also in big endian', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'clip.dcm');
  const near = (frame: Uint8Array | undefined): number => picture((x, y) => entryOf(ramp(x, y, 0))).reduce((most, level, i) => Math.max(most, Math.abs(level - (frame?.[i] ?? 999))), 0);
  for (const bits of [8, 16] as const) {
    const pixels = Buffer.from(Uint8Array.from({ length: rows * columns }, (_, i) => ramp(i % columns, Math.floor(i / columns), 0)));
    // The entry that ends both slopes lies at 127 and 254; indices beyond take the last one.
    const [frame] = await frames(file, { photometric: 'PALETTE COLOR', pixels, more: segmented(bits) });
    assert.ok(near(frame) <= 1, `${bits} bits`);
    if (bits === 16 && spawnSync('dcmconv', ['+tb', file, `${file}.be`]).status === 0) {
      const big = await decodeWhole(`${file}.be`, 'rgb');
      assert.deepEqual(typeof big === 'string' ? big : big.frames, [frame]);
    }
  }
});

test('frames with a window of their own are shown by it', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const windowed = (centre: number): readonly DicomNode[] => [{ tag: tags.FrameVOILUTSequence, vr: 'SQ', value: { items: [[textNode(tags.WindowCenter, 'DS', String(centre)), textNode(tags.WindowWidth, 'DS', '256')]] } }];
  const groups: DicomNode = { tag: tags.PerFrameFunctionalGroupsSequence, vr: 'SQ', value: { items: [windowed(128), windowed(384)] } };
  const pixels = words(Array.from({ length: 2 * rows * columns }, (_, i) => 100 + (i % 3)));
  const [first, second] = await frames(path.join(folder, 'clip.dcm'), { frames: 2, bitsAllocated: 16, bitsStored: 12, pixels, more: [groups] });
  assert.deepEqual([first?.[0], first?.[3], first?.[6]], [100, 101, 102]);
  assert.equal(second?.[0], 0);
});

test('a few bytes after the last frame are padding, not a frame', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'clip.dcm');
  await writeFile(file, testImage({ rows: 15, columns: 17, frames: 3, pixels: Buffer.alloc(2 * 15 * 17 + 1, 9), more: [] }));
  const decoded = await decodeWhole(file, 'gray');
  assert.ok(typeof decoded !== 'string');
  assert.deepEqual([decoded.frames.length, decoded.damaged], [2, true]);
});

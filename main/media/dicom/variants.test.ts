/**
 * One moving picture of known samples in every encoding that dcmtk writes: lossless ones must give the very same frames, lossy ones within two levels of
 * what dcmtk itself decodes; the plain ones what pydicom reads. Skipped where those are not installed.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { sharedData, temporaryFolder } from '../testing.ts';
import { decodeWhole } from './test-decode.ts';
import { testImage } from './test-images.ts';
import type { TestImage } from './test-images.ts';

const hasDcmtk = spawnSync('dcmcjpls', ['--version']).status === 0;
const python = '/usr/bin/python3';
const hasPydicom = spawnSync(python, ['-c', 'import pydicom, numpy']).status === 0;

const kinds: Readonly<Record<string, Partial<TestImage>>> = {
  'gray, 8 bits': {},
  'gray, odd size': { rows: 35, columns: 33 },
  'gray, 12 bits': { bitsAllocated: 16, bitsStored: 12 },
  'gray, 16 bits, signed': { bitsAllocated: 16, bitsStored: 16, signed: true },
  'gray, inverse': { photometric: 'MONOCHROME1' },
  RGB: { samples: 3, photometric: 'RGB', rows: 35, columns: 33 },
  'RGB by plane': { samples: 3, photometric: 'RGB', planar: true },
  YBR_FULL: { samples: 3, photometric: 'YBR_FULL' },
};

const lossless: Readonly<Record<string, readonly string[]>> = {
  implicit: ['dcmconv', '+ti'], 'big endian': ['dcmconv', '+tb'], deflated: ['dcmconv', '+td'],
  'implicit without meta': ['dcmconv', '-F', '+ti'], 'big endian without meta': ['dcmconv', '-F', '+tb'], 'explicit without meta': ['dcmconv', '-F', '+te'],
  'sequences without length': ['dcmconv', '+te', '-e'],
  RLE: ['dcmcrle'], 'lossless JPEG': ['dcmcjpeg', '+e1', '+cn'], 'lossless JPEG, predictor 4': ['dcmcjpeg', '+el', '+sv', '4', '+cn'], 'lossless JPEG, predictor 7': ['dcmcjpeg', '+el', '+sv', '7', '+cn'],
  'JPEG-LS by plane': ['dcmcjpls', '+el', '+in'], 'JPEG-LS by line': ['dcmcjpls', '+el', '+il'], 'JPEG-LS by pixel': ['dcmcjpls', '+el', '+is'],
  'small fragments, no offset table': ['dcmcjpls', '+el', '+fs', '1', '-ot'], 'small fragments, offset table': ['dcmcjpls', '+el', '+fs', '1', '+ot'],
};

const lossy: Readonly<Record<string, readonly string[]>> = {
  'baseline JPEG': ['dcmcjpeg', '+eb', '+q', '92'], 'extended JPEG': ['dcmcjpeg', '+ee', '+q', '92'], 'JPEG as RGB': ['dcmcjpeg', '+eb', '+q', '92', '+cr'],
  'JPEG, half chroma, fragments': ['dcmcjpeg', '+eb', '+q', '92', '+s2', '+fs', '1', '-ot'], 'near-lossless JPEG-LS': ['dcmcjpls', '+en', '+md', '2'],
};

function converted(tool: readonly string[], from: string, to: string): boolean {
  const [program = '', ...args] = tool;
  return spawnSync(program, [...args, from, to]).status === 0;
}

async function whole(file: string, pix: 'gray' | 'rgb' = 'rgb') {
  const decoded = await decodeWhole(file, pix);
  assert.ok(typeof decoded !== 'string', `${path.basename(file)} was refused`);
  return decoded;
}

function furthest(a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  assert.equal(a.length, b.length);
  return a.reduce((most, frame, i) => frame.reduce((sofar, level, at) => Math.max(sofar, Math.abs(level - (b[i]?.[at] ?? 999))), most), 0);
}

test('every encoding of one picture gives its frames', { skip: hasDcmtk ? false : 'dcmtk is not installed' }, async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  for (const [kind, image] of Object.entries(kinds)) {
    await t.test(kind, async () => {
      const plain = path.join(folder, 'plain.dcm');
      await writeFile(plain, testImage(image));
      const expected = await whole(plain);
      assert.equal(expected.frames.length, image.frames ?? 3);
      let tried = 0;
      for (const [name, tool] of Object.entries(lossless)) {
        const variant = path.join(folder, 'variant.dcm');
        // dcmtk's JPEG encoder mixes the planes of frames stored by plane.
        if ((image.planar === true && tool[0] === 'dcmcjpeg') || !converted(tool, plain, variant)) continue;
        tried += 1;
        const found = await whole(variant);
        assert.equal(furthest(found.frames, expected.frames), 0, `${kind}, ${name}`);
        assert.deepEqual([found.damaged, found.timesMs], [false, expected.timesMs], name);
      }
      assert.ok(tried >= 12, `only ${tried} variants`);
      for (const [name, tool] of Object.entries(lossy)) {
        const variant = path.join(folder, 'variant.dcm');
        const reference = path.join(folder, 'reference.dcm');
        if (!converted(tool, plain, variant) || !converted([tool[0] === 'dcmcjpls' ? 'dcmdjpls' : 'dcmdjpeg'], variant, reference)) continue;
        assert.ok(furthest((await whole(variant)).frames, (await whole(reference)).frames) <= 2, `${kind}, ${name}`);
      }
    });
  }
});

const script = `
import sys, pydicom
ds = pydicom.dcmread(sys.argv[1], force=True)
sys.stdout.buffer.write(ds.pixel_array.tobytes())
`;

test('plain, RLE and big endian samples are those that pydicom reads', { skip: hasDcmtk && hasPydicom ? false : 'pydicom or dcmtk is not installed' }, async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  for (const [kind, image] of Object.entries(kinds)) {
    if (image.photometric === 'YBR_FULL' || image.photometric === 'MONOCHROME1' || image.bitsAllocated === 16) continue;
    const plain = path.join(folder, 'plain.dcm');
    await writeFile(plain, testImage(image));
    for (const tool of [['dcmconv', '+te'], ['dcmconv', '+tb'], ['dcmconv', '+td'], ['dcmcrle']]) {
      const variant = path.join(folder, 'variant.dcm');
      assert.ok(converted(tool, plain, variant));
      const read = execFileSync(python, ['-W', 'ignore', '-c', script, variant], { maxBuffer: 2 ** 26 });
      const { frames } = await whole(variant, image.samples === 3 ? 'rgb' : 'gray');
      assert.deepEqual(Buffer.concat(frames), read, `${kind}, ${tool.join(' ')}`);
    }
  }
});

const collection = path.join(sharedData, 'dicom');

test('public test files: pairs of one image in two encodings agree', { skip: existsSync(collection) ? false : 'the shared data are not here' }, async () => {
  const pairs = [['US1_UNCR', 'US1_J2KR', 0], ['US1_UNCI', 'US1_J2KI', 2], ['SC_rgb_2frame', 'SC_rgb_expb_2frame', 0], ['color-px', 'color-pl', 0]] as const;
  for (const [one, other, most] of pairs) {
    const [a, b] = await Promise.all([one, other].map((name) => whole(path.join(collection, `${name}.dcm`))));
    assert.ok(a !== undefined && b !== undefined && furthest(a.frames, b.frames) <= most, `${one} and ${other}`);
  }
  const cut = await whole(path.join(collection, 'MR_truncated.dcm'));
  assert.ok(cut.damaged);
  assert.equal((await whole(path.join(collection, 'examples_ybr_color.dcm'))).frames.length, 30);
});

test('frames that were declared and are not there make the clip damaged, with what is there', { skip: hasDcmtk ? false : 'dcmtk is not installed' }, async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const plain = path.join(folder, 'plain.dcm');
  await writeFile(plain, testImage({ frames: 5 }));
  const variant = path.join(folder, 'variant.dcm');
  for (const tool of [['dcmconv', '+te'], ['dcmcjpls', '+el'], ['dcmcrle']]) {
    assert.ok(converted(tool, plain, variant));
    const bytes = await readFile(variant);
    const cut = path.join(folder, 'cut.dcm');
    await writeFile(cut, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
    const expected = await whole(variant);
    const found = await whole(cut);
    assert.ok(found.damaged, tool.join(' '));
    assert.ok(found.frames.length >= 3 && found.frames.length <= 5);
    assert.deepEqual(found.frames[0], expected.frames[0]);
    assert.deepEqual(found.frames[1], expected.frames[1]);
  }
});

/** A seeded set with names wherever they can hide: none may come out, by bytes or by pixels. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { phantomSet } from '../../models/phantom/cases.ts';
import { renderFrames } from '../../models/phantom/render.ts';
import { openDicom } from '../media/dicom/part10.ts';
import { tags } from '../media/dicom/tags.ts';
import { testImage } from '../media/dicom/test-images.ts';
import type { TestImage } from '../media/dicom/test-images.ts';
import { text } from '../media/dicom/values.ts';
import { textNode } from '../media/dicom/write-elements.ts';
import type { DicomNode } from '../media/dicom/write-elements.ts';
import { decodeAll, runFfmpeg, temporaryFolder } from '../media/testing.ts';

const cli = path.resolve(import.meta.dirname, '../cli.ts');
const names = ['Wolkenstein', 'Eulalia', 'MRN-5550123', 'Krankenhaus Nordwind', 'Doktor Zapf', 'ACC-90817', '19510203', 'Brombeerweg'];
const size = 200;
/** Where the burnt-in name stands: the upper left corner, beside the fan. */
const burnt = { x: 4, y: 6, width: 46, height: 9 };

function run(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [cli, 'deidentify', ...args], { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }));
  });
}

/** A simulated fan with marks like letters beside it, in every frame. */
function frames(count: number, seed: number): Uint8Array[] {
  const [spec] = phantomSet('a-lines', 1, seed);
  assert.ok(spec !== undefined);
  return [...renderFrames({ ...spec, frames: count, width: size, height: size })].map(({ pixels }) => {
    const marked = Uint8Array.from(pixels);
    for (let y = 0; y < burnt.height; y++) for (let x = 0; x < burnt.width; x++) if (x % 6 < 4 && (x % 6 === 0 || y % 4 === 0)) marked[(burnt.y + y) * size + burnt.x + x] = 240;
    return marked;
  });
}

const planted: readonly DicomNode[] = [
  textNode(tags.PatientName, 'PN', 'Wolkenstein^Eulalia'), textNode(tags.PatientID, 'LO', 'MRN-5550123'), textNode(tags.PatientBirthDate, 'DA', '19510203'),
  textNode(tags.AccessionNumber, 'SH', 'ACC-90817'), textNode(tags.ReferringPhysicianName, 'PN', 'Doktor Zapf'), textNode(tags.InstitutionName, 'LO', 'Krankenhaus Nordwind'),
  textNode(0x0010_1040, 'LO', 'Brombeerweg 3'), textNode(tags.SeriesDescription, 'LO', 'Lung of Wolkenstein'), textNode(tags.StudyDescription, 'LO', 'Wolkenstein, Eulalia'),
  textNode(tags.ProtocolName, 'LO', 'Eulalia'), textNode(tags.ImageComments, 'LT', 'Doktor Zapf for Wolkenstein'), textNode(tags.Manufacturer, 'LO', 'Wolkenstein Sonics'),
  textNode(tags.BodyPartExamined, 'CS', 'WOLKENSTEIN'), textNode(tags.TransducerType, 'CS', 'EULALIA'), textNode(0x0028_2112, 'DS', 'Zapf'), textNode(0x0028_4000, 'LT', 'Wolkenstein'),
  textNode(0x0008_0030, 'TM', 'Eulalia'), textNode(0x0028_1055, 'LO', 'Wolkenstein'),
  textNode(0x0009_0010, 'LO', 'WOLKENSTEIN 1'), textNode(0x0009_1001, 'LO', 'Eulalia'), { tag: 0x0009_1002, vr: 'UN', value: Buffer.from('Wolkenstein^Eulalia') },
  { tag: 0x0009_1003, vr: 'OB', value: Buffer.from('Wolkenstein', 'utf16le') },
  { tag: 0x0040_0275, vr: 'SQ', value: { items: [[textNode(0x0040_0007, 'LO', 'Scan for Doktor Zapf'), { tag: 0x0008_1110, vr: 'SQ', value: { items: [[textNode(0x0008_1155, 'UI', '1.2.3.4')]] } }]] } },
  { tag: tags.SequenceOfUltrasoundRegions, vr: 'SQ', value: { items: [[textNode(0x0008_0104, 'LO', 'Wolkenstein'), textNode(0x0009_0010, 'LO', 'Eulalia')]] } },
];

const image = (count: number, seed: number, more: Partial<TestImage> = {}): Buffer =>
  testImage({ rows: size, columns: size, frames: count, pixels: Buffer.concat(frames(count, seed)), more: planted, ...more });

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function leaksIn(bytes: Buffer, where: string): string[] {
  // Copied first: Node 24 frees memory twice where it decodes UTF-16 from an odd address.
  const forms = [bytes.toString('latin1'), bytes.toString('utf16le'), Buffer.from(bytes.subarray(1)).toString('utf16le'), where].map((form) => form.toLowerCase());
  return names.flatMap((name) => name.split(/[ -]/)).filter((word) => word.length > 3 && forms.some((form) => form.includes(word.toLowerCase()))).map((word) => `${word} in ${path.basename(where)}`);
}

function brightest(frame: Uint8Array): number {
  let most = 0;
  for (let y = burnt.y; y < burnt.y + burnt.height; y++) for (let x = burnt.x; x < burnt.x + burnt.width; x++) most = Math.max(most, frame[y * size + x] ?? 0);
  return most;
}

test('a seeded set of DICOM and video comes out without any of its names, after a preview that writes nothing', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const input = path.join(folder, 'Wolkenstein Eulalia');
  await mkdir(input);
  await writeFile(path.join(input, 'Wolkenstein_R1.dcm'), image(3, 5));
  await writeFile(path.join(input, 'IM0002'), image(2, 6, { more: [...planted, textNode(tags.SOPInstanceUID, 'UI', '2.25.4712')] }));
  const raw = path.join(folder, 'raw.gray');
  await writeFile(raw, Buffer.concat(frames(4, 7)));
  await runFfmpeg(['-f', 'rawvideo', '-pix_fmt', 'gray', '-s', `${size}x${size}`, '-r', '25', '-i', raw, '-c:v', 'libx264', '-crf', '10', '-pix_fmt', 'yuv420p', '-metadata', 'title=Wolkenstein, Eulalia', '-metadata', 'comment=MRN-5550123', path.join(input, 'Eulalia L2.mp4')]);
  const out = path.join(folder, 'out');
  const key = path.join(folder, 'key.json');

  const preview = await run(['--out', out, '--key', key, '--json', '-', input]);
  assert.equal(preview.code, 0, preview.stdout);
  await assert.rejects(stat(out));
  await assert.rejects(stat(key));
  const looked = JSON.parse(preview.stdout) as { written: boolean; files: { written: string | null; blanked: number; removed: object }[] };
  assert.deepEqual([looked.written, looked.files.length], [false, 3]);
  assert.ok(looked.files.every((file) => file.blanked > 0.1 && file.written !== null), preview.stdout);

  const done = await run(['--out', out, '--key', key, '--yes', '--json', '-', input]);
  assert.equal(done.code, 0, done.stdout);
  const written = await filesBelow(out);
  assert.equal(written.length, 3);
  const leaks: string[] = [];
  for (const file of written) leaks.push(...leaksIn(await readFile(file), path.relative(out, file)));
  assert.deepEqual(leaks, []);
  for (const file of written) for (const frame of await decodeAll(file)) assert.ok(brightest(frame) <= (file.endsWith('.dcm') ? 0 : 24), path.basename(file));
  assert.equal((await stat(key)).mode & 0o077, 0);
  assert.match(await readFile(key, 'utf8'), /Wolkenstein/);

  // The image itself stays what it was, pixel by pixel; dates are moved, UIDs new and in step, and the codes say what was done.
  const copies = written.filter((file) => file.endsWith('.dcm')).toSorted((a, b) => a.localeCompare(b));
  const [first, second] = copies.map((file) => openDicom(file));
  assert.ok(first !== undefined && first !== null && second !== undefined && second !== null);
  t.after(() => [first, second].forEach((one) => one.source.close()));
  assert.match(text(first.dataSet, tags.StudyInstanceUID), /^2\.25\.\d+$/);
  assert.notEqual(text(first.dataSet, tags.StudyInstanceUID), '2.25.1');
  assert.equal(text(first.dataSet, tags.StudyInstanceUID), text(second.dataSet, tags.StudyInstanceUID));
  assert.notEqual(text(first.dataSet, tags.SOPInstanceUID), text(second.dataSet, tags.SOPInstanceUID));
  assert.match(text(first.dataSet, tags.PatientName), /^P-\w{6}$/);
  assert.notEqual(text(first.dataSet, tags.StudyDate), '20240229');
  assert.match(text(first.dataSet, tags.StudyDate), /^20\d{6}$/);
  assert.equal(text(first.dataSet, 0x0012_0062), 'YES');
  assert.deepEqual(first.dataSet.elements.get(0x0012_0064)?.items?.map((item) => text(item, 0x0008_0100)), ['113100', '113101', '113107']);
  const originals = await Promise.all(['IM0002', 'Wolkenstein_R1.dcm'].map((name) => decodeAll(path.join(input, name))));
  for (const file of copies) {
    const frame = (await decodeAll(file))[0] ?? new Uint8Array(0);
    const original = originals.find((one) => one.length === (openCount(file) ?? 0))?.[0] ?? new Uint8Array(0);
    const middle = 120 * size + 100;
    assert.deepEqual(frame.subarray(middle - 20, middle + 20), original.subarray(middle - 20, middle + 20));
  }
});

function openCount(file: string): number | null {
  const opened = openDicom(file);
  if (opened === null) return null;
  const count = Number(text(opened.dataSet, tags.NumberOfFrames));
  opened.source.close();
  return count;
}

/** A linear probe's image in the middle of a screen, under a line like letters. */
function screen(count: number): Uint8Array[] {
  const [spec] = phantomSet('a-lines', 1, 8);
  assert.ok(spec !== undefined);
  return [...renderFrames({ ...spec, probe: 'linear', frames: count, width: 110, height: 140 })].map(({ pixels }) => {
    const picture = new Uint8Array(size * size);
    for (let y = 0; y < 140; y++) picture.set(pixels.subarray(y * 110, (y + 1) * 110), (y + 50) * size + 60);
    for (let y = 0; y < burnt.height; y++) for (let x = 0; x < burnt.width; x++) if (x % 6 < 4 && (x % 6 === 0 || y % 4 === 0)) picture[(burnt.y + y) * size + burnt.x + x] = 240;
    return picture;
  });
}

test("a linear probe's rectangle stays, chest wall and all, and what stands beside it goes", async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'linear.dcm');
  const pictures = screen(8);
  await writeFile(file, testImage({ rows: size, columns: size, frames: 8, pixels: Buffer.concat(pictures) }));
  assert.equal((await run(['--out', path.join(folder, 'out'), '--yes', file])).code, 0);
  const [copy = ''] = await filesBelow(path.join(folder, 'out'));
  const [frame = new Uint8Array(0)] = await decodeAll(copy);
  assert.equal(brightest(frame), 0);
  const [original = new Uint8Array(0)] = pictures;
  for (const y of [66, 80, 120, 170]) assert.deepEqual(frame.subarray(y * size + 75, y * size + 155), original.subarray(y * size + 75, y * size + 155), `row ${y}`);
});

test('a picture without a border is left out unless a person says otherwise, and a key inside the export is refused', async (t) => {
  const folder = await temporaryFolder((done) => t.after(done));
  const file = path.join(folder, 'plain.dcm');
  await writeFile(file, testImage({ rows: 120, columns: 120, frames: 2 }));
  const refused = await run(['--out', path.join(folder, 'out'), '--yes', '--json', '-', file]);
  assert.equal(refused.code, 1);
  assert.match(refused.stdout, /No border of the ultrasound image/);
  assert.equal((await run(['--out', path.join(folder, 'out'), '--yes', '--whole-pictures', file])).code, 0);
  const usage = await run(['--out', path.join(folder, 'out'), '--key', path.join(folder, 'out', 'key.json'), file]);
  assert.equal(usage.code, 1);
  assert.match(usage.stderr, /Usage/);
});

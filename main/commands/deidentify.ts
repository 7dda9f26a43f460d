/**
 * `npm run -s deidentify -- --out DIR [--key FILE] [--yes] FILES|FOLDERS...`: copies of clips without identity. Without `--yes` it only looks, says what
 * would go and what would be written, and writes nothing.
 */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeFile } from '../media/dicom/describe.ts';
import { arrangeFiles } from '../media/dicom/arrange.ts';
import { exportCopies } from '../dicom/deidentify/export-copies.ts';
import type { CopyItem, CopyReport } from '../dicom/deidentify/export-copies.ts';
import { Identities } from '../dicom/deidentify/identity.ts';
import { readKey, writeKey } from '../dicom/deidentify/key-file.ts';
import type { PrivateElement } from '../dicom/deidentify/keep-list.ts';
import { collectFiles } from '../media/collect.ts';
import { findFfmpeg } from '../media/ffmpeg.ts';

const usage = `Usage: npm run -s deidentify -- --out DIR [--key FILE] [--yes] [--json -|FILE] FILES|FOLDERS...
  without --yes    only looks: says what would go and what would be written
  --key FILE       keeps (or goes on with) the key from pseudonyms to patients; must lie outside DIR
  --whole-pictures also clips in which no border of the image is found: the whole picture stays
  --keep-text      does not blank marks inside the image that look like text
  --keep-private CREATOR:GROUP:ELEMENT   keeps a private element, for example "ACME 1:0099:10"
`;

interface Options {
  readonly out: string;
  readonly key: string | null;
  readonly yes: boolean;
  readonly json: string | null;
  readonly wholePictures: boolean;
  readonly keepText: boolean;
  readonly keepPrivate: readonly PrivateElement[];
  readonly picked: readonly string[];
}

function privateElement(given: string): PrivateElement {
  const found = /^(.+):([0-9a-f]{4}):([0-9a-f]{2})$/i.exec(given);
  if (found === null) throw new Error('not a private element');
  return { creator: found[1] ?? '', group: Number.parseInt(found[2] ?? '', 16), element: Number.parseInt(found[3] ?? '', 16) };
}

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args], allowPositionals: true,
      options: {
        out: { type: 'string' }, key: { type: 'string' }, yes: { type: 'boolean', default: false }, json: { type: 'string' },
        'whole-pictures': { type: 'boolean', default: false }, 'keep-text': { type: 'boolean', default: false }, 'keep-private': { type: 'string', multiple: true, default: [] },
      },
    });
    if (values.out === undefined || positionals.length === 0) return null;
    const out = path.resolve(values.out);
    const key = values.key === undefined ? null : path.resolve(values.key);
    if (key !== null && (key === out || key.startsWith(out + path.sep))) return null;
    return {
      out, key, yes: values.yes, json: values.json ?? null, wholePictures: values['whole-pictures'], keepText: values['keep-text'],
      keepPrivate: values['keep-private'].map(privateElement), picked: positionals,
    };
  } catch {
    return null;
  }
}

async function itemsOf(picked: readonly string[]): Promise<CopyItem[] | string> {
  const items: CopyItem[] = [];
  for (const one of picked) {
    const collected = await collectFiles(one);
    if (!collected.ok) return `${one}: ${collected.error.message}`;
    const absolute = path.resolve(one);
    const isFile = collected.value.files[0]?.path === absolute;
    const files = await arrangeFiles(collected.value.files, (list) => Promise.resolve(list.map(describeFile)), !isFile);
    items.push(...files.map((file) => ({ path: file.path, owner: isFile ? path.dirname(absolute) : absolute })));
  }
  return items;
}

function line(report: CopyReport): string {
  const { source, error, written, frames, blanked, textInside, removed, privateRemoved, datesMoved, warnings } = report;
  if (error !== null) return `${source}\n    left out: ${error.message} ${error.hint}`;
  const tags = Object.keys(removed);
  const parts = [
    `${frames} frames, ${(100 * blanked).toFixed(0)}% of the picture blanked`,
    ...(report.kind === 'DICOM' ? [`${tags.length} kinds of elements and ${privateRemoved} private ones left out, ${datesMoved} dates moved, new UIDs`] : ['metadata left out, file name replaced']),
    ...textInside.map((box) => `possible text inside the image at ${box.x},${box.y} (${box.width} x ${box.height})`), ...warnings,
  ];
  return [`${source}`, `    -> ${written ?? ''}`, ...parts.map((part) => `    ${part}`), ...(tags.length > 0 ? [`    left out: ${tags.join(' ')}`] : [])].join('\n');
}

async function print(options: Options, reports: readonly CopyReport[]): Promise<void> {
  const good = reports.filter((report) => report.error === null).length;
  const json = `${JSON.stringify({ written: options.yes, files: reports })}\n`;
  if (options.json === '-') process.stdout.write(json);
  else {
    const end = options.yes ? `${good} of ${reports.length} written.` : `${good} of ${reports.length} would be written. Nothing was written: look at it, then run it again with --yes. Text finders miss text: look at the pictures.`;
    process.stdout.write(`${[...reports.map(line), end].join('\n')}\n`);
    if (options.json !== null) await new Promise<void>((resolve, reject) => createWriteStream(options.json ?? '').once('error', reject).end(json, () => resolve()));
  }
}

/** `deidentify`: exit 0 when every file was (or would be) written, 2 when some were left out, 1 when none. */
export async function run(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    process.stderr.write(usage);
    return 1;
  }
  const items = await itemsOf(options.picked);
  if (typeof items === 'string') {
    process.stderr.write(`${items}\n`);
    return 1;
  }
  const identities = new Identities(options.key === null ? null : await readKey(options.key));
  const { out, keepText, wholePictures, keepPrivate } = options;
  if (options.yes) await mkdir(out, { recursive: true });
  const reports = await exportCopies(items, { out, keepText, wholePictures, keepPrivate, identities, write: options.yes, ffmpeg: await findFfmpeg(), signal: new AbortController().signal }, (done) => {
    process.stderr.write(`${done} of ${items.length}\n`);
  });
  if (options.yes && options.key !== null) await writeKey(options.key, identities.key());
  await print(options, reports);
  const good = reports.filter((report) => report.error === null).length;
  return good === reports.length && good > 0 ? 0 : good > 0 ? 2 : 1;
}

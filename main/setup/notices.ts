/**
 * Third-party notices: everything that ships with Pleura, with its licence. The build writes them to dist/NOTICES.txt, where the app shows them;
 * `npm run notices` prints them. Source of truth: the production entries of package-lock.json and the packages on disk.
 */
import { existsSync, globSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';

export interface Notice {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; null when the package does not say. */
  readonly licence: string | null;
  readonly text: string;
}

interface LockEntry {
  readonly version?: string;
  readonly dev?: boolean;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly licenses?: unknown;
}

/** Who holds the copyright of packages that ship no licence text; all name the MIT licence. */
const holders: Readonly<Record<string, string>> = {
  'onnxruntime-node': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
  '@cornerstonejs/codec-openjpeg': 'Copyright (c) Chris Hafey and the Cornerstone contributors',
  '@nodable/entities': 'Copyright (c) Amit Gupta (https://solothought.com)',
};

/** Older packages' words for a licence -> SPDX. */
const spdx: Readonly<Record<string, string>> = { BSD: 'BSD-3-Clause', 'Apache 2.0': 'Apache-2.0' };

/** What some packages carry inside beyond their own licence. */
const remarks: Readonly<Record<string, string>> = {
  'better-sqlite3': 'Contains SQLite, which its authors put into the public domain (https://sqlite.org/copyright.html).',
  'onnxruntime-node': 'Contains ONNX Runtime and its third parties: https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt',
  '@cornerstonejs/codec-charls': 'Contains CharLS (https://github.com/team-charls/charls), Copyright (c) 2007-2010 Jan de Vaan, 2014-2023 Team CharLS, under BSD-3-Clause.',
  '@cornerstonejs/codec-openjpeg': 'Contains OpenJPEG (https://www.openjpeg.org), Copyright (c) Universite catholique de Louvain and its other authors, under BSD-2-Clause.',
  '@cornerstonejs/codec-openjph': 'Contains OpenJPH (https://github.com/aous72/OpenJPH), Copyright (c) Aous Naman, Kakadu Software and the University of New South Wales, under BSD-2-Clause.',
  '@cornerstonejs/codec-libjpeg-turbo-8bit':
    'Licensed by the Cornerstone contributors under ISC: permission to use, copy, modify, and/or distribute this software for any purpose with or without fee\n' +
    'is granted, provided that the copyright notice and this permission notice appear in all copies. It is provided "as is" without warranty of any kind.\n' +
    'Contains libjpeg-turbo (https://libjpeg-turbo.org) under the IJG licence and BSD-3-Clause: Copyright (C) the libjpeg-turbo project and its authors.\n' +
    'This software is based in part on the work of the Independent JPEG Group.',
  'ffmpeg-static':
    'Brings an FFmpeg program built under GPL-3.0-or-later (https://ffmpeg.org, sources and build scripts: https://github.com/eugeneware/ffmpeg-static and\n' +
    'the builders it names). Pleura runs it as a separate program and is not linked with it. You may replace it: set PLEURA_FFMPEG to another ffmpeg.',
};

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"),
to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
IN THE SOFTWARE.`;

/** SPDX licence of a package.json in today's or yesterday's form; null when it names none. */
export function licenceOf({ license, licenses }: Pick<PackageJson, 'license' | 'licenses'>): string | null {
  const said = license ?? (Array.isArray(licenses) ? licenses[0] : licenses);
  const name = typeof said === 'object' && said !== null && 'type' in said ? said.type : said;
  return typeof name === 'string' && name !== '' && name !== 'UNLICENSED' ? (spdx[name] ?? name) : null;
}

async function licenceText(folder: string, name: string): Promise<string> {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file));
  const texts = await Promise.all(files.toSorted().map((file) => readFile(join(folder, file), 'utf8')));
  if (texts.length > 0) return texts.join('\n\n');
  const holder = holders[name];
  if (holder !== undefined) return `${holder}\n\n${mit}`;
  const readme = readdirSync(folder).find((file) => /^readme/i.test(file));
  const section = readme === undefined ? undefined : /^#*\s*licen[cs]e[\s\S]*$/im.exec(await readFile(join(folder, readme), 'utf8'))?.[0];
  return section ?? '';
}

async function packageNotice(folder: string): Promise<Notice> {
  const { name, version, ...rest } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as PackageJson;
  const text = (await licenceText(folder, name)).replaceAll('\r\n', '\n').trim();
  const remark = remarks[name];
  return { name, version, licence: licenceOf(rest), text: remark === undefined ? text : `${remark}\n\n${text}` };
}

/** Folders (from the root) of the production packages that are installed. */
export async function productionPackages(root: string): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, LockEntry>> };
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.dev !== true && existsSync(join(root, path, 'package.json')))
    .map(([path]) => path);
}

/** The model bundles' own notices, by bundle id. */
async function bundleNotices(root: string): Promise<Notice[]> {
  const files = globSync('models/bundles/*/NOTICE', { cwd: root }).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const manifest = JSON.parse(await readFile(join(root, dirname(file), 'manifest.json'), 'utf8')) as { version?: string; licence?: { name?: string } };
      const text = (await readFile(join(root, file), 'utf8')).trim();
      return { name: `Model bundle ${basename(dirname(file))}`, version: manifest.version ?? '', licence: manifest.licence?.name ?? null, text };
    }),
  );
}

/** All notices: Electron, production packages by name, model bundles. */
export async function collectNotices(root: string): Promise<Notice[]> {
  const electron = join(root, 'node_modules', 'electron');
  const folders = (await productionPackages(root)).map((path) => join(root, path));
  const packages = await Promise.all([...(existsSync(electron) ? [electron] : []), ...folders].map(packageNotice));
  const unique = [...new Map(packages.map((notice) => [`${notice.name} ${notice.version}`, notice])).values()];
  return [...unique.toSorted((a, b) => a.name.localeCompare(b.name, 'en')), ...(await bundleNotices(root))];
}

/** The notices as one plain text: a table of contents, then each licence. */
export function noticesText(notices: readonly Notice[]): string {
  const line = '-'.repeat(80);
  const table = notices.map(({ name, version, licence }) => `${name} ${version}  ${licence ?? 'unknown'}`);
  const texts = notices.map(({ name, version, licence, text }) => `${line}\n${name} ${version}\nLicence: ${licence ?? 'unknown'}\n\n${text}\n`);
  return [
    'Pleura is licensed under the Apache License 2.0. It contains or runs the works of others below, each under its own licence.',
    'Packaged versions contain Chromium within Electron: see LICENSES.chromium.html beside the program.',
    '',
    ...table,
    '',
    ...texts,
  ].join('\n');
}

if (import.meta.main) process.stdout.write(noticesText(await collectNotices(join(import.meta.dirname, '..', '..'))));

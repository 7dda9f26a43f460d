import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { DicomHeader } from '../../../preload/dicom.ts';
import type { CollectedFile } from '../collect.ts';
import type { Described } from './describe.ts';

export interface ArrangedFile extends CollectedFile {
  /** Null for video, and for DICOM whose header made no sense. */
  readonly header: DicomHeader | null;
}

/** Describes DICOM files, one answer a file. */
export type Describe = (files: readonly string[]) => Promise<readonly (Described | null)[]>;

/**
 * Collected files as clips to import. Where a CD's directory (DICOMDIR) is among them, the images that it references stand for it and for the DICOM files
 * in its folder; where the whole folder was picked, for everything in it, since CDs bring viewers with pictures of their own. DICOM without a picture is left out where there is anything else. Images come in the order in which they were taken.
 */
export async function arrangeFiles(files: readonly CollectedFile[], describe: Describe, folder: boolean): Promise<ArrangedFile[]> {
  const looked = await lookInto(files, describe);
  const directories = looked.filter(({ described }) => described?.kind === 'directory');
  const below = ({ file, described }: Looked) => described !== null || folder
    ? directories.some((directory) => file.path.startsWith(path.dirname(directory.file.path) + path.sep))
    : false;
  const listed = new Map<string, readonly string[]>();
  const named: CollectedFile[] = [];
  for (const { file, described } of directories) {
    if (described?.kind === 'directory') for (const parts of described.files) named.push(await referencedFile(file, parts, listed));
  }
  const kept = looked.filter((one) => !below(one));
  const referenced = await lookInto(named, describe);
  const all = [...kept, ...referenced];
  const pictures = all.filter(({ described }) => described?.kind !== 'other');
  return (pictures.length > 0 ? pictures : all).map(({ file, described }) => ({ ...file, header: described?.kind === 'image' ? described.header : null })).toSorted(byTime);
}

interface Looked {
  readonly file: CollectedFile;
  readonly described: Described | null;
}

async function lookInto(files: readonly CollectedFile[], describe: Describe): Promise<Looked[]> {
  const dicom = files.filter((file) => file.dicom === true);
  const answers = await describe(dicom.map((file) => file.path));
  const byFile = new Map(dicom.map((file, i) => [file, answers[i] ?? null]));
  return files.map((file) => ({ file, described: byFile.get(file) ?? null }));
}

/** File IDs are upper case; on disk they may not be, and may carry a version number. A file that is not there keeps its plain path, so that importing it says so. */
async function referencedFile(directory: CollectedFile, parts: readonly string[], listed: Map<string, readonly string[]>): Promise<CollectedFile> {
  let at = path.dirname(directory.path);
  for (const part of parts) {
    const entries = listed.get(at) ?? (await readdir(at).catch(() => []));
    listed.set(at, entries);
    at = path.join(at, entries.find((entry) => entry === part) ?? entries.find((entry) => plain(entry) === plain(part)) ?? part);
  }
  return { path: at, name: parts.join('/'), dicom: true };
}

const plain = (name: string) => name.replace(/\.?(;\d+)?$/, '').toLowerCase();

/** By series and instance within a study; files of other kinds keep their place before. */
function byTime(a: ArrangedFile, b: ArrangedFile): number {
  if (a.header === null || b.header === null) return Number(a.header !== null) - Number(b.header !== null);
  const [one, other] = [a.header.source, b.header.source];
  return (one.seriesNumber ?? 0) - (other.seriesNumber ?? 0) || (one.acquiredAt ?? '').localeCompare(other.acquiredAt ?? '', 'en') || (one.instanceNumber ?? 0) - (other.instanceNumber ?? 0);
}

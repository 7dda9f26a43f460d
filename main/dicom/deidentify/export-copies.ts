/** De-identified copies of clips: previewed first, written only when a person said so. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DicomPatient } from '../../../preload/dicom.ts';
import type { AppError, Box, Result } from '../../../preload/domain.ts';
import { openDicom } from '../../media/dicom/part10.ts';
import { tags } from '../../media/dicom/tags.ts';
import { text as textOf } from '../../media/dicom/values.ts';
import { textNode } from '../../media/dicom/write-elements.ts';
import { failure, storageFailure } from '../../media/failure.ts';
import { cleanDataSet, pixelModule, tagName } from './data-set.ts';
import type { DataSetChanges } from './data-set.ts';
import { examineFile } from './examine.ts';
import type { ExaminedFile } from './examine.ts';
import type { Identities, KeyPatient } from './identity.ts';
import type { PrivateElement } from './keep-list.ts';
import { blanked } from './picture-cleaning.ts';
import { writeDicomCopy, writeVideoCopy } from './write-copies.ts';

export interface ExportOptions {
  readonly out: string;
  readonly ffmpeg: string | null;
  readonly signal: AbortSignal;
  readonly identities: Identities;
  /** False: only look, write nothing. */
  readonly write: boolean;
  readonly keepText: boolean;
  /** Clips without a fan and without a stated image region are left out unless a person looked at them and said so. */
  readonly wholePictures: boolean;
  readonly keepPrivate: readonly PrivateElement[];
  /** Where decoded frames lie meanwhile; the system's folder for temporary files without it. */
  readonly workRoot?: string;
  /** Sees each file while its frames are open. */
  readonly look?: (file: ExaminedFile) => Promise<void>;
}

/** One file's preview or result. Says what goes, never what it was. */
export interface CopyReport {
  readonly source: string;
  readonly kind: 'DICOM' | 'video';
  /** Relative to the export folder; null where nothing is or would be written. */
  readonly written: string | null;
  readonly frames: number;
  /** Share of the picture that is blanked, 0..1. */
  readonly blanked: number;
  /** Found inside the image, in pixels; blanked too unless kept by request. */
  readonly textInside: readonly Box[];
  /** Elements left out, "(0010,0010)" by tag, with how often. */
  readonly removed: Readonly<Record<string, number>>;
  /** Elements that got another value: UIDs. */
  readonly replaced: readonly string[];
  readonly privateRemoved: number;
  readonly datesMoved: number;
  readonly warnings: readonly string[];
  readonly error: AppError | null;
}

const noFan: AppError = {
  code: 'bad-request', message: 'No border of the ultrasound image was found, so text beside it could not be told from it; the clip was left out.',
  hint: 'Look at the clip; if no text is burnt in, export it with --whole-pictures.',
};

/** What tells patients apart. */
export type ItemPatient = Pick<DicomPatient, 'name' | 'patientId' | 'issuer'>;

/** `owner`: whose clips these are where the files do not say (video): the picked folder. `patient`: who that is, where it is known all the same. */
export interface CopyItem {
  readonly path: string;
  readonly owner: string;
  readonly patient?: ItemPatient | null;
}

/** Copies one after the other; a file that fails is reported and the others go on. `numbers` counts the files of each pseudonym. */
export async function exportCopies(items: readonly CopyItem[], options: ExportOptions, onDone: (done: number) => void = () => undefined): Promise<CopyReport[]> {
  const reports: CopyReport[] = [];
  const numbers = new Map<string, number>();
  const workFolder = await mkdtemp(path.join(options.workRoot ?? tmpdir(), 'pleura-export-'));
  try {
    for (const [index, item] of items.entries()) {
      if (options.signal.aborted) break;
      reports.push(await copyOne(item, `${index}`, workFolder, options, numbers));
      onDone(reports.length);
    }
    return reports;
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function copyOne(item: CopyItem, name: string, workFolder: string, options: ExportOptions, numbers: Map<string, number>): Promise<CopyReport> {
  const examined = await examineFile(item.path, name, { ...options, workFolder });
  if (!examined.ok) return failed(item, examined.error);
  const file = examined.value;
  try {
    await options.look?.(file);
    const { decoded } = file;
    const kind = decoded.dicom === null ? 'video' : 'DICOM';
    const patient = patientOf(item, file, options.identities);
    const report = { source: item.path, kind, frames: decoded.frames, blanked: share(file.kept), textInside: file.text, warnings: warningsOf(file, options), written: null, error: null } as const;
    const nothing = { removed: {}, replaced: [], privateRemoved: 0, datesMoved: 0 };
    if (file.wholePicture && !options.wholePictures) return { ...report, ...nothing, error: noFan };
    const number = (numbers.get(patient.pseudonym) ?? 0) + 1;
    numbers.set(patient.pseudonym, number);
    const target = path.join(patient.pseudonym, `${String(number).padStart(3, '0')}.${kind === 'DICOM' ? 'dcm' : 'mp4'}`);
    if (options.write) await mkdir(path.join(options.out, patient.pseudonym), { recursive: true });
    const done = kind === 'DICOM' ? await dicomCopy(file, target, patient, options) : await videoCopy(file, target, options);
    if (!done.ok) return { ...report, ...nothing, error: done.error };
    return { ...report, written: target, ...(done.value === null ? nothing : { removed: Object.fromEntries(done.value.removed), replaced: done.value.replaced, privateRemoved: done.value.privateRemoved, datesMoved: done.value.datesMoved }) };
  } catch (error) {
    return failed(item, storageFailure(error).error);
  } finally {
    file.frames.close();
  }
}

function failed(item: CopyItem, error: AppError): CopyReport {
  return { source: item.path, kind: 'video', written: null, frames: 0, blanked: 0, textInside: [], removed: {}, replaced: [], privateRemoved: 0, datesMoved: 0, warnings: [], error };
}

function isNobody({ name, patientId }: ItemPatient): boolean {
  return patientId === '' && name === '';
}

function patientOf(item: CopyItem, { decoded }: ExaminedFile, identities: Identities): KeyPatient {
  const said = decoded.dicom?.patient;
  const patient = said === undefined || isNobody(said) ? item.patient : said;
  if (patient === undefined || patient === null || isNobody(patient)) return identities.patient(`files of ${item.owner}`, '', '');
  return identities.patient(patient.patientId === '' ? `name ${patient.name}` : `id ${patient.issuer} ${patient.patientId}`, patient.name, patient.patientId);
}

function share(kept: Uint8Array): number {
  return 1 - kept.reduce((sum, one) => sum + one, 0) / kept.length;
}

function warningsOf(file: ExaminedFile, options: ExportOptions): string[] {
  const warnings: string[] = [];
  if (file.text.length > 0) warnings.push(options.keepText ? 'Marks that look like text lie inside the image and stay, as asked.' : 'Marks that look like text lie inside the image; they are blanked.');
  if (file.wholePicture) warnings.push('No border of the image was found: the whole picture stays.');
  if (file.decoded.damaged) warnings.push('The file is damaged.');
  if (file.decoded.frames === 1) warnings.push('A single image: text inside it is harder to tell from tissue. Look closely.');
  return warnings;
}

async function* cleanedFrames({ frames, kept }: ExaminedFile, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < frames.count && !signal.aborted; index++) yield blanked(await frames.read(index), kept, frames.channels);
}

async function dicomCopy(file: ExaminedFile, target: string, patient: KeyPatient, options: ExportOptions): Promise<Result<DataSetChanges>> {
  const opened = openDicom(path.resolve(file.source));
  if (opened === null) return failure('dicom-broken');
  try {
    const { nodes, changes } = cleanDataSet(opened.dataSet, options.identities, patient, options.keepPrivate);
    const sopClassUid = textOf(opened.dataSet, tags.SOPClassUID);
    const old = textOf(opened.dataSet, tags.SOPInstanceUID);
    const size = { width: file.frames.width, height: file.frames.height, channels: file.frames.channels };
    const sopInstanceUid = options.identities.uid(old);
    // Lossy pixels stay lossy, whatever compresses them now (PS3.3 C.7.6.1.1.5).
    const lossy = opened.syntax.lossless || nodes.some(({ tag }) => tag === 0x0028_2110) ? [] : [textNode(0x0028_2110, 'CS', '01')];
    const all = [...nodes.filter(({ tag }) => tag !== tags.SOPInstanceUID), textNode(tags.SOPInstanceUID, 'UI', sopInstanceUid), ...lossy, ...pixelModule(size, file.frames.count)];
    if (options.write) await writeDicomCopy(path.join(options.out, target), { sopClassUid: /^[0-9.]+$/.test(sopClassUid) ? sopClassUid : '1.2.840.10008.5.1.4.1.1.7', sopInstanceUid }, all, size, cleanedFrames(file, options.signal));
    return { ok: true, value: { ...changes, removed: new Map([...changes.removed, ...(opened.meta === null ? [] : [[`${tagName(0x0002_0016)} and the rest of the meta information`, 1] as const])]) } };
  } finally {
    opened.source.close();
  }
}

async function videoCopy(file: ExaminedFile, target: string, options: ExportOptions): Promise<Result<null>> {
  if (!options.write) return { ok: true, value: null };
  if (options.ffmpeg === null) return failure('decoder-missing');
  const { frames, decoded } = file;
  const rate = decoded.durationMs > 0 ? (1000 * frames.count) / decoded.durationMs : 25;
  const size = { width: frames.width, height: frames.height, channels: frames.channels };
  const written = await writeVideoCopy(path.join(options.out, target), options.ffmpeg, size, Math.min(240, Math.max(0.5, rate)), () => cleanedFrames(file, options.signal));
  return written ? { ok: true, value: null } : failure('storage-failed');
}

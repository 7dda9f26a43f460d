/** A signed report as DICOM objects, ready for an archive. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError, Result } from '../../../preload/domain.ts';
import { comprehensiveSr, encapsulatedPdf, explicitLittle, secondaryCapture } from '../network/sop-classes.ts';
import { part10Header } from '../network/part10.ts';
import { encodeAttributes } from './attributes.ts';
import type { Attributes } from './attributes.ts';
import { pdfObject } from './encapsulated-pdf.ts';
import type { ResultChoice, ResultFacts } from './facts.ts';
import { resultUid, studyUidOf } from './modules.ts';
import { decodePng } from './png-pixels.ts';
import { keyImageObject } from './secondary-capture.ts';
import { keyImageUid, structuredReport } from './sr-report.ts';
import type { WrittenImage } from './sr-report.ts';

export interface ResultObject {
  /** Without folder: says what it is, and nothing of the patient. */
  readonly fileName: string;
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly bytes: Buffer;
}

const noImage: AppError = { code: 'store-corrupt', message: 'A key image of the report cannot be read.', hint: 'Send the report without key images, or take the image again in an amended version.' };
const noPdf: AppError = { code: 'not-found', message: 'The report has no printed pages to send.', hint: 'Send it without the PDF.' };

function objectOf(fileName: string, sopClass: string, sopInstance: string, attributes: Attributes): ResultObject {
  return { fileName, sopClass, sopInstance, bytes: Buffer.concat([part10Header({ sopClass, sopInstance, transferSyntax: explicitLittle, source: null }), encodeAttributes(attributes)]) };
}

/** Errors: `store-corrupt` for a key image that is no PNG, `not-found` where a PDF is wanted and there is none. */
export function resultObjects(facts: ResultFacts, choice: ResultChoice): Result<readonly ResultObject[]> {
  const objects: ResultObject[] = [];
  const written: WrittenImage[] = [];
  const images = choice.keyImages ? facts.version.content.keyImages : [];
  for (const [index, image] of images.entries()) {
    const png = facts.images.get(image.sha256);
    const pixels = png === undefined ? null : decodePng(png);
    if (pixels === null) return { ok: false, error: noImage };
    const sopInstance = keyImageUid(facts, index);
    objects.push(objectOf(`key-image-${index + 1}.dcm`, secondaryCapture, sopInstance, keyImageObject(facts, image, pixels, sopInstance, index + 1)));
    written.push({ clipId: image.clipId, frame: image.frame, sopClassUid: secondaryCapture, sopInstanceUid: sopInstance, seriesInstanceUid: resultUid(facts, 'series', 'keyImages'), studyInstanceUid: studyUidOf(facts) });
  }
  if (choice.report) {
    const { attributes, sopInstance } = structuredReport(facts, written);
    objects.push(objectOf('report.dcm', comprehensiveSr, sopInstance, attributes));
  }
  if (choice.pdf) {
    if (facts.pdf === null) return { ok: false, error: noPdf };
    const sopInstance = resultUid(facts, 'pdf');
    objects.push(objectOf('report-pdf.dcm', encapsulatedPdf, sopInstance, pdfObject(facts, facts.pdf, sopInstance)));
  }
  return { ok: true, value: objects };
}

/** Writes them into a folder; answers the paths. Throws errors of the file system. */
export async function writeResults(objects: readonly ResultObject[], folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const { fileName, bytes } of objects) {
    const path = join(folder, fileName);
    await writeFile(path, bytes, { mode: 0o600 });
    paths.push(path);
  }
  return paths;
}

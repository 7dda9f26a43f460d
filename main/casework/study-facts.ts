/** What a study's headers say of its exam: time and zones. */
import type { DicomHeader } from '../../preload/dicom.ts';
import { guessZones } from '../media/guess-zone.ts';

interface ImportedFile {
  readonly name: string;
  readonly header: DicomHeader | null;
}

/** When the exam was made, from the first header that knows; the device's local time is taken for this machine's. Null without one. */
export function studyTime(files: readonly ImportedFile[]): string | null {
  for (const { header } of files) {
    if (header === null) continue;
    const { studyDate, studyTime: time } = header.study;
    const local = studyDate === null ? header.source.acquiredAt : `${studyDate}T${time ?? '12:00:00'}`;
    const at = local === null ? Number.NaN : new Date(local).getTime();
    if (Number.isFinite(at) && at > 0) return new Date(at).toISOString();
  }
  return null;
}

/**
 * The text of a file that names its zone most likely: view, then what was written on the image, series, stage and protocol, each also with the stated side;
 * the file's name where none of them names a zone. Always the reader's to change.
 */
export function zoneHint({ name, header }: ImportedFile): string {
  if (header === null) return name;
  const { text } = header.source;
  const side = text.laterality === 'L' ? 'left' : text.laterality === 'R' ? 'right' : '';
  const texts = [text.view, text.imageComments, text.seriesDescription, text.stageName, text.protocolName].filter((one) => one !== '');
  const candidates = [...texts.map((one) => one.replaceAll(/[./\\]/g, ' ')), ...(side === '' ? [] : texts.map((one) => `${side} ${one.replaceAll(/[./\\]/g, ' ')}`))];
  return candidates.find((one) => guessZones([one]).zones[0] !== null) ?? name;
}

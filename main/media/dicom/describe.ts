import type { DicomHeader } from '../../../preload/dicom.ts';
import { readHeader } from './header.ts';
import { openDicom } from './part10.ts';
import { tags } from './tags.ts';
import { items, text, texts } from './values.ts';

/** What a DICOM file is, without decoding it: an image with its header, a CD's directory with the files that it names, or something without a picture. */
export type Described =
  | { readonly kind: 'image'; readonly header: DicomHeader }
  | { readonly kind: 'directory'; readonly files: readonly (readonly string[])[] }
  | { readonly kind: 'other' };

/** Null where the file is no DICOM, cannot be read or makes no sense: importing it will say why. */
export function describeFile(path: string): Described | null {
  let file;
  try {
    file = openDicom(path);
  } catch {
    return null;
  }
  if (file === null) return null;
  try {
    const { dataSet } = file;
    if (dataSet.elements.has(tags.DirectoryRecordSequence)) return { kind: 'directory', files: referencedFiles(dataSet) };
    return dataSet.elements.has(tags.PixelData) || file.cut ? { kind: 'image', header: readHeader(file) } : { kind: 'other' };
  } catch {
    return null;
  } finally {
    file.source.close();
  }
}

/** File IDs of image records (PS3.3 F.3): path components below the directory's folder. Components that lead elsewhere are refused. */
function referencedFiles(dataSet: Parameters<typeof items>[0]): string[][] {
  return items(dataSet, tags.DirectoryRecordSequence)
    .filter((record) => text(record, tags.DirectoryRecordType) === 'IMAGE')
    .map((record) => texts(record, tags.ReferencedFileID))
    .filter((parts) => parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[/\\:\0]/.test(part)));
}

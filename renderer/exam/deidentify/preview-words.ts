/** What a copy will lack, in words. */
import type { CopyPreview } from '../../../preload/deidentify.ts';
import { count } from '../../format.ts';

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((total, one) => total + one, 0);

/** "37% of the picture black; 2 marks like text inside the image". */
export function pictureWords({ blanked, textInside, wholePicture }: Pick<CopyPreview, 'blanked' | 'textInside' | 'wholePicture'>): string {
  const marks = textInside.length === 0 ? '' : `; ${count(textInside.length, 'mark')} like text inside the image`;
  return wholePicture ? `No border of the image was found: nothing beside it can be made black${marks}` : `${Math.round(100 * blanked)}% of the picture black${marks}`;
}

/** "41 elements removed, 3 of them private; 12 replaced; 6 dates moved"; of a video, that its metadata go. */
export function dataWords({ kind, removed, replaced, privateRemoved, datesMoved }: Pick<CopyPreview, 'kind' | 'removed' | 'replaced' | 'privateRemoved' | 'datesMoved'>): string {
  if (kind === 'video') return 'All metadata and the file name go; the copy is a new video.';
  return `${count(sum(removed), 'element')} removed${privateRemoved === 0 ? '' : `, and ${privateRemoved} private`}; ${count(replaced.length, 'identifier')} new; ${count(datesMoved, 'date')} moved.`;
}

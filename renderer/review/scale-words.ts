import type { ImageRegion } from '../../preload/domain.ts';

const names: Readonly<Record<ImageRegion['kind'], string>> = {
  tissue: 'Tissue', 'colour-flow': 'Colour flow', 'spectral-doppler': 'Spectral Doppler', 'm-mode': 'M-mode', ecg: 'ECG', other: 'Image',
};

const millimetres = (value: number) => value.toPrecision(3);

/** The scale of each region of a DICOM clip, in words; what is not calibrated is measured in pixels only. */
export function scaleWords(regions: readonly ImageRegion[]): string[] {
  if (regions.length === 0) return ['Scale unknown: px only'];
  return regions.map(({ kind, millimetresPerPixel: scale }) => {
    if (scale === null) return `${names[kind]}: no scale, px only`;
    const same = Math.abs(scale.x - scale.y) <= 0.001 * Math.max(scale.x, scale.y);
    return `${names[kind]}: ${same ? millimetres(scale.x) : `${millimetres(scale.x)} × ${millimetres(scale.y)}`} mm/px`;
  });
}

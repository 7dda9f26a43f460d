/** Key images as Secondary Capture: derived, with what was drawn over them, and with the frame they were made of. */
import type { KeyImage } from '../../../preload/report.ts';
import { secondaryCapture } from '../network/sop-classes.ts';
import type { Attributes } from './attributes.ts';
import type { ResultFacts } from './facts.ts';
import { commonModules, cut } from './modules.ts';
import type { Pixels } from './png-pixels.ts';

const still = new Set(['1.2.840.10008.5.1.4.1.1.6.1', '1.2.840.10008.5.1.4.1.1.6', secondaryCapture]);

function sourceOf(facts: ResultFacts, { clipId, frame }: KeyImage): Attributes {
  const origin = facts.origins.get(clipId);
  if (origin === undefined) return {};
  // (121320, DCM, "Uncompressed predecessor") and the like say too much; "Source image for image processing operation" is what this is.
  const purpose = { CodeValue: '121322', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Source image for image processing operation' };
  return { SourceImageSequence: [{
    ReferencedSOPClassUID: origin.sopClassUid, ReferencedSOPInstanceUID: origin.sopInstanceUid, ...(still.has(origin.sopClassUid) ? {} : { ReferencedFrameNumber: frame + 1 }), PurposeOfReferenceCodeSequence: [purpose],
  }] };
}

function lossy(facts: ResultFacts, clipId: string): Attributes {
  const ratio = facts.lossyRatio.get(clipId);
  return ratio === undefined ? {} : { LossyImageCompression: '01', LossyImageCompressionRatio: Number(ratio.toFixed(2)) };
}

export function keyImageObject(facts: ResultFacts, image: KeyImage, pixels: Pixels, sopInstance: string, number: number): Attributes {
  const derivation = `Frame ${image.frame + 1}${image.zone === null ? '' : ` of a clip of zone ${image.zone}`}${image.overlay === null ? '' : `, with ${image.overlay}`}`;
  return {
    ...commonModules(facts, 'keyImages', secondaryCapture, sopInstance, number),
    ConversionType: 'WSD', ImageType: ['DERIVED', 'SECONDARY'], PatientOrientation: '', ...(image.zone === null ? {} : { ImageLaterality: image.zone.startsWith('R') ? 'R' : 'L' }), BodyPartExamined: 'CHEST',
    DerivationDescription: cut(derivation, 1_024), ...sourceOf(facts, image), ...(image.caption.trim() === '' ? {} : { ImageComments: cut(image.caption, 2_048) }),
    SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0, Rows: pixels.height, Columns: pixels.width, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0,
    BurnedInAnnotation: 'YES', ...lossy(facts, image.clipId), PixelData: pixels.rgb,
  };
}

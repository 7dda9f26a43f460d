/** Comprehensive SR of a signed report. */
import { comprehensiveSr } from '../network/sop-classes.ts';
import { uidOfWords } from '../uid.ts';
import type { Attributes } from './attributes.ts';
import { attributesOf, code, ownScheme, ownSchemeVersion } from './codes.ts';
import type { ClipOrigin, ResultFacts } from './facts.ts';
import { commonModules, cut, dateTime, personName, resultUid, studyUidOf } from './modules.ts';
import { reportTree } from './sr-content.ts';
import type { EvidenceImages } from './sr-content.ts';
import type { ImageReference } from './sr-items.ts';

export interface WrittenImage extends ClipOrigin {
  readonly clipId: string;
  readonly frame: number;
}

interface Evidence extends ImageReference {
  readonly study: string;
  readonly series: string;
}

/** A report with references to its key images is another document than the one without. */
export function reportUid(facts: ResultFacts, versionId: string, withImages: boolean): string {
  return uidOfWords('pleura report', facts.version.examId, versionId, withImages ? 'with key images' : 'alone');
}

function evidenceOf({ version, origins }: ResultFacts, keyImages: readonly WrittenImage[]): readonly (Evidence & { readonly clipId: string; readonly keyFrame: number | null })[] {
  const originals = version.content.clips.flatMap(({ clipId }) => {
    const origin = origins.get(clipId);
    return origin === undefined ? [] : [{ clipId, keyFrame: null, sopClass: origin.sopClassUid, sopInstance: origin.sopInstanceUid, study: origin.studyInstanceUid, series: origin.seriesInstanceUid, frame: null }];
  });
  const written = keyImages.map(({ clipId, frame, sopClassUid, sopInstanceUid, studyInstanceUid, seriesInstanceUid }) => (
    { clipId, keyFrame: frame, sopClass: sopClassUid, sopInstance: sopInstanceUid, study: studyInstanceUid, series: seriesInstanceUid, frame: null }));
  return [...originals, ...written];
}

function imagesOf(facts: ResultFacts, keyImages: readonly WrittenImage[]): EvidenceImages {
  const evidence = evidenceOf(facts, keyImages);
  return {
    all: evidence,
    ofFrame: (clipId, frame) => evidence.filter((image) => image.clipId === clipId && (image.keyFrame === null || image.keyFrame === frame))
      // Frames count from 1 in DICOM; a still has none to name.
      .map((image) => ({ ...image, frame: image.keyFrame === null && frame !== null && isMultiframe(image.sopClass) ? frame + 1 : null })),
  };
}

const multiframe = new Set(['1.2.840.10008.5.1.4.1.1.3.1', '1.2.840.10008.5.1.4.1.1.3', '1.2.840.10008.5.1.4.1.1.7.2', '1.2.840.10008.5.1.4.1.1.7.3', '1.2.840.10008.5.1.4.1.1.7.4']);

function isMultiframe(sopClass: string): boolean {
  return multiframe.has(sopClass);
}

/** By study and series, as SOP Instance Reference macros are (PS3.3 table C.17-3). */
function referenceTree(references: readonly Evidence[]): readonly Attributes[] {
  const studies = Map.groupBy(references, ({ study }) => study);
  return [...studies].map(([study, ofStudy]) => ({
    StudyInstanceUID: study,
    ReferencedSeriesSequence: [...Map.groupBy(ofStudy, ({ series }) => series)].map(([series, ofSeries]) => ({
      SeriesInstanceUID: series, ReferencedSOPSequence: ofSeries.map(({ sopClass, sopInstance }) => ({ ReferencedSOPClassUID: sopClass, ReferencedSOPInstanceUID: sopInstance })),
    })),
  }));
}

export function structuredReport(facts: ResultFacts, keyImages: readonly WrittenImage[]): { readonly attributes: Attributes; readonly sopInstance: string } {
  const { version } = facts;
  const withImages = keyImages.length > 0;
  const sopInstance = reportUid(facts, version.id, withImages);
  const evidence = evidenceOf(facts, keyImages);
  const { signature, amends, content } = version;
  const earlier = amends === null ? [] : [{ sopClass: comprehensiveSr, sopInstance: reportUid(facts, amends.id, withImages), study: studyUidOf(facts), series: uidOfWords('pleura report series', version.examId), frame: null }];
  return { sopInstance, attributes: {
    ...commonModules(facts, 'report', comprehensiveSr, sopInstance, version.number),
    // All versions of an exam's report lie in one series.
    SeriesInstanceUID: uidOfWords('pleura report series', version.examId),
    ReferencedPerformedProcedureStepSequence: [], PerformedProcedureCodeSequence: [attributesOf(code.thoracicUltrasound)],
    CompletionFlag: 'COMPLETE', VerificationFlag: 'VERIFIED',
    VerifyingObserverSequence: [{
      VerifyingOrganization: cut(content.institution, 64) || 'Not stated', VerificationDateTime: dateTime(signature.signedAt), VerifyingObserverName: personName(signature.name), VerifyingObserverIdentificationCodeSequence: [],
    }],
    ...(earlier.length === 0 ? {} : { PredecessorDocumentsSequence: referenceTree(earlier) }),
    ...(evidence.length === 0 ? {} : { CurrentRequestedProcedureEvidenceSequence: referenceTree(evidence) }),
    CodingSchemeIdentificationSequence: [{
      CodingSchemeDesignator: ownScheme, CodingSchemeVersion: ownSchemeVersion, CodingSchemeName: 'Pleura lung ultrasound findings', CodingSchemeResponsibleOrganization: 'The Pleura developers',
    }],
    ValueType: 'CONTAINER', ConceptNameCodeSequence: [attributesOf(code.report)], ContinuityOfContent: 'SEPARATE',
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '1500' }], ContentSequence: reportTree(facts, imagesOf(facts, keyImages)),
  } };
}

export function keyImageUid(facts: ResultFacts, index: number): string {
  return resultUid(facts, 'key image', String(index));
}

/** The printed report as Encapsulated PDF. */
import { encapsulatedPdf } from '../network/sop-classes.ts';
import type { Attributes } from './attributes.ts';
import type { ResultFacts } from './facts.ts';
import { commonModules, dateTime } from './modules.ts';

export function pdfObject(facts: ResultFacts, pdf: Uint8Array, sopInstance: string): Attributes {
  const { version } = facts;
  return {
    ...commonModules(facts, 'pdf', encapsulatedPdf, sopInstance, version.number),
    ConversionType: 'WSD', AcquisitionDateTime: dateTime(version.content.examinedAt), BurnedInAnnotation: 'YES',
    DocumentTitle: version.number === 1 ? 'Lung ultrasound report' : `Lung ultrasound report, version ${version.number}`,
    ConceptNameCodeSequence: [{ CodeValue: '18748-4', CodingSchemeDesignator: 'LN', CodeMeaning: 'Diagnostic Imaging Report' }],
    EncapsulatedDocument: pdf, MIMETypeOfEncapsulatedDocument: 'application/pdf', EncapsulatedDocumentLength: pdf.length,
  };
}

/** Data sets that Pleura writes: attributes by their keyword (PS3.6), encoded as explicit VR little endian with text in UTF-8 (ISO_IR 192). */

export const dictionary = {
  SpecificCharacterSet: ['00080005', 'CS'], ImageType: ['00080008', 'CS'], InstanceCreationDate: ['00080012', 'DA'], InstanceCreationTime: ['00080013', 'TM'],
  SOPClassUID: ['00080016', 'UI'], SOPInstanceUID: ['00080018', 'UI'], StudyDate: ['00080020', 'DA'], SeriesDate: ['00080021', 'DA'], ContentDate: ['00080023', 'DA'],
  AcquisitionDateTime: ['0008002a', 'DT'], StudyTime: ['00080030', 'TM'], SeriesTime: ['00080031', 'TM'], ContentTime: ['00080033', 'TM'], AccessionNumber: ['00080050', 'SH'],
  Modality: ['00080060', 'CS'], ConversionType: ['00080064', 'CS'], Manufacturer: ['00080070', 'LO'], InstitutionName: ['00080080', 'LO'], ReferringPhysicianName: ['00080090', 'PN'],
  CodeValue: ['00080100', 'SH'], CodingSchemeDesignator: ['00080102', 'SH'], CodingSchemeVersion: ['00080103', 'SH'], CodeMeaning: ['00080104', 'LO'], LongCodeValue: ['00080119', 'UC'],
  CodingSchemeIdentificationSequence: ['00080110', 'SQ'], CodingSchemeUID: ['0008010c', 'UI'], CodingSchemeName: ['00080115', 'ST'], CodingSchemeResponsibleOrganization: ['00080116', 'ST'],
  StudyDescription: ['00081030', 'LO'], SeriesDescription: ['0008103e', 'LO'], ManufacturerModelName: ['00081090', 'LO'], ReferencedPerformedProcedureStepSequence: ['00081111', 'SQ'],
  ReferencedSeriesSequence: ['00081115', 'SQ'], ReferencedSOPClassUID: ['00081150', 'UI'], ReferencedSOPInstanceUID: ['00081155', 'UI'], ReferencedFrameNumber: ['00081160', 'IS'],
  ReferencedSOPSequence: ['00081199', 'SQ'], DerivationDescription: ['00082111', 'ST'], SourceImageSequence: ['00082112', 'SQ'], DerivationCodeSequence: ['00089215', 'SQ'],
  PurposeOfReferenceCodeSequence: ['0040a170', 'SQ'], PatientName: ['00100010', 'PN'], PatientID: ['00100020', 'LO'], IssuerOfPatientID: ['00100021', 'LO'],
  PatientBirthDate: ['00100030', 'DA'], PatientSex: ['00100040', 'CS'], DeviceSerialNumber: ['00181000', 'LO'], SoftwareVersions: ['00181020', 'LO'], BodyPartExamined: ['00180015', 'CS'],
  StudyInstanceUID: ['0020000d', 'UI'], SeriesInstanceUID: ['0020000e', 'UI'], StudyID: ['00200010', 'SH'], SeriesNumber: ['00200011', 'IS'], InstanceNumber: ['00200013', 'IS'],
  PatientOrientation: ['00200020', 'CS'], ImageLaterality: ['00200062', 'CS'], ImageComments: ['00204000', 'LT'],
  SamplesPerPixel: ['00280002', 'US'], PhotometricInterpretation: ['00280004', 'CS'], PlanarConfiguration: ['00280006', 'US'], Rows: ['00280010', 'US'], Columns: ['00280011', 'US'],
  BitsAllocated: ['00280100', 'US'], BitsStored: ['00280101', 'US'], HighBit: ['00280102', 'US'], PixelRepresentation: ['00280103', 'US'], BurnedInAnnotation: ['00280301', 'CS'],
  LossyImageCompression: ['00282110', 'CS'], LossyImageCompressionRatio: ['00282112', 'DS'], PerformedProcedureCodeSequence: ['0040a372', 'SQ'],
  RelationshipType: ['0040a010', 'CS'], VerifyingOrganization: ['0040a027', 'LO'], VerificationDateTime: ['0040a030', 'DT'], ValueType: ['0040a040', 'CS'], ConceptNameCodeSequence: ['0040a043', 'SQ'],
  ContinuityOfContent: ['0040a050', 'CS'], VerifyingObserverSequence: ['0040a073', 'SQ'], VerifyingObserverName: ['0040a075', 'PN'], VerifyingObserverIdentificationCodeSequence: ['0040a088', 'SQ'],
  DateTime: ['0040a120', 'DT'], UID: ['0040a124', 'UI'], PersonName: ['0040a123', 'PN'], TextValue: ['0040a160', 'UT'], ConceptCodeSequence: ['0040a168', 'SQ'],
  MeasuredValueSequence: ['0040a300', 'SQ'], NumericValue: ['0040a30a', 'DS'], MeasurementUnitsCodeSequence: ['004008ea', 'SQ'], PredecessorDocumentsSequence: ['0040a360', 'SQ'],
  CurrentRequestedProcedureEvidenceSequence: ['0040a375', 'SQ'], CompletionFlag: ['0040a491', 'CS'], VerificationFlag: ['0040a493', 'CS'], ContentTemplateSequence: ['0040a504', 'SQ'],
  MappingResource: ['00080105', 'CS'], TemplateIdentifier: ['0040db00', 'CS'], ContentSequence: ['0040a730', 'SQ'],
  DocumentTitle: ['00420010', 'ST'], EncapsulatedDocument: ['00420011', 'OB'], MIMETypeOfEncapsulatedDocument: ['00420012', 'LO'], EncapsulatedDocumentLength: ['00420015', 'UL'],
  PixelData: ['7fe00010', 'OB'],
} as const;

export type Keyword = keyof typeof dictionary;
type Vr = (typeof dictionary)[Keyword][1];
type ValueOf<V extends Vr> = V extends 'SQ' ? readonly Attributes[] : V extends 'OB' ? Uint8Array : V extends 'US' | 'UL' ? number : V extends 'IS' | 'DS' ? number | readonly number[] : string | readonly string[];

/** Empty text writes an empty attribute, as type 2 asks for. */
export type Attributes = { readonly [K in Keyword]?: ValueOf<(typeof dictionary)[K][1]> };

/** A decimal string of at most 16 characters (PS3.5 section 6.2). */
export function decimal(value: number): string {
  const plain = String(value);
  return plain.length <= 16 ? plain : String(Number(value.toPrecision(9)));
}

const longVrs: ReadonlySet<string> = new Set(['SQ', 'OB', 'UT', 'UC']);

function bytesOf(vr: Vr, value: unknown): Buffer {
  if (value instanceof Uint8Array) return value.length % 2 === 0 ? Buffer.from(value.buffer, value.byteOffset, value.length) : Buffer.concat([value, Buffer.alloc(1)]);
  if (vr === 'US' || vr === 'UL') {
    const number = Buffer.alloc(vr === 'US' ? 2 : 4);
    number.writeUIntLE(Number(value), 0, number.length);
    return number;
  }
  if (vr === 'SQ') return Buffer.concat((value as readonly Attributes[]).flatMap(itemBytes));
  const values = Array.isArray(value) ? value : [value];
  const text = Buffer.from(values.map((one: unknown) => (typeof one === 'number' ? decimal(one) : String(one))).join('\\'), 'utf8');
  return text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from([vr === 'UI' ? 0 : 0x20])]);
}

function itemBytes(item: Attributes): readonly Buffer[] {
  const content = encodeAttributes(item);
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 4);
  return [head, content];
}

function elementBytes(tag: string, vr: Vr, value: unknown): readonly Buffer[] {
  const bytes = bytesOf(vr, value);
  const head = Buffer.alloc(longVrs.has(vr) ? 12 : 8);
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0);
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2);
  head.write(vr, 4, 'latin1');
  if (longVrs.has(vr)) head.writeUInt32LE(bytes.length, 8);
  else head.writeUInt16LE(bytes.length, 6);
  return [head, bytes];
}

function isKeyword(name: string): name is Keyword {
  return name in dictionary;
}

/** In the order of their tags. Throws on a value that its length field cannot hold: the caller cuts text to what its VR takes. */
export function encodeAttributes(attributes: Attributes): Buffer {
  const elements = Object.keys(attributes).filter(isKeyword).map((name) => ({ tag: dictionary[name][0], vr: dictionary[name][1], value: attributes[name] }));
  return Buffer.concat(elements.filter(({ value }) => value !== undefined).toSorted((one, other) => (one.tag < other.tag ? -1 : 1)).flatMap(({ tag, vr, value }) => elementBytes(tag, vr, value)));
}

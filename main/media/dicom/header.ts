import type { DicomDevice, DicomHeader, DicomPatient, DicomSource, DicomStudy, DicomText } from '../../../preload/dicom.ts';
import type { DataSet } from './elements.ts';
import type { DicomFile } from './part10.ts';
import { readRegions } from './regions.ts';
import { tags } from './tags.ts';
import { decimals, integer, items, text, textDecoder, texts } from './values.ts';

type Read = (tag: number) => string;

const uid = (value: string) => (/^[0-9.]{1,64}$/.test(value) ? value : '');

/** YYYYMMDD (or the old YYYY.MM.DD) as YYYY-MM-DD; null where it is no date. */
export function isoDate(value: string): string | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})/.exec(value);
  if (found === null) return null;
  const date = `${found[1] ?? ''}-${found[2] ?? ''}-${found[3] ?? ''}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date) ? date : null;
}

/** HHMMSS.ffffff (or HH:MM:SS) as HH:MM:SS; null where it is no time. */
export function isoTime(value: string): string | null {
  const found = /^([01]\d|2[0-3]):?([0-5]\d)?:?([0-5]\d|60)?/.exec(value);
  return found === null ? null : `${found[1] ?? ''}:${found[2] ?? '00'}:${found[3] === '60' ? '59' : (found[3] ?? '00')}`;
}

function acquiredAt(read: Read): string | null {
  const stamp = read(tags.AcquisitionDateTime);
  const stampDate = isoDate(stamp);
  if (stampDate !== null) return `${stampDate}T${isoTime(stamp.slice(8)) ?? '00:00:00'}`;
  const pairs = [[tags.AcquisitionDate, tags.AcquisitionTime], [tags.ContentDate, tags.ContentTime], [tags.SeriesDate, tags.SeriesTime], [tags.StudyDate, tags.StudyTime]] as const;
  for (const [dateTag, timeTag] of pairs) {
    const date = isoDate(read(dateTag));
    if (date !== null) return `${date}T${isoTime(read(timeTag)) ?? '00:00:00'}`;
  }
  return null;
}

function textOf(set: DataSet, read: Read): DicomText {
  const side = [text(set, tags.ImageLaterality), text(set, tags.Laterality)].find((one) => one === 'L' || one === 'R');
  const [viewCode] = items(set, tags.ViewCodeSequence);
  const view = [viewCode === undefined ? '' : text(viewCode, tags.CodeMeaning), read(tags.ViewName), read(tags.ViewPosition)].find((one) => one !== '') ?? '';
  return {
    seriesDescription: read(tags.SeriesDescription), protocolName: read(tags.ProtocolName), studyDescription: read(tags.StudyDescription),
    bodyPart: read(tags.BodyPartExamined), laterality: side === 'L' || side === 'R' ? side : '', view, imageComments: read(tags.ImageComments), stageName: read(tags.StageName),
  };
}

function deviceOf(read: Read): DicomDevice {
  return {
    manufacturer: read(tags.Manufacturer), model: read(tags.ManufacturerModelName), serialNumber: read(tags.DeviceSerialNumber), softwareVersions: read(tags.SoftwareVersions),
    stationName: read(tags.StationName), institution: read(tags.InstitutionName), transducer: read(tags.TransducerType) || read(tags.TransducerData),
  };
}

function patientOf(read: Read): DicomPatient {
  const sex = read(tags.PatientSex).toUpperCase();
  return { name: read(tags.PatientName), patientId: read(tags.PatientID), issuer: read(tags.IssuerOfPatientID), birthDate: isoDate(read(tags.PatientBirthDate)), sex: sex === 'F' || sex === 'M' || sex === 'O' ? sex : '' };
}

/** What Pleura keeps of a file's header. Never throws: what is absent or malformed is empty. */
export function readHeader(file: DicomFile): DicomHeader {
  const set = file.dataSet;
  const decode = textDecoder(texts(set, tags.SpecificCharacterSet));
  // Text of this length is a report, not a label.
  const read: Read = (tag) => text(set, tag, decode).slice(0, 400);
  const number = (tag: number) => decimals(set, tag)[0] ?? null;
  const study: DicomStudy = {
    studyInstanceUid: uid(text(set, tags.StudyInstanceUID)), studyId: read(tags.StudyID), accessionNumber: read(tags.AccessionNumber),
    studyDate: isoDate(read(tags.StudyDate)), studyTime: isoTime(read(tags.StudyTime)), referringPhysician: read(tags.ReferringPhysicianName),
  };
  const source: DicomSource = {
    sopClassUid: uid(text(set, tags.SOPClassUID)), sopInstanceUid: uid(text(set, tags.SOPInstanceUID)), seriesInstanceUid: uid(text(set, tags.SeriesInstanceUID)),
    studyInstanceUid: study.studyInstanceUid, transferSyntaxUid: file.syntax.uid, modality: text(set, tags.Modality).slice(0, 16),
    seriesNumber: number(tags.SeriesNumber), instanceNumber: number(tags.InstanceNumber), acquiredAt: acquiredAt(read),
    text: textOf(set, read), device: deviceOf(read),
    regions: readRegions(set, integer(set, tags.Columns, { bits: 16 }) ?? 0, integer(set, tags.Rows, { bits: 16 }) ?? 0),
  };
  return { source, study, patient: patientOf(read) };
}

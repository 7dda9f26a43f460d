/** Modules that every written object shares: patient, study, series, equipment, SOP common (PS3.3 annex C). */
import { uidOfWords } from '../uid.ts';
import type { Attributes } from './attributes.ts';
import type { ResultFacts } from './facts.ts';

/** Series numbers behind those that ultrasound devices give. */
export const seriesNumbers = { report: 9_001, keyImages: 9_002, pdf: 9_003 } as const;
export type ResultSeries = keyof typeof seriesNumbers;

const modalities: Readonly<Record<ResultSeries, string>> = { report: 'SR', keyImages: 'OT', pdf: 'DOC' };
const titles: Readonly<Record<ResultSeries, string>> = { report: 'Lung ultrasound report', keyImages: 'Lung ultrasound key images', pdf: 'Lung ultrasound report (PDF)' };

/** Local date and time of a moment in UTC, as DA and TM. */
export function dateAndTime(iso: string): { readonly date: string; readonly time: string } {
  const moment = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return {
    date: `${moment.getFullYear()}${two(moment.getMonth() + 1)}${two(moment.getDate())}`,
    time: `${two(moment.getHours())}${two(moment.getMinutes())}${two(moment.getSeconds())}`,
  };
}

/** DT with the offset from UTC. */
export function dateTime(iso: string): string {
  const { date, time } = dateAndTime(iso);
  const offset = -new Date(iso).getTimezoneOffset();
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${date}${time}${offset < 0 ? '-' : '+'}${two(Math.abs(offset) / 60)}${two(Math.abs(offset) % 60)}`;
}

/** Text without control characters and backslashes, at most `length` characters. */
export function cut(text: string, length: number): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0000-\u001f\\]+/g, ' ').trim().slice(0, length);
}

/** A reader's name as DICOM writes it: what is typed is the family name, unless it is typed with carets. */
export function personName(name: string): string {
  return cut(name, 64);
}

export function studyUidOf({ study, version }: ResultFacts): string {
  return study !== null && study.studyInstanceUid !== '' ? study.studyInstanceUid : uidOfWords('pleura study', version.examId);
}

/** The same report gives the same UIDs whenever and wherever it is sent again. */
export function resultUid({ version }: ResultFacts, ...words: readonly string[]): string {
  return uidOfWords('pleura result', version.id, version.sha256, ...words);
}

function patientModule({ patient, version }: ResultFacts): Attributes {
  const { pseudonym } = version.content;
  if (patient === null) return { PatientName: pseudonym, PatientID: pseudonym, PatientBirthDate: '', PatientSex: '' };
  return {
    PatientName: patient.name, PatientID: patient.patientId, ...(patient.issuer === '' ? {} : { IssuerOfPatientID: patient.issuer }),
    PatientBirthDate: patient.birthDate?.replaceAll('-', '') ?? '', PatientSex: patient.sex,
  };
}

function studyModule(facts: ResultFacts): Attributes {
  const { study, version } = facts;
  const examined = dateAndTime(version.content.examinedAt);
  return {
    StudyInstanceUID: studyUidOf(facts), StudyDate: study?.studyDate?.replaceAll('-', '') ?? examined.date, StudyTime: study?.studyTime?.replaceAll(':', '') ?? examined.time,
    ReferringPhysicianName: study?.referringPhysician ?? '', StudyID: study?.studyId ?? '', AccessionNumber: study?.accessionNumber ?? '',
  };
}

/** Everything but what is special to the object. */
export function commonModules(facts: ResultFacts, series: ResultSeries, sopClass: string, sopInstance: string, instanceNumber: number): Attributes {
  const signed = dateAndTime(facts.version.signature.signedAt);
  const { institution } = facts.version.content;
  return {
    ...patientModule(facts), ...studyModule(facts),
    SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: sopClass, SOPInstanceUID: sopInstance, InstanceCreationDate: signed.date, InstanceCreationTime: signed.time,
    Modality: modalities[series], SeriesInstanceUID: resultUid(facts, 'series', series), SeriesNumber: seriesNumbers[series], SeriesDescription: titles[series], SeriesDate: signed.date, SeriesTime: signed.time,
    InstanceNumber: instanceNumber, ContentDate: signed.date, ContentTime: signed.time,
    Manufacturer: 'Pleura', ManufacturerModelName: 'Pleura', DeviceSerialNumber: facts.installation, SoftwareVersions: facts.softwareVersion, ...(institution === '' ? {} : { InstitutionName: cut(institution, 64) }),
  };
}

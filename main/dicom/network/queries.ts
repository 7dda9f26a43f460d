/** Questions to archives and worklists as identifiers (PS3.4 annexes C and K), and their answers as rows. */
import type { StudyQuery, StudyRow, WorklistRow } from '../../../preload/archive.ts';
import type { DicomPatient, DicomStudy } from '../../../preload/dicom.ts';
import type { Element, Identifier, TextVr } from './identifier.ts';

/** "smith" finds what begins with it; a wildcard of one's own is left alone. */
export function namePattern(name: string): string {
  const text = name.trim();
  return text === '' || /[*?]/.test(text) ? text : `${text}*`;
}

/** YYYYMMDD-YYYYMMDD, open at either end (PS3.4 section C.2.2.2.5). */
export function dateRange(from: string, to: string): string {
  const [first, last] = [from, to].map((date) => date.replaceAll('-', ''));
  if (first === '' && last === '') return '';
  return first === last ? (first ?? '') : `${first}-${last}`;
}

function asked(tags: readonly (readonly [tag: string, vr: TextVr])[], values: Readonly<Record<string, string>>): readonly Element[] {
  return tags.map(([tag, vr]) => ({ tag, vr, value: values[tag] ?? '' }));
}

const patientTags = [['00100010', 'PN'], ['00100020', 'LO'], ['00100021', 'LO'], ['00100030', 'DA'], ['00100040', 'CS']] as const;
const studyTags = [['0020000d', 'UI'], ['00200010', 'SH'], ['00080020', 'DA'], ['00080030', 'TM'], ['00080050', 'SH'], ['00080090', 'PN']] as const;

export function studyIdentifier({ patientName, patientId, accessionNumber, from, to }: StudyQuery): readonly Element[] {
  return [
    { tag: '00080052', vr: 'CS', value: 'STUDY' },
    ...asked([...patientTags, ...studyTags, ['00080061', 'CS'], ['00081030', 'LO'], ['00201208', 'IS']], {
      '00100010': namePattern(patientName), '00100020': patientId.trim(), '00080050': accessionNumber.trim(), '00080020': dateRange(from, to), '00080061': 'US',
    }),
  ];
}

export function worklistIdentifier({ patientName, patientId, accessionNumber, from, to }: StudyQuery): readonly Element[] {
  const step = asked([['00080060', 'CS'], ['00400001', 'AE'], ['00400002', 'DA'], ['00400003', 'TM'], ['00400006', 'PN'], ['00400007', 'LO'], ['00400009', 'SH'], ['00400010', 'SH']], {
    '00080060': 'US', '00400002': dateRange(from, to),
  });
  return [
    ...asked([...patientTags, ['0020000d', 'UI'], ['00080050', 'SH'], ['00080090', 'PN'], ['00321060', 'LO'], ['00401001', 'SH']], {
      '00100010': namePattern(patientName), '00100020': patientId.trim(), '00080050': accessionNumber.trim(),
    }),
    { tag: '00400100', vr: 'SQ', items: [step] },
  ];
}

/** YYYY-MM-DD of a DICOM date; null where it is none. */
export function dateOf(text: string): string | null {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text);
  return found === null ? null : `${found[1]}-${found[2]}-${found[3]}`;
}

/** HH:MM:SS of a DICOM time, which may be cut behind hours or minutes; null where it is none. */
export function timeOf(text: string): string | null {
  const found = /^(\d{2}):?(\d{2})?:?(\d{2})?(?:\.\d*)?$/.exec(text);
  return found === null ? null : `${found[1]}:${found[2] ?? '00'}:${found[3] ?? '00'}`;
}

function patientOf(row: Identifier): DicomPatient {
  const sex = row.text('00100040');
  return {
    name: row.text('00100010').split('=')[0] ?? '', patientId: row.text('00100020'), issuer: row.text('00100021'),
    birthDate: dateOf(row.text('00100030')), sex: sex === 'F' || sex === 'M' || sex === 'O' ? sex : '',
  };
}

function studyOf(row: Identifier): DicomStudy {
  return {
    studyInstanceUid: row.text('0020000d'), studyId: row.text('00200010'), accessionNumber: row.text('00080050'),
    studyDate: dateOf(row.text('00080020')), studyTime: timeOf(row.text('00080030')), referringPhysician: row.text('00080090'),
  };
}

export function studyRow(row: Identifier): StudyRow {
  const instances = Number.parseInt(row.text('00201208'), 10);
  return { study: studyOf(row), patient: patientOf(row), description: row.text('00081030'), modalities: row.values('00080061'), instances: Number.isNaN(instances) ? null : instances };
}

/** Archives that do not look at Modalities in Study (0008,0061) answer with everything: others than ultrasound are left out here. */
export function isUltrasound({ modalities }: StudyRow): boolean {
  return modalities.length === 0 || modalities.includes('US');
}

export function worklistRow(row: Identifier): WorklistRow {
  const step = row.items('00400100')[0];
  const day = dateOf(step?.text('00400002') ?? '');
  return {
    study: studyOf(row), patient: patientOf(row), scheduledAt: day === null ? null : `${day}T${timeOf(step?.text('00400003') ?? '') ?? '00:00:00'}`,
    procedure: step?.text('00400007') || row.text('00321060'), modality: step?.text('00080060') ?? '', station: step?.text('00400001') ?? '', stepId: step?.text('00400009') ?? '',
  };
}

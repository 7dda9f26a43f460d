/**
 * Coded concepts of the structured report. Codes of SNOMED CT (SCT), DICOM (DCM), UCUM where they exist; no public scheme has codes for B-lines, A-lines,
 * lung sliding, chest zones or the LUS score, so those are of Pleura's own scheme, 99PLEURA, whose version changes whenever a meaning does.
 */
import type { BLineClass, Consolidation, Effusion, Pleura, SeverityScheme, Sliding } from '../../../preload/readings.ts';
import type { Position } from '../../../preload/report.ts';
import type { ClipVerdict } from '../../../preload/domain.ts';
import type { Attributes } from './attributes.ts';

export interface Code {
  readonly value: string;
  readonly scheme: 'DCM' | 'SCT' | 'UCUM' | 'LN' | 'RFC5646' | '99PLEURA';
  readonly meaning: string;
}

export const ownScheme = '99PLEURA';
export const ownSchemeVersion = '1';

const dcm = (value: string, meaning: string): Code => ({ value, scheme: 'DCM', meaning });
const sct = (value: string, meaning: string): Code => ({ value, scheme: 'SCT', meaning });
const own = (value: string, meaning: string): Code => ({ value, scheme: ownScheme, meaning });

export const code = {
  report: dcm('126000', 'Imaging Measurement Report'),
  language: dcm('121049', 'Language of Content Item and Descendants'),
  english: { value: 'en', scheme: 'RFC5646', meaning: 'English' },
  observerType: dcm('121005', 'Observer Type'), person: dcm('121006', 'Person'), device: dcm('121007', 'Device'), personName: dcm('121008', 'Person Observer Name'),
  deviceUid: dcm('121012', 'Device Observer UID'), deviceName: dcm('121013', 'Device Observer Name'), deviceMaker: dcm('121014', 'Device Observer Manufacturer'),
  deviceModel: dcm('121015', 'Device Observer Model Name'),
  procedure: dcm('121058', 'Procedure reported'), thoracicUltrasound: sct('25850001', 'Ultrasonography of thorax'),
  library: dcm('111028', 'Image Library'), libraryGroup: dcm('126200', 'Image Library Group'),
  measurements: dcm('126010', 'Imaging Measurements'), group: dcm('125007', 'Measurement Group'), trackingId: dcm('112039', 'Tracking Identifier'), trackingUid: dcm('112040', 'Tracking Unique Identifier'),
  finding: dcm('121071', 'Finding'), site: sct('363698007', 'Finding Site'), lung: sct('39607008', 'Lung'), laterality: sct('272741003', 'Laterality'), right: sct('24028007', 'Right'), left: sct('7771000', 'Left'),
  topography: sct('106233006', 'Topographical modifier'), source: dcm('121112', 'Source of Measurement'), present: sct('52101004', 'Present'), absent: sct('272519000', 'Absent'),
  normal: sct('17621005', 'Normal'), abnormal: sct('263654008', 'Abnormal'), notVisualised: dcm('122288', 'Not visualized'), indeterminate: sct('82334004', 'Indeterminate'),
  effusion: sct('60046008', 'Pleural effusion'), consolidation: sct('95436008', 'Lung consolidation'), comment: dcm('121106', 'Comment'),
  algorithmName: dcm('111001', 'Algorithm Name'), algorithmVersion: dcm('111003', 'Algorithm Version'), algorithmParameters: dcm('111002', 'Algorithm Parameters'), probability: dcm('122157', 'Probability'),
  conclusions: dcm('121076', 'Conclusions'), conclusion: dcm('121077', 'Conclusion'), indications: dcm('121109', 'Indications for Procedure'), position: own('POSITION', 'Position of the patient'),
  one: { value: '1', scheme: 'UCUM', meaning: 'no units' },
  bLines: own('B-LINES', 'B-lines between two ribs, class'), aLines: own('A-LINES', 'A-lines'), pleura: own('PLEURA', 'Pleural line'), sliding: own('SLIDING', 'Lung sliding'),
  zoneState: own('ZONE-STATE', 'State of the chest zone'), zoneScore: own('ZONE-SCORE', 'Score of the chest zone'), totalScore: own('TOTAL-SCORE', 'Sum of the zone scores'), scoreScheme: own('SCORE-SCHEME', 'Scoring scheme'),
  completeness: own('COMPLETENESS', 'Completeness of the protocol'), syndrome: own('IS-RULE', 'Interstitial syndrome by the rule of the protocol'), rule: own('RULE', 'Rule applied'),
  aiVerdict: own('AI-VERDICT', 'Verdict of the algorithm on the clip'), aiProbability: own('AI-PROBABILITY', 'Probability of interstitial syndrome by the algorithm'),
  aiStatement: own('AI-STATEMENT', 'Statement on the algorithm'), limits: own('LIMITS', 'Technical limits'), confirmation: own('CONFIRMED', 'Source of the finding'),
} as const satisfies Readonly<Record<string, Code>>;

/** TID 1500's section for what is said of the whole exam; its code is of UMLS. */
export const evaluationsCode: Attributes = { CodeValue: 'C0034375', CodingSchemeDesignator: 'UMLS', CodeMeaning: 'Qualitative Evaluations' };

export const bLineCodes: Readonly<Record<BLineClass, Code>> = {
  '0': own('B-0', 'No B-lines'), '1-2': own('B-1-2', '1 or 2 B-lines'), '3+': own('B-3-PLUS', '3 or more B-lines'), confluent: own('B-CONFLUENT', 'Confluent B-lines'),
};
export const pleuraCodes: Readonly<Record<Pleura, Code>> = { regular: own('PLEURA-REGULAR', 'Regular'), irregular: own('PLEURA-IRREGULAR', 'Irregular'), broken: own('PLEURA-BROKEN', 'Broken') };
export const consolidationCodes: Readonly<Record<Consolidation, Code>> = { none: code.absent, subpleural: own('CONS-SUBPLEURAL', 'Subpleural consolidation'), lobar: own('CONS-LOBAR', 'Lobar consolidation') };
export const effusionCodes: Readonly<Record<Effusion, Code>> = { none: code.absent, small: own('EFFUSION-SMALL', 'Small effusion'), large: own('EFFUSION-LARGE', 'Large effusion') };
export const slidingCodes: Readonly<Record<Sliding, Code>> = { present: code.present, absent: code.absent, 'lung-point': own('LUNG-POINT', 'Lung point') };
export const schemeCodes: Readonly<Record<SeverityScheme, Code>> = { lus: own('LUS', 'LUS score, 0 to 3 a zone'), soldati: own('SOLDATI', 'Soldati 2020, 0 to 3 a zone') };
export const stateCodes = { normal: code.normal, pathological: code.abnormal, 'not-examined': code.notVisualised } as const;
export const verdictCodes: Readonly<Record<ClipVerdict, Code>> = {
  IS: own('IS', 'Interstitial syndrome'), healthy: own('NO-IS', 'No interstitial syndrome'), indeterminate: code.indeterminate, rejected: own('NOT-READABLE', 'No readable lung ultrasound'),
};
export const resultCodes = { IS: code.present, 'not-IS': code.absent, incomplete: own('INCOMPLETE', 'Incomplete examination'), indeterminate: code.indeterminate } as const;
export const positionCodes: Readonly<Record<Position, Code>> = {
  supine: sct('40199007', 'Supine'), 'semi-recumbent': sct('102539006', 'Semi-erect'), sitting: sct('33586001', 'Sitting'), prone: sct('1240000', 'Prone'),
  'left-lateral': sct('102536004', 'Left lateral decubitus'), 'right-lateral': sct('102535000', 'Right lateral decubitus'),
};

export function zoneCode(zone: string): Code {
  return own(`ZONE-${zone}`, `Chest zone ${zone}`);
}

export function attributesOf({ value, scheme, meaning }: Code): Attributes {
  return { CodeValue: value, CodingSchemeDesignator: scheme, ...(scheme === ownScheme ? { CodingSchemeVersion: ownSchemeVersion } : {}), CodeMeaning: meaning };
}

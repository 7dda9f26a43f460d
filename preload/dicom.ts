/** The words for DICOM: where a clip came from, and the patient whom the page sees only when asked for. Types only. */
import type { ImageRegion } from './domain.ts';

/** Text fields as the device or a person entered them; any of them may carry a name, so none reaches a log. Empty where absent. */
export interface DicomText {
  /** (0008,103E) */
  readonly seriesDescription: string;
  /** (0018,1030) */
  readonly protocolName: string;
  /** (0008,1030) */
  readonly studyDescription: string;
  /** (0018,0015) */
  readonly bodyPart: string;
  /** L or R of (0020,0060) or (0020,0062); empty where neither says so. */
  readonly laterality: '' | 'L' | 'R';
  /** Meaning of the View Code Sequence (0054,0220), else View Name (0008,2127), else View Position (0018,5101). */
  readonly view: string;
  /** (0020,4000), with Image Laterality left out. */
  readonly imageComments: string;
  /** Meaning or stage: (0008,2120). */
  readonly stageName: string;
}

/** (0008,0070), (0008,1090), (0018,1000), (0018,1020), (0008,1010), (0008,0080), (0008,1040). */
export interface DicomDevice {
  readonly manufacturer: string;
  readonly model: string;
  readonly serialNumber: string;
  readonly softwareVersions: string;
  readonly stationName: string;
  readonly institution: string;
  /** (0018,6031) of the first region's transducer, or (0018,5010) */
  readonly transducer: string;
}

/** One item of the Sequence of Ultrasound Regions (0018,6011). */
export type DicomRegion = ImageRegion;

/** What is kept with each clip that came as DICOM. No patient fields: those are `DicomPatient`. */
export interface DicomSource {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** (0008,0060), for example US. */
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly instanceNumber: number | null;
  /** Local time of the device as ISO 8601 without a zone, from Acquisition DateTime, Content, Acquisition or Study Date and Time; null where none is valid. */
  readonly acquiredAt: string | null;
  readonly text: DicomText;
  readonly device: DicomDevice;
  readonly regions: readonly DicomRegion[];
}

/** One study as the archive and the worklist name it. */
export interface DicomStudy {
  readonly studyInstanceUid: string;
  /** (0020,0010) */
  readonly studyId: string;
  /** (0008,0050) */
  readonly accessionNumber: string;
  /** YYYY-MM-DD of (0008,0020), and HH:MM:SS of (0008,0030); null where absent or invalid. */
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  /** (0008,0090) */
  readonly referringPhysician: string;
}

/** Identity, from the DICOM header or a worklist: kept apart, shown only where a reader asks for it, and in reports. */
export interface DicomPatient {
  /** (0010,0010) as stored: family^given^middle^prefix^suffix. */
  readonly name: string;
  /** (0010,0020) */
  readonly patientId: string;
  /** (0010,0021) */
  readonly issuer: string;
  /** YYYY-MM-DD; null where absent or invalid. */
  readonly birthDate: string | null;
  readonly sex: 'F' | 'M' | 'O' | '';
}

/** What is read from a file's header: all that Pleura keeps of it, besides the untouched original. */
export interface DicomHeader {
  readonly source: DicomSource;
  readonly study: DicomStudy;
  readonly patient: DicomPatient;
}

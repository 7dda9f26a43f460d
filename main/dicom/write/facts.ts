/** What results are written from: a signed report, and where its clips came from. */
import type { DicomPatient, DicomStudy } from '../../../preload/dicom.ts';
import type { ClipId } from '../../../preload/domain.ts';
import type { ReportVersion } from '../../../preload/report.ts';

/** A clip's original as the archive knows it; of a clip that came as a video file there is none. */
export interface ClipOrigin {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly studyInstanceUid: string;
}

export interface ResultFacts {
  readonly version: ReportVersion;
  /** Null where nothing but the pseudonym is known. */
  readonly patient: DicomPatient | null;
  /** Null for an exam of video files: it gets a study of its own. */
  readonly study: DicomStudy | null;
  readonly origins: ReadonlyMap<ClipId, ClipOrigin>;
  /** Key images' pixels by their checksum, as PNG. */
  readonly images: ReadonlyMap<string, Uint8Array>;
  /** How much smaller than its pixels a clip's file is, where it was compressed with loss. */
  readonly lossyRatio: ReadonlyMap<ClipId, number>;
  /** The printed report; null leaves it out. */
  readonly pdf: Uint8Array | null;
  /** Serial number of this installation: no two have the same. */
  readonly installation: string;
  readonly softwareVersion: string;
}

/** What is to be written. */
export interface ResultChoice {
  readonly report: boolean;
  readonly keyImages: boolean;
  readonly pdf: boolean;
}

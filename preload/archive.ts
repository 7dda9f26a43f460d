/** The words for other DICOM nodes: archives, worklists, and our own receiver. Types only. */
import type { DicomPatient, DicomStudy } from './dicom.ts';
import type { AppError } from './domain.ts';

export type NodeId = string;

export type NodeAddress =
  | {
      readonly kind: 'dimse';
      readonly host: string;
      readonly port: number;
      readonly aeTitle: string;
      /** How studies are fetched: on the same association (C-GET), or sent to our receiver (C-MOVE), which must then be on and known to the archive. */
      readonly retrieve: 'get' | 'move';
      /** DICOM over TLS, by the authorities that this machine trusts. */
      readonly tls: boolean;
    }
  | {
      readonly kind: 'web';
      /** Of the DICOMweb service, without `/studies`. */
      readonly url: string;
      /** Empty where the service asks for no name. */
      readonly user: string;
      readonly hasPassword: boolean;
    };

/** What a person configured; nothing else is ever contacted. */
export interface ArchiveNode {
  readonly id: NodeId;
  readonly name: string;
  readonly address: NodeAddress;
  /** Asked for scheduled examinations (DIMSE only). */
  readonly worklist: boolean;
}

/** Empty fields match everything. Names may carry `*` and `?`; without them, what begins so matches. */
export interface StudyQuery {
  readonly patientName: string;
  readonly patientId: string;
  readonly accessionNumber: string;
  /** YYYY-MM-DD, both included; empty for any. */
  readonly from: string;
  readonly to: string;
}

/** A study of an archive. */
export interface StudyRow {
  readonly study: DicomStudy;
  readonly patient: DicomPatient;
  readonly description: string;
  /** Empty where the archive does not say. */
  readonly modalities: readonly string[];
  /** Null where the archive does not say. */
  readonly instances: number | null;
}

/** A scheduled examination. */
export interface WorklistRow {
  readonly study: DicomStudy;
  readonly patient: DicomPatient;
  /** Local time, ISO 8601 without zone; null where it is not said. */
  readonly scheduledAt: string | null;
  readonly procedure: string;
  readonly modality: string;
  readonly station: string;
  readonly stepId: string;
}

export interface QueryAnswer<Row> {
  readonly rows: readonly Row[];
  /** There is more than was asked for. */
  readonly more: boolean;
}

export type SentOutcome = 'stored' | 'stored-changed' | 'refused' | 'not-taken' | 'unreadable';

/** What became of the objects that were sent. */
export interface SendAnswer {
  readonly stored: number;
  readonly failed: readonly { readonly index: number; readonly outcome: Exclude<SentOutcome, 'stored' | 'stored-changed'>; readonly status: number | null; readonly comment: string }[];
  /** What the archive said to storage commitment: that it keeps all, that it will answer later, that it does not give it; null where it was not asked. */
  readonly commitment: 'kept' | 'later' | 'refused' | 'not-supported' | null;
  /** Of the commitment: the archive names it when it answers later. */
  readonly transaction: string | null;
}

/** Settings of our own receiver. */
export interface ListenerSettings {
  readonly enabled: boolean;
  readonly aeTitle: string;
  readonly port: number;
  /** 127.0.0.1 for this machine alone, 0.0.0.0 for every network. */
  readonly bind: string;
  readonly callers: readonly string[];
  /** Larger objects are refused. */
  readonly maxObjectBytes: number;
  /** Of all callers together; more is slowed down, not refused. */
  readonly maxObjectsPerMinute: number;
  /** Nothing is taken where less would stay free on the disk. */
  readonly keepFreeBytes: number;
}

export type ListenerState =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'listening'; readonly port: number }
  | { readonly state: 'failed'; readonly error: AppError };

/** The receiver as the settings page shows it. AE titles name machines, never patients. */
export interface ListenerStatus {
  readonly listener: ListenerState;
  readonly openAssociations: number;
  readonly received: number;
  readonly refused: number;
  /** Newest first, at most 20. */
  readonly events: readonly ListenerNote[];
}

export interface ListenerNote {
  readonly at: string;
  readonly calling: string;
  /** In one plain sentence. */
  readonly words: string;
  readonly problem: boolean;
}

export interface ArchiveState {
  readonly listener: ListenerSettings;
  readonly status: ListenerStatus;
  readonly nodes: readonly ArchiveNode[];
  /** Addresses of this machine that the receiver may be bound to, beside all and none. */
  readonly addresses: readonly string[];
  /** Whether the system encrypts passwords for us; else they are kept until the app ends. */
  readonly passwordsLast: boolean;
}

/** What can be sent of an exam, and what was. */
export interface ExamSending {
  /** Results are those of a signed report. */
  readonly signed: boolean;
  /** The report can go as PDF. */
  readonly printable: boolean;
  /** Clips that came as DICOM. */
  readonly originals: number;
  /** Newest first. */
  readonly records: readonly SendRecord[];
}

/** What was sent of an exam, where to, and what became of it. */
export interface SendRecord {
  readonly at: string;
  readonly node: string;
  /** "report, 2 key images, PDF". */
  readonly what: string;
  readonly stored: number;
  readonly failed: number;
  readonly commitment: SendAnswer['commitment'];
}

/** The protocol data units of the DICOM upper layer (PS3.8 section 9.3) as values, and their bytes. */

export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
}

/** 0 acceptance, 1 refused by the user, 2 no reason, 3 abstract syntax not supported, 4 transfer syntaxes not supported. */
export type ContextResult = 0 | 1 | 2 | 3 | 4;

export interface AnsweredContext {
  readonly id: number;
  readonly result: ContextResult;
  /** Means nothing where refused. */
  readonly transferSyntax: string;
}

/** SCP/SCU role selection (PS3.7 D.3.3.4): C-GET's requestor takes the part of the storage provider. */
export interface Role {
  readonly sopClass: string;
  readonly scu: boolean;
  readonly scp: boolean;
}

export interface UserInformation {
  /** Largest P-DATA-TF payload that the sender of this item takes; 0 for no limit. */
  readonly maxLength: number;
  readonly implementationClass: string;
  readonly implementationVersion: string;
  readonly roles: readonly Role[];
}

interface AssociatePdu extends UserInformation {
  readonly called: string;
  readonly calling: string;
}

export interface AssociateRequest extends AssociatePdu {
  readonly kind: 'associate-request';
  readonly applicationContext: string;
  readonly contexts: readonly ProposedContext[];
}

export interface AssociateAccept extends AssociatePdu {
  readonly kind: 'associate-accept';
  readonly contexts: readonly AnsweredContext[];
}

export interface AssociateReject {
  readonly kind: 'associate-reject';
  /** 1 permanent, 2 transient. */
  readonly result: number;
  /** 1 user, 2 provider (ACSE), 3 provider (presentation). */
  readonly source: number;
  readonly reason: number;
}

/** A piece of a command or a data set. */
export interface DataValue {
  readonly contextId: number;
  readonly command: boolean;
  readonly last: boolean;
  readonly bytes: Buffer;
}

export interface AbortPdu {
  readonly kind: 'abort';
  /** 0 user, 2 provider. */
  readonly source: number;
  readonly reason: number;
}

export type Pdu =
  | AssociateRequest
  | AssociateAccept
  | AssociateReject
  | { readonly kind: 'data'; readonly values: readonly DataValue[] }
  | { readonly kind: 'release-request' }
  | { readonly kind: 'release-response' }
  | AbortPdu;

export const applicationContext = '1.2.840.10008.3.1.1.1';

/** Type, reserved byte and length: what comes before every unit's content. */
export const headerLength = 6;

/** Bytes before the payload of a data value: its length, context and flags. */
export const valueHeaderLength = 6;

/** What the receiver takes from whom, and what it tells. */

export interface ReceiverSettings {
  readonly aeTitle: string;
  readonly port: number;
  /** Address to listen on; 127.0.0.1 keeps it on this machine. */
  readonly bind: string;
  /** AE titles that may call; nobody while it is empty. */
  readonly callers: readonly string[] | 'any';
  readonly maxObjectBytes: number;
  readonly maxAssociations: number;
  readonly maxObjectsPerMinute: number;
  /** What must stay free on the disk. */
  readonly keepFreeBytes: number;
  /** Longest silence within an association. */
  readonly idleMs: number;
}

export const receiverDefaults = {
  aeTitle: 'PLEURA', port: 11_112, bind: '127.0.0.1', callers: [], maxObjectBytes: 2 * 1024 ** 3, maxAssociations: 8, maxObjectsPerMinute: 3_000,
  keepFreeBytes: 2 * 1024 ** 3, idleMs: 60_000,
} as const satisfies ReceiverSettings;

export type RefusedCall = 'other-ae-title' | 'unknown-caller' | 'too-many' | 'other-application';
export type RefusedObject = 'too-large' | 'disk-full' | 'class' | 'unreadable' | 'mismatch' | 'different';
export type AssociationEnd = 'released' | 'lost' | 'malformed' | 'timeout' | 'failed';

/** AE titles name machines, so they may be shown and logged; nothing in here is of a patient. */
export type ReceiverEvent =
  | { readonly kind: 'call-refused'; readonly calling: string; readonly why: RefusedCall }
  | { readonly kind: 'opened'; readonly association: number; readonly calling: string }
  | { readonly kind: 'echoed'; readonly association: number }
  | {
      readonly kind: 'received';
      readonly association: number;
      readonly path: string;
      readonly study: string;
      readonly series: string;
      readonly sopInstance: string;
      readonly sopClass: string;
      readonly bytes: number;
      readonly again: boolean;
      /** The storage commitment or C-MOVE that it belongs to is the sender's matter. */
      readonly calling: string;
    }
  | { readonly kind: 'object-refused'; readonly association: number; readonly why: RefusedObject }
  | { readonly kind: 'committed'; readonly transaction: string; readonly stored: number; readonly failed: number }
  | { readonly kind: 'ended'; readonly association: number; readonly calling: string; readonly how: AssociationEnd; readonly received: number };

/** Why the receiver could not begin to listen. */
export type ListenFault = 'port-taken' | 'port-forbidden' | 'address-unknown' | 'store-unwritable';

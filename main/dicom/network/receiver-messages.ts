import type { ListenFault, ReceiverEvent, ReceiverSettings } from './receiver-settings.ts';

/** What the receiver process is told: once, at its start. It ends with its owner. */
export interface ToReceiver {
  readonly kind: 'listen';
  readonly settings: ReceiverSettings;
  /** Folder of the incoming store. */
  readonly root: string;
}

export type FromReceiver =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'not-listening'; readonly fault: ListenFault }
  | { readonly kind: 'event'; readonly event: ReceiverEvent };

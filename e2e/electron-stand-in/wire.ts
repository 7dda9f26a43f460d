/** What travels between main and the preload's world, in `encode`d messages. */

export type ToMain =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] }
  /** The stand-in's own question: paths of the files held under `batch`. */
  | { readonly kind: 'paths'; readonly id: number; readonly batch: number; readonly count: number }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'preload-error'; readonly error: Error };

export type ToPage =
  | { readonly kind: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly ok: false; readonly error: Error }
  | { readonly kind: 'event'; readonly channel: string; readonly args: readonly unknown[] }
  /** Something only the page can ask its user. */
  | { readonly kind: 'ask-files'; readonly id: number; readonly request: FileRequest }
  | { readonly kind: 'ask-button'; readonly id: number; readonly request: ButtonRequest };

export interface FileRequest {
  readonly directory: boolean;
  readonly multiple: boolean;
  /** As an input's `accept`: ".mp4,.mov", empty for all. */
  readonly accept: string;
}

/** Files that the user chose, held in the page under `batch` until main has asked for their paths. */
export interface ChosenFiles {
  readonly batch: number;
  readonly count: number;
  /** Path of the first file below the chosen folder, for folders only. */
  readonly relativePath: string;
}

export interface ButtonRequest {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly cancelId: number;
}

/** What the preload's world is told at its start. */
export interface Boot {
  /** Name of the DOM events between the worlds. */
  readonly secret: string;
  /** Path of the WebSocket for this window. */
  readonly socketPath: string;
  readonly workerPath: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
}

/** Where the preload's world holds files for main to look at, by batch. */
export const heldFilesName = 'standInHeldFiles';

/** A labelling session: its plan, its queue and what the page may know of each clip. Types only. */

/** How far the present reader has come with all clips of the case log. */
export interface LabellingOverview {
  readonly clips: number;
  /** Clips with a reading of this reader. */
  readonly read: number;
}

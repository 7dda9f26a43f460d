/** The grounds and lines that everything is drawn on, in one mode. */
export interface Surfaces {
  readonly page: string;
  readonly panel: string;
  readonly raised: string;
  /** Hairlines between areas: decoration, not the edge of a control. */
  readonly line: string;
  /** Edges of controls: 3:1 against every surface. */
  readonly edge: string;
  /** Behind ultrasound images, the same in both modes. */
  readonly image: string;
}

/** What a simulated lung-ultrasound clip shows. Fractions: `place` and widths of the aperture (beam direction), depths of the image depth. */
import type { Side, ZoneId } from '../../preload/domain.ts';

export type ProbeKind = 'convex' | 'linear';
export type PhantomKind = 'a-lines' | 'few-b-lines' | 'b-lines' | 'confluent';

/** What the clip shows by the clinical rule: 3 or more B-lines, or a wide confluent one, make a positive zone. */
export type PhantomLabel = 'IS' | 'healthy' | 'few-b-lines';

export interface BLineSpec {
  /** Where it leaves the pleura at rest, 0..1 of the aperture. */
  readonly place: number;
  readonly width: number;
  /** Brightness above the lung background, decibels. */
  readonly strength: number;
  /** Wide, from coalescent lines. */
  readonly confluent: boolean;
}

export interface RibSpec {
  readonly place: number;
  readonly width: number;
}

export interface PhantomSpec {
  /** File name, e.g. `R1.mp4`. */
  readonly name: string;
  readonly zone: ZoneId | null;
  readonly seed: number;
  readonly probe: ProbeKind;
  /** Frame size in pixels, even. */
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Convex only: half the opening angle, radians, and inner over outer radius. */
  readonly halfAngle: number;
  readonly radiusRatio: number;
  /** Black border above, below and (linear) beside the sector, pixels. */
  readonly margin: number;
  readonly pleura: {
    readonly depth: number;
    /** Depth change from edge to edge and sag in the middle, of the image depth. */
    readonly tilt: number;
    readonly curve: number;
    /** 0 smooth .. 1 thickened and broken. */
    readonly irregularity: number;
  };
  readonly breathing: {
    /** Lateral travel of the lung under the chest wall, of the aperture. */
    readonly sliding: number;
    /** Up and down travel of the pleura, of the image depth. */
    readonly lift: number;
    readonly periodSeconds: number;
  };
  /** A-lines that can show, and the brightness of the first above the lung background, decibels. */
  readonly aLines: { readonly count: number; readonly strength: number };
  readonly bLines: readonly BLineSpec[];
  readonly ribs: readonly RibSpec[];
  /** Receiver gain, decibels around the usual one; electronic noise, decibels. */
  readonly gain: number;
  readonly noise: number;
  /** Burnt in at the lower left; null for a clean image. */
  readonly text: string | null;
}

export function labelOf(spec: PhantomSpec): PhantomLabel {
  if (spec.bLines.length === 0) return 'healthy';
  return spec.bLines.length >= 3 || spec.bLines.some((line) => line.confluent) ? 'IS' : 'few-b-lines';
}

/** The side a zone name stands for. */
export function sideOf(zone: ZoneId): Side {
  return zone.startsWith('L') ? 'left' : 'right';
}

/** What is really in each frame, in frame pixels: for tests and, later, for labels and training. */
import type { Sector } from '../../preload/domain.ts';
import { type Point, toPixel } from './geometry.ts';
import { type Moment, ribCover } from './motion.ts';
import { labelOf, type PhantomLabel, type PhantomSpec, type ProbeKind } from './spec.ts';
import { BEAMS } from './speckle.ts';

type Segment = readonly [Point, Point];

export interface BLineTruth {
  readonly id: number;
  /** From the pleura to the lower edge of the image; `left` and `right` enclose the bright band. */
  readonly axis: Segment;
  readonly left: Segment;
  readonly right: Segment;
  readonly confluent: boolean;
}

export interface FrameTruth {
  readonly frame: number;
  readonly label: PhantomLabel;
  /** One polyline an intercostal space: nothing shows behind ribs. */
  readonly pleura: readonly (readonly Point[])[];
  readonly bLines: readonly BLineTruth[];
  /** One polyline an A-line and free stretch of pleura, shallowest first. */
  readonly aLines: readonly (readonly Point[])[];
}

export interface PhantomTruth {
  readonly name: string;
  readonly seed: number;
  readonly probe: ProbeKind;
  readonly width: number;
  readonly height: number;
  readonly label: PhantomLabel;
  readonly sector: Sector;
  readonly frames: readonly FrameTruth[];
}

const rounded = (point: Point): Point => ({ x: Math.round(point.x * 10) / 10, y: Math.round(point.y * 10) / 10 });

/** Polylines at `multiple` times the pleural depth, broken where `hidden` says so, every 4th beam. */
function lines(sector: Sector, moment: Moment, multiple: number, hidden: (place: number) => boolean): Point[][] {
  const found: Point[][] = [];
  let open: Point[] | null = null;
  for (let beam = 0; beam < BEAMS; beam += 4) {
    const place = beam / (BEAMS - 1);
    const depth = (moment.pleura[beam] ?? 0) * multiple;
    if (hidden(place) || depth > 0.97) {
      open = null;
      continue;
    }
    if (open === null) found.push((open = []));
    open.push(rounded(toPixel(sector, place, depth)));
  }
  return found.filter((line) => line.length > 2);
}

/** Depth of the pleura at a place between beams, of the image depth. */
function pleuraAt(moment: Moment, place: number): number {
  return moment.pleura[Math.round(Math.min(1, Math.max(0, place)) * (BEAMS - 1))] ?? 0;
}

export function frameTruth(spec: PhantomSpec, sector: Sector, moment: Moment, frame: number): FrameTruth {
  const behindRib = (place: number) => ribCover(spec.ribs, place) > 0.5;
  const inBLine = (place: number) => moment.bLines.some((line) => Math.abs(place - line.place) < line.width / 2);
  const band = (place: number): Segment => [rounded(toPixel(sector, place, pleuraAt(moment, place))), rounded(toPixel(sector, place, 1))];
  return {
    frame,
    label: labelOf(spec),
    pleura: lines(sector, moment, 1, behindRib),
    bLines: moment.bLines.map((line) => ({
      id: line.id, axis: band(line.place), left: band(line.place - line.width / 2), right: band(line.place + line.width / 2),
      confluent: spec.bLines[line.id]?.confluent ?? false,
    })),
    aLines: Array.from({ length: spec.aLines.count }, (_, i) => lines(sector, moment, i + 2, (place) => behindRib(place) || inBLine(place))).flat(),
  };
}

/**
 * Zones of each protocol as the chest map draws them: right side first, in scanning order, each with its key.
 * Places are the zone's centre in its drawing, 0..1 from the top left, and its size as a share of the drawing.
 */
import type { ProtocolId, Side, ZoneId } from '../../preload/domain.ts';

/** Drawings of the chest. On the flanks the chest's front points towards the front drawing; on the back the patient's left is on the viewer's left. */
export type ChestView = 'front' | 'right-flank' | 'left-flank' | 'back';

export interface MapZone {
  readonly id: ZoneId;
  readonly side: Side;
  /** "right upper anterior". */
  readonly label: string;
  readonly view: ChestView;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The key that goes to the zone or moves the selected clip there. */
  readonly key: string;
}

interface Place {
  readonly label: string;
  readonly view: 'front' | 'flank' | 'back';
  /** From the body's midline outwards; on a flank from its middle towards the front. */
  readonly off: number;
  readonly y: number;
}

const places: Readonly<Record<ProtocolId, readonly Place[]>> = {
  blue6: [
    { label: 'upper BLUE point', view: 'front', off: 0.15, y: 0.39 },
    { label: 'lower BLUE point', view: 'front', off: 0.16, y: 0.62 },
    { label: 'PLAPS point', view: 'flank', off: -0.1, y: 0.67 },
  ],
  zones8: [
    { label: 'upper anterior', view: 'front', off: 0.15, y: 0.39 },
    { label: 'lower anterior', view: 'front', off: 0.15, y: 0.62 },
    { label: 'upper lateral', view: 'flank', off: 0, y: 0.42 },
    { label: 'basal lateral', view: 'flank', off: 0, y: 0.66 },
  ],
  zones12: [
    { label: 'upper anterior', view: 'front', off: 0.15, y: 0.39 },
    { label: 'lower anterior', view: 'front', off: 0.15, y: 0.62 },
    { label: 'upper lateral', view: 'flank', off: 0, y: 0.42 },
    { label: 'lower lateral', view: 'flank', off: 0, y: 0.66 },
    { label: 'upper posterior', view: 'back', off: 0.15, y: 0.39 },
    { label: 'lower posterior', view: 'back', off: 0.15, y: 0.62 },
  ],
};

/** 1 to 9 and 0, then the two keys beside them for the last zones of the 12-zone protocol. */
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '-', '='] as const;

function viewOf(view: Place['view'], side: Side): ChestView {
  return view === 'flank' ? `${side}-flank` : view;
}

/** +1 where "outwards" (or, on a flank, "towards the front") points to the viewer's right. */
function direction(view: Place['view'], side: Side): 1 | -1 {
  return (side === 'right') === (view === 'front') ? -1 : 1;
}

function mapZone(side: Side, place: Place, index: number, key: string): MapZone {
  const flank = place.view === 'flank';
  return {
    id: `${side === 'right' ? 'R' : 'L'}${index + 1}`,
    side,
    label: `${side} ${place.label}`,
    view: viewOf(place.view, side),
    x: 0.5 + direction(place.view, side) * place.off,
    y: place.y,
    width: flank ? 0.46 : 0.25,
    height: 0.2,
    key,
  };
}

function bothSides(own: readonly Place[]): readonly MapZone[] {
  return (['right', 'left'] as const).flatMap((side, half) => own.map((place, index) => mapZone(side, place, index, keys[half * own.length + index] ?? '')));
}

const zonesByProtocol: Readonly<Record<ProtocolId, readonly MapZone[]>> = {
  blue6: bothSides(places.blue6),
  zones8: bothSides(places.zones8),
  zones12: bothSides(places.zones12),
};

/** Zones of a protocol in scanning order, right side first. */
export function zonesOf(protocol: ProtocolId): readonly MapZone[] {
  return zonesByProtocol[protocol];
}

/** Drawings that the protocol's zones lie on, in reading order. */
export function viewsOf(protocol: ProtocolId): readonly ChestView[] {
  const used = new Set(zonesOf(protocol).map(({ view }) => view));
  return (['right-flank', 'front', 'left-flank', 'back'] as const).filter((view) => used.has(view));
}

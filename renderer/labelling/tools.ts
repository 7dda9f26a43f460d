/** What the reader holds in hand: a track, a marked beginning, a line being drawn. None of it is said yet; Escape lets go of it. Pure. */
import type { RangeTrack, Stroke } from '../../preload/readings.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Tools {
  readonly track: RangeTrack;
  /** Names of the reader's own tracks in this sitting. */
  readonly ownTracks: readonly RangeTrack[];
  /** Frame that I has marked, until O. */
  readonly inMark: number | null;
  readonly tool: Stroke['kind'] | null;
  /** Points set so far, frame pixels. */
  readonly points: readonly Point[];
  /** Where the next point would be set; null before the pointer or an arrow key has said. */
  readonly cursor: Point | null;
  /** Lines are not drawn: the pixels under them. */
  readonly hidden: boolean;
}

export const emptyHands: Tools = { track: 'b-lines', ownTracks: [], inMark: null, tool: null, points: [], cursor: null, hidden: false };

/** With another clip the hands are empty; track and names stay. */
export function forNextClip({ track, ownTracks, hidden }: Tools): Tools {
  return { ...emptyHands, track, ownTracks, hidden };
}

/** All tracks that can be chosen: the known ones, those with ranges, and the reader's own. */
export function tracksOffered({ ownTracks }: Pick<Tools, 'ownTracks'>, used: readonly RangeTrack[]): readonly RangeTrack[] {
  return [...new Set(['b-lines', 'not-readable', ...ownTracks, ...used])];
}

export function nextTrack(tools: Tools, used: readonly RangeTrack[]): Tools {
  const offered = tracksOffered(tools, used);
  return { ...tools, inMark: null, track: offered[(offered.indexOf(tools.track) + 1) % offered.length] ?? tools.track };
}

export function withOwnTrack(tools: Tools, name: string): Tools {
  const track = name.trim().replaceAll(/\s+/g, ' ').slice(0, 60);
  return track === '' ? tools : { ...tools, track, inMark: null, ownTracks: [...new Set([...tools.ownTracks, track])] };
}

/** True where Escape has something to let go of. */
export function holdsSomething({ inMark, tool }: Tools): boolean {
  return inMark !== null || tool !== null;
}

export function letGo(tools: Tools): Tools {
  return { ...tools, inMark: null, tool: null, points: [], cursor: null };
}

/** The tool in hand, or out of it where it was there already. */
export function takeTool(tools: Tools, tool: Stroke['kind'], cursor: Point): Tools {
  return tools.tool === tool ? letGo(tools) : { ...letGo(tools), tool, cursor, hidden: false };
}

export function moveCursor(tools: Tools, by: Point, size: { readonly width: number; readonly height: number }): Tools {
  if (tools.cursor === null) return tools;
  const hold = (value: number, length: number): number => Math.min(length - 1, Math.max(0, value));
  return { ...tools, cursor: { x: hold(tools.cursor.x + by.x, size.width), y: hold(tools.cursor.y + by.y, size.height) } };
}

/** Sets a point at the cursor; a second one on the same place is none. */
export function setPoint(tools: Tools): Tools {
  const { cursor, points } = tools;
  const last = points.at(-1);
  if (cursor === null || (last !== undefined && last.x === cursor.x && last.y === cursor.y)) return tools;
  return { ...tools, points: [...points, { x: Math.round(cursor.x * 10) / 10, y: Math.round(cursor.y * 10) / 10 }] };
}

/** The line as drawn; null with fewer than two points. */
export function strokeOf({ tool, points }: Tools, frame: number): Stroke | null {
  return tool === null || points.length < 2 ? null : { kind: tool, frame, points };
}

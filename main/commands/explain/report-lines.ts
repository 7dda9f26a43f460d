/** explain.json as text for a terminal. */
import { columns, shown } from '../evaluation/report-table.ts';
import type { ExplainReport } from './format.ts';

export function explainLines({ model, phantoms, faithfulness, sanity }: ExplainReport): string[] {
  const sets = phantoms.flatMap((set) => [
    '', `${set.title}: ${set.clips} clips, ${set.framesPerClip} frames each (LIME ${set.limeClips} frames). B-lines cover ${(100 * set.bLineArea).toFixed(1)}%, pleura ${(100 * set.pleuraArea).toFixed(1)}%.`,
    ...columns([
      ['map', 'frames', 'empty', 'pointing game', 'no tolerance', 'mass in B-lines', 'mass in pleura'],
      ...set.maps.map((map) => [map.map, String(map.frames), String(map.noEvidence), shown(map.pointing), shown(map.pointingStrict), shown(map.bLineMass), shown(map.pleuraMass)]),
    ]),
  ]);
  return [
    `Model ${model.id} ${model.version}. Value (95% interval, clips drawn). Pointing game: the cell around the map's peak touches a B-line; a frame without evidence is a miss.`,
    ...sets,
    '', `Deletion (low is good) and insertion (high is good) on ${faithfulness.source}, ${faithfulness.frames} frames, ${faithfulness.steps} steps: mean probability`,
    ...columns([['order by', 'deletion', 'insertion', 'difference'], ...faithfulness.rows.map((row) => [row.map, shown(row.deletion), shown(row.insertion), shown(row.difference)])]),
    '', `Randomised weights, ${sanity.frames} frames: rank correlation with the true model's map (near 0 is good)`,
    ...columns([['map', 'randomised', 'flat', 'correlation'], ...sanity.rows.map((row) => [row.map, row.randomised, String(row.flat), shown(row.correlation)])]),
  ];
}

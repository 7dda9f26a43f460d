/** The card's words on explanations, from explain.json. */
import type { ExplainReport } from '../explain/format.ts';
import { shown, table } from './words.ts';

type PhantomSet = ExplainReport['phantoms'][number];

function phantomTable(set: PhantomSet): string {
  const rows = set.maps.map((map) => [map.map, String(map.frames), String(map.noEvidence), shown(map.pointing), shown(map.pointingStrict), shown(map.bLineMass), shown(map.pleuraMass)]);
  return `### ${set.title}
${set.clips} clips with ${set.framesPerClip} frames each (LIME: ${set.limeClips} clips, one frame each, at most ${set.limeSamples} samples). B-lines cover ${(100 * set.bLineArea).toFixed(1)}% of the image, the pleural line ${(100 * set.pleuraArea).toFixed(1)}%.

${table(['map', 'frames', 'without evidence', 'pointing game', 'pointing, no tolerance', 'mass in B-lines', 'mass in pleura'], rows)}`;
}

/** Says that nothing was measured where there is no explain.json. */
export function explanationSection(explain: ExplainReport | null): string {
  if (explain === null) return 'The quality of this bundle\'s explanations was not measured.';
  const { faithfulness, sanity } = explain;
  return `Grad-CAM weighs each network's last map by the head's gradient; LIME fits which superpixels the fused decision needs. Measured by \`npm run -s explain-bench\`; value (95% interval, clips drawn).
Pointing game: share of frames whose highest point lies in a B-line, or within half a cell of the map beside it (for LIME: whose strongest superpixel touches one); a frame without evidence is a miss.
Beside a fan that the frame cuts off there is no image, and the page draws no map: nothing there counts. Mass: share of the map's sum inside the mask.

${explain.phantoms.map(phantomTable).join('\n\n')}

### Deletion and insertion
On ${faithfulness.source}, ${faithfulness.frames} frames: mean frame probability while the image's parts are removed (deletion, lower is better) or put back (insertion, higher is better), most important first, in ${faithfulness.steps} steps. Removed parts show their depth's median gray. Tearing a picture apart anywhere lowers the probability, so deletion alone says little: the difference counts.

${table(['order by', 'deletion', 'insertion', 'insertion minus deletion'], faithfulness.rows.map((row) => [row.map, shown(row.deletion), shown(row.insertion), shown(row.difference)]))}

### Sanity check by randomised weights (Adebayo 2018)
Rank correlation of the map, for and against, with itself after weights were randomised, ${sanity.frames} frames: a map that stays the same does not explain the model.

${table(['map', 'randomised', 'frames left out as flat', 'rank correlation'], sanity.rows.map((row) => [row.map, row.randomised, String(row.flat), shown(row.correlation)]))}`;
}

/** Where the evidence of a clip's suspicious frames lies on average: stored Grad-CAM, never computed anew. */
import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { AnalysisRecord } from '../../db/analyses.ts';
import type { ExplanationsTable } from '../../db/explanations.ts';
import type { CamMap, ClipSummary } from '../../preload/domain.ts';

/** Frames read at once: about a millisecond, so that main stays free for clicks. */
const framesAtOnce = 64;

/** Mean of the evidence of all frames at or above the balanced operating point; null where there is none. */
export async function clipSummary(table: Pick<ExplanationsTable, 'suspicious'>, analysis: AnalysisRecord): Promise<ClipSummary | null> {
  const sum = new Float64Array(analysis.maps.reduce((cells, { width, height }) => cells + width * height, 0));
  const frames: number[] = [];
  for (;;) {
    const slice = table.suspicious(analysis.id, analysis.operatingPoints.balanced, frames.at(-1) ?? -1, framesAtOnce);
    for (const { frame, evidence } of slice) {
      frames.push(frame);
      for (let cell = 0; cell < sum.length; cell += 1) sum[cell] = (sum[cell] ?? 0) + (evidence[cell] ?? 0);
    }
    if (slice.length < framesAtOnce) break;
    await letOthersIn();
  }
  return frames.length === 0 ? null : { frames, ...meanMaps(analysis, sum, frames.length) };
}

function meanMaps(analysis: AnalysisRecord, sum: Float64Array, frames: number): Omit<ClipSummary, 'frames'> {
  let offset = 0;
  const maps = analysis.maps.map(({ name, width, height }, index): CamMap & { readonly name: string } => {
    const values = Float32Array.from(sum.subarray(offset, offset + width * height), (value) => value / frames);
    offset += width * height;
    return { name, width, height, values, clipMaximum: analysis.maxima[index] ?? 0 };
  });
  const [first, ...branches] = maps;
  if (first === undefined) throw new RangeError('An analysis without maps.');
  const { name: _name, ...fused } = first;
  return { fused, branches };
}

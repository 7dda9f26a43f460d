/** Figures of the clips that share a value of a column: patients, zones, probes, sources. */
import type { SubgroupRow, SubgroupTable } from '../../preload/evaluation.ts';
import { groupBootstrap } from './bootstrap.ts';
import type { BootstrapOptions } from './bootstrap.ts';
import { auc } from './discrimination.ts';
import type { Case, Figure } from './metrics.ts';
import { atThreshold } from './thresholds.ts';

export interface SubgroupClip {
  readonly group: string;
  readonly positive: boolean;
  readonly probability: number | null;
  /** The value that sorts the clip into its row. */
  readonly value: string;
}

function row(value: string, clips: readonly SubgroupClip[], threshold: number, bootstrap: BootstrapOptions): SubgroupRow {
  const cases = clips.flatMap(({ group, positive, probability }): Case[] => (probability === null ? [] : [{ group, positive, score: probability }]));
  const draw = (figure: Figure) => groupBootstrap(cases, figure, bootstrap);
  return {
    value, clips: clips.length, called: cases.length, positives: clips.filter((clip) => clip.positive).length, patients: new Set(clips.map((clip) => clip.group)).size,
    meanProbability: cases.length === 0 ? null : cases.reduce((sum, item) => sum + item.score, 0) / cases.length,
    auc: draw(auc), sensitivity: draw(atThreshold('sensitivity', threshold)), specificity: draw(atThreshold('specificity', threshold)), accuracy: draw(atThreshold('accuracy', threshold)),
  };
}

/** A row a value, in natural order of the values. With a single patient in a row, its interval is as wide as its value. */
export function subgroupTable(column: string, clips: readonly SubgroupClip[], threshold: number, bootstrap: BootstrapOptions): SubgroupTable {
  const order = new Intl.Collator('en', { numeric: true });
  const byValue = Map.groupBy(clips, (clip) => clip.value);
  return { column, rows: [...byValue].sort(([a], [b]) => order.compare(a, b)).map(([value, members]) => row(value, members, threshold, bootstrap)) };
}

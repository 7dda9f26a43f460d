/** From figures to places in a drawing. */
import type { TextTable } from '../../../preload/models.ts';

export type Point = readonly [x: number, y: number];

export interface Axis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** 0 to 1 in fifths: rates and probabilities. */
export function shareAxis(label: string): Axis {
  return { label, low: 0, high: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] };
}

/** Values closer together than this share of them are drawn as one: their ticks could not be told apart. */
const together = 1e-9;

/** Round ticks, about `count`, over all the values. */
export function axisOver(label: string, values: readonly number[], count: number): Axis {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!Number.isFinite(low) || high - low <= together * Math.max(1, Math.abs(low), Math.abs(high))) return { label, low: (low || 0) - 1, high: (high || 0) + 1, ticks: [low || 0] };
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  return { label, low: ticks[0] ?? low, high: ticks.at(-1) ?? high, ticks };
}

/** "0.2", "40". */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** SVG path through the points; empty without any. */
export function pathThrough(points: readonly Point[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

/** ROC and the like are stairs: a point holds until the next one. */
export function stairs(points: readonly Point[]): readonly Point[] {
  return points.flatMap(([x, y], index): readonly Point[] => {
    const before = points[index - 1];
    return before === undefined || before[0] === x || before[1] === y ? [[x, y]] : [[x, before[1]], [x, y]];
  });
}

export interface LearningCurve {
  readonly xLabel: string;
  readonly series: readonly { readonly name: string; readonly points: readonly Point[] }[];
}

/** The learning curve among a bundle's training tables: the first column counts patients or clips, each further column of numbers up to 1 is a line. */
export function learningCurve(tables: readonly TextTable[]): LearningCurve | null {
  const table = tables.find(({ id }) => /learning/i.test(id));
  if (table === undefined || table.rows.length < 2) return null;
  const x = (row: TextTable['rows'][number]) => (typeof row[0] === 'number' ? row[0] : null);
  const series = table.columns.slice(1).map((name, index) => ({
    name,
    points: table.rows.flatMap((row): readonly Point[] => {
      const at = x(row);
      const value = row[index + 1];
      return at !== null && typeof value === 'number' && value >= 0 && value <= 1 ? [[at, value]] : [];
    }),
  }));
  const drawn = series.filter(({ points }) => points.length >= 2).slice(0, 4);
  return drawn.length === 0 ? null : { xLabel: table.columns[0] ?? '', series: drawn };
}

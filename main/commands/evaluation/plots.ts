/** Plots as inline SVG, coloured by the page's style so that light, dark and paper each get their own. */
import type { EvaluationReport, LevelFigures, ThresholdFigures } from '../../../preload/evaluation.ts';

const size = { width: 320, height: 300, left: 46, right: 12, top: 30, bottom: 44 } as const;
const plotWidth = size.width - size.left - size.right;
const plotHeight = size.height - size.top - size.bottom;

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

type Point = readonly [x: number, y: number];

const across = (x: number): string => (size.left + x * plotWidth).toFixed(1);
const down = (y: number): string => (size.top + (1 - y) * plotHeight).toFixed(1);

const path = (points: readonly Point[], className: string): string => (
  points.length === 0 ? '' : `<polyline class="${className}" points="${points.map(([x, y]) => `${across(x)},${down(y)}`).join(' ')}"/>`
);
const dot = ([x, y]: Point, className: string, radius: number, title: string): string => (
  `<circle class="${className}" cx="${across(x)}" cy="${down(y)}" r="${radius.toFixed(1)}"><title>${escaped(title)}</title></circle>`
);
const words = (x: number, y: number, text: string, className: string, anchor: 'start' | 'middle' | 'end'): string => (
  `<text class="${className}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`
);

interface Axes {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  /** Labels of the y axis from 0 to 1. */
  readonly yTicks?: readonly string[];
}

function chart({ title, x, y, yTicks = ['0', '0.2', '0.4', '0.6', '0.8', '1'] }: Axes, inside: string): string {
  const ticks = Array.from({ length: 6 }, (_, i) => i / 5);
  const grid = ticks.map((at, index) => `<line class="grid" x1="${across(at)}" x2="${across(at)}" y1="${down(0)}" y2="${down(1)}"/>`
    + `${words(Number(across(at)), size.top + plotHeight + 14, at.toFixed(1).replace('.0', ''), 'tick', 'middle')}`
    + `<line class="grid" x1="${across(0)}" x2="${across(1)}" y1="${down(at)}" y2="${down(at)}"/>${words(size.left - 6, Number(down(at)) + 3.5, yTicks[index] ?? '', 'tick', 'end')}`).join('');
  const middle = size.top + plotHeight / 2;
  return `<svg class="plot" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">${words(size.left, 18, title, 'heading', 'start')}${grid}${inside}`
    + `${words(size.left + plotWidth / 2, size.height - 8, x, 'axis', 'middle')}<text class="axis" text-anchor="middle" transform="translate(12 ${middle}) rotate(-90)">${escaped(y)}</text></svg>`;
}

const named: Readonly<Record<LevelFigures['level'], string>> = { clip: 'clips', frame: 'frames', patient: 'patients' };

function operating(figures: LevelFigures, place: (at: ThresholdFigures) => Point | null): string {
  const mark = (name: 'balanced' | 'screening'): string => {
    const point = place(figures[name]);
    return point === null ? '' : dot(point, name, 4.5, `${name} threshold ${figures[name].threshold.toFixed(3)}`);
  };
  return mark('balanced') + mark('screening');
}

export function rocPlot(figures: LevelFigures): string {
  const diagonal = path([[0, 0], [1, 1]], 'chance');
  const marks = operating(figures, ({ sensitivity, specificity }) => (sensitivity === null || specificity === null ? null : [1 - specificity.value, sensitivity.value]));
  const line = path(figures.roc.map((point): Point => [point.falsePositiveRate, point.sensitivity]), 'line');
  const none = figures.roc.length === 0 ? words(size.left + plotWidth / 2, size.top + plotHeight / 2, 'not defined: one class only', 'tick', 'middle') : '';
  return chart({ title: `ROC, ${named[figures.level]}`, x: '1 - specificity', y: 'sensitivity' }, diagonal + line + marks + none);
}

export function precisionRecallPlot(figures: LevelFigures): string {
  const prevalence = figures.cases === 0 ? 0 : figures.positives / figures.cases;
  const marks = operating(figures, ({ sensitivity, precision }) => (sensitivity === null || precision === null ? null : [sensitivity.value, precision.value]));
  const line = path(figures.precisionRecall.map((point): Point => [point.recall, point.precision]), 'line');
  return chart({ title: `Precision and recall, ${named[figures.level]}`, x: 'recall (sensitivity)', y: 'precision' }, path([[0, prevalence], [1, prevalence]], 'chance') + line + marks);
}

export function calibrationPlot(figures: LevelFigures): string {
  const points = figures.calibration.map((bin) => ({ bin, at: [bin.meanScore, bin.positiveShare] as Point }));
  const dots = points.map(({ bin, at }) => dot(at, 'point', 2.5 + 9 * Math.sqrt(bin.cases / Math.max(1, figures.cases)), `${bin.from.toFixed(1)} to ${bin.to.toFixed(1)}: ${bin.cases} cases, mean ${at[0].toFixed(3)}, positive ${at[1].toFixed(3)}`));
  return chart({ title: `Calibration, ${named[figures.level]}`, x: 'mean probability', y: 'share of positives' }, path([[0, 0], [1, 1]], 'chance') + path(points.map(({ at }) => at), 'line thin') + dots.join(''));
}

export function sweepPlot(figures: LevelFigures): string {
  const { low, high } = figures.selective;
  const band = `<rect class="band" x="${across(low)}" y="${down(1)}" width="${((high - low) * plotWidth).toFixed(1)}" height="${plotHeight}"><title>indeterminate</title></rect>`;
  const at = (name: 'balanced' | 'screening'): string => path([[figures[name].threshold, 0], [figures[name].threshold, 1]], `rule ${name}`);
  const line = (name: 'sensitivity' | 'specificity' | 'f1', className: string): string => path(figures.sweep.flatMap((point): Point[] => (point[name] === null ? [] : [[point.threshold, point[name]]])), className);
  return chart({ title: `Threshold sweep, ${named[figures.level]}`, x: 'threshold', y: 'rate' }, band + at('balanced') + at('screening') + line('sensitivity', 'line') + line('specificity', 'line second') + line('f1', 'line third'));
}

/** Clip probabilities of positives upward and of negatives downward, 20 bins. */
export function probabilityPlot(report: EvaluationReport): string {
  const bins = 20;
  const count = (positive: boolean): number[] => {
    const counts = Array.from({ length: bins }, () => 0);
    for (const clip of report.clips) {
      if (clip.probability === null || clip.positive !== positive) continue;
      const bin = Math.min(bins - 1, Math.floor(clip.probability * bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  const [above, below] = [count(true), count(false)];
  const most = Math.max(1, ...above, ...below);
  const bars = above.flatMap((up, bin) => [[up, 'bar positive', 0.5 + (0.48 * up) / most] as const, [below[bin] ?? 0, 'bar negative', 0.5] as const].map(([cases, className, top]) => (
    `<rect class="${className}" x="${across((bin + 0.08) / bins)}" y="${down(top)}" width="${((0.84 * plotWidth) / bins).toFixed(1)}" height="${((0.48 * cases * plotHeight) / most).toFixed(1)}"><title>${cases} clips</title></rect>`
  )));
  const threshold = report.clip.balanced.threshold;
  return chart({ title: 'Clip probabilities', x: 'clip probability', y: 'negative clips   positive clips', yTicks: [] }, path([[0, 0.5], [1, 0.5]], 'chance') + bars.join('') + path([[threshold, 0], [threshold, 1]], 'rule balanced'));
}

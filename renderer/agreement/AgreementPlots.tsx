/** Kappas of all pairs with their intervals, and each reader's agreement over time. */
import Box from '@mui/material/Box';
import type { AgreementFigure, AgreementReport, ReaderFigures } from '../../preload/agreement.ts';
import type { ReaderId } from '../../preload/readings.ts';
import { day } from '../format.ts';
import { Plot } from '../models/plots/Plot.tsx';
import type { PlotLine, PlotMark } from '../models/plots/Plot.tsx';
import { shareAxis } from '../models/plots/plot-scale.ts';
import type { Axis, Point } from '../models/plots/plot-scale.ts';
import { intervalWords, questionNames, valueWords } from './agreement-words.ts';

interface PlotsProps {
  readonly report: AgreementReport;
  readonly initials: (reader: ReaderId) => string;
}

type Defined = Extract<AgreementFigure, { readonly value: number }>;

function defined(figure: AgreementFigure): Defined | null {
  return figure.value === null ? null : figure;
}

/** Wide enough for kappas below 0, which are worse than chance. */
function kappaAxis(figures: readonly Defined[]): Axis {
  const low = Math.min(0, ...figures.map(({ value, interval }) => interval?.low ?? value));
  return low < 0 ? { label: 'Kappa', low: -1, high: 1, ticks: [-1, -0.5, 0, 0.5, 1] } : { ...shareAxis('Kappa') };
}

/** One line a pair, best first from above. */
function Kappas({ report, initials }: PlotsProps) {
  const pairs = report.pairs.flatMap((pair) => {
    const figure = defined(pair.kappa);
    return figure === null ? [] : [{ name: `${initials(pair.first)} and ${initials(pair.second)}`, figure }];
  }).toSorted((a, b) => a.figure.value - b.figure.value);
  if (pairs.length === 0) return null;
  const x = kappaAxis(pairs.map(({ figure }) => figure));
  const lines = pairs.flatMap(({ figure: { interval } }, at): PlotLine[] => (interval === null ? [] : [{ points: [[interval.low, at + 1], [interval.high, at + 1]], tone: 'main' }]));
  const marks = pairs.map(({ name, figure: { value } }, at): PlotMark => ({ at: [value, at + 1], radius: 4, label: name }));
  const zero: PlotLine[] = x.low < 0 ? [{ points: [[0, 0], [0, pairs.length + 1]], tone: 'guide' }] : [];
  return (
    <Plot
      title={`Kappa of every two readers: ${questionNames[report.question].toLowerCase()}`} summary={pairs.toReversed().slice(0, 3).map(({ name, figure }) => `${name} ${valueWords(figure)} (${intervalWords(figure)})`).join('; ')}
      fileName={`kappa ${report.question}`} x={x} y={{ label: '', low: 0, high: pairs.length + 1, ticks: [] }} lines={[...zero, ...lines]} marks={marks}
    />
  );
}

function Drift({ one, report, initials }: PlotsProps & { readonly one: ReaderFigures }) {
  const blocks = one.drift.flatMap((block, at) => {
    const figure = defined(block.observed);
    return figure === null ? [] : [{ at: at + 1, figure }];
  });
  const [first, last] = [one.drift[0], one.drift.at(-1)];
  if (blocks.length < 2 || first === undefined || last === undefined) return null;
  const edge = (side: 'low' | 'high'): readonly Point[] => blocks.flatMap(({ at, figure }): Point[] => (figure.interval === null ? [] : [[at, figure.interval[side]]]));
  const ticks = one.drift.map((_, at) => at + 1);
  const now = new Date();
  return (
    <Plot
      title={`Over time: ${initials(one.reader)}`} summary={`Agreement with the consensus, from ${day(first.from, now)} to ${day(last.to, now)}, about ${first.clips} clips a block; dotted: 95% interval`}
      fileName={`drift ${report.question} ${initials(one.reader)}`} x={{ label: 'Block of clips, in the order read', low: 0.5, high: ticks.length + 0.5, ticks }} y={shareAxis('Agreement')}
      lines={[{ points: edge('low'), tone: 'guide' }, { points: edge('high'), tone: 'guide' }, { points: blocks.map(({ at, figure }): Point => [at, figure.value]), tone: 'main' }]}
      marks={blocks.map(({ at, figure }): PlotMark => ({ at: [at, figure.value], radius: 3.5, label: '' }))}
    />
  );
}

export function AgreementPlots(props: PlotsProps) {
  return (
    <Box sx={{ display: 'grid', gap: 4, gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))' }}>
      <Kappas {...props} />
      {props.report.perReader.map((one) => <Drift key={one.reader} one={one} {...props} />)}
    </Box>
  );
}

/** One drawing with axes: lines and marks. Everything it needs is in its own attributes, so that the saved file looks the same. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTheme } from '@mui/material/styles';
import { useRef } from 'react';
import { request } from '../../api.ts';
import { useAttempt, useNotices } from '../../state/app-state.ts';
import { pathThrough, tickText } from './plot-scale.ts';
import type { Axis, Point } from './plot-scale.ts';

export interface PlotLine {
  readonly points: readonly Point[];
  readonly tone: 'main' | 'second' | 'guide';
  /** In the legend; none where the axes say it. */
  readonly name?: string;
}

export interface PlotMark {
  readonly at: Point;
  readonly radius: number;
  readonly label: string;
}

export interface PlotProps {
  readonly title: string;
  /** What the drawing says, for those who do not see it. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly PlotLine[];
  readonly marks?: readonly PlotMark[];
  /** File name without ending. */
  readonly fileName: string;
}

const size = { width: 360, height: 320 } as const;
const frame = { left: 48, top: 34, right: 346, bottom: 268 } as const;
const dashes = { main: undefined, second: '6 3', guide: '2 4' } as const;

function place({ x, y }: Pick<PlotProps, 'x' | 'y'>): (point: Point) => Point {
  return ([px, py]) => [
    frame.left + ((px - x.low) / (x.high - x.low)) * (frame.right - frame.left),
    frame.bottom - ((py - y.low) / (y.high - y.low)) * (frame.bottom - frame.top),
  ];
}

interface Inks {
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly page: string;
  readonly main: string;
  readonly second: string;
}

function useInks(): Inks {
  const { palette } = useTheme();
  return { text: palette.text.primary, quiet: palette.text.secondary, grid: palette.divider, page: palette.background.paper, main: palette.primary.main, second: palette.finding.isLow };
}

function Axes({ x, y, inks }: Pick<PlotProps, 'x' | 'y'> & { readonly inks: Inks }) {
  const at = place({ x, y });
  return (
    <g fontSize={11} fill={inks.quiet}>
      {x.ticks.map((tick) => {
        const [px] = at([tick, y.low]);
        return <g key={tick}><path d={`M${px} ${frame.top}V${frame.bottom}`} stroke={inks.grid} /><text x={px} y={frame.bottom + 16} textAnchor="middle">{tickText(tick)}</text></g>;
      })}
      {y.ticks.map((tick) => {
        const [, py] = at([x.low, tick]);
        return <g key={tick}><path d={`M${frame.left} ${py}H${frame.right}`} stroke={inks.grid} /><text x={frame.left - 6} y={py + 4} textAnchor="end">{tickText(tick)}</text></g>;
      })}
      <text x={(frame.left + frame.right) / 2} y={frame.bottom + 36} textAnchor="middle">{x.label}</text>
      <text transform={`translate(13 ${(frame.top + frame.bottom) / 2}) rotate(-90)`} textAnchor="middle">{y.label}</text>
    </g>
  );
}

function Legend({ lines, inks }: { readonly lines: readonly PlotLine[]; readonly inks: Inks }) {
  const named = lines.filter(({ name }) => name !== undefined);
  const top = frame.bottom - 10 - 16 * named.length;
  return named.map(({ name, tone }, index) => (
    <g key={name} fontSize={11} fill={inks.text}>
      <path d={`M${frame.right - 110} ${top + 16 * index + 8}h22`} stroke={tone === 'main' ? inks.main : tone === 'second' ? inks.second : inks.quiet} strokeWidth={2} strokeDasharray={dashes[tone]} />
      <text x={frame.right - 82} y={top + 16 * index + 12}>{name}</text>
    </g>
  ));
}

/** Marks' labels stand to the right, or to the left where there is no room. */
function Marks({ marks, at, inks }: { readonly marks: readonly PlotMark[]; readonly at: (point: Point) => Point; readonly inks: Inks }) {
  return marks.map(({ at: point, radius, label }, index) => {
    const [px, py] = at(point);
    const right = px < frame.right - 90;
    return (
      <g key={index}>
        <circle cx={px} cy={py} r={radius} fill={inks.main} stroke={inks.page} strokeWidth={1.5} />
        {label !== '' && <text x={right ? px + radius + 5 : px - radius - 5} y={py + 14} textAnchor={right ? 'start' : 'end'} fontSize={11} fill={inks.text} stroke={inks.page} strokeWidth={3} paintOrder="stroke">{label}</text>}
      </g>
    );
  });
}

/** With a button that saves it as SVG. */
export function Plot({ title, summary, x, y, lines, marks = [], fileName }: PlotProps) {
  const drawing = useRef<SVGSVGElement>(null);
  const attempt = useAttempt();
  const showDone = useNotices((state) => state.showDone);
  const inks = useInks();
  const at = place({ x, y });
  const ink = { main: inks.main, second: inks.second, guide: inks.quiet } as const;
  const save = async () => {
    if (drawing.current === null) return;
    const svg = new XMLSerializer().serializeToString(drawing.current);
    const answer = await attempt(() => request('models.savePlot', { name: fileName, svg }));
    if (answer?.saved === true) showDone(`Saved: ${title}.`);
  };
  return (
    <Box component="figure" sx={{ m: 0, border: 1, borderColor: 'divider', borderRadius: 1, bgcolor: 'background.paper', display: 'grid', alignContent: 'start' }}>
      <svg ref={drawing} xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={`${title}. ${summary}`} fontFamily="Inter Variable, system-ui, sans-serif">
        <rect width={size.width} height={size.height} fill={inks.page} />
        <text x={frame.left} y={21} fontSize={13} fontWeight={600} fill={inks.text}>{title}</text>
        <Axes x={x} y={y} inks={inks} />
        {lines.map(({ points, tone }, index) => <path key={index} d={pathThrough(points.map(at))} fill="none" stroke={ink[tone]} strokeWidth={tone === 'guide' ? 1.25 : 2} strokeDasharray={dashes[tone]} strokeLinejoin="round" />)}
        <Marks marks={marks} at={at} inks={inks} />
        <Legend lines={lines} inks={inks} />
      </svg>
      <Box component="figcaption" sx={{ display: 'flex', alignItems: 'center', gap: 2, pl: 3, pr: 1, pb: 1 }}>
        <Box sx={{ flex: 1, fontSize: '0.75rem', color: 'text.secondary' }}>{summary}</Box>
        <Button color="inherit" aria-label={`Save as SVG: ${title}`} onClick={() => void save()}>Save as SVG</Button>
      </Box>
    </Box>
  );
}

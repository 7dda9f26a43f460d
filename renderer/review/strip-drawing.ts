/** Draws the probability strip's columns, operating points and scrubber rail onto a 2D canvas. */
import { alpha } from '@mui/material/styles';
import type { Theme } from '@mui/material/styles';
import type { ClipAnalysis, OperatingPoints } from '../../preload/domain.ts';
import { findingColour } from '../findings/colours.ts';
import { verdictAt } from './review-words.ts';
import { stripColumns } from './strip-columns.ts';

/** Height of the scrubber rail under the columns, CSS pixels. */
const RAIL = 14;
const TOP = 3;

interface Area {
  readonly width: number;
  /** Lower edge of the columns. */
  readonly base: number;
  /** Height of probability 1. */
  readonly full: number;
}

function line(context: CanvasRenderingContext2D, area: Area, probability: number, dash: number[]): void {
  const y = Math.round(area.base - probability * area.full) + 0.5;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(area.width, y);
  context.stroke();
  context.setLineDash([]);
}

function drawPoints(context: CanvasRenderingContext2D, area: Area, theme: Theme, points: OperatingPoints): void {
  const { low, high } = points.indeterminate;
  context.fillStyle = alpha(theme.palette.finding.indeterminate, 0.16);
  context.fillRect(0, area.base - high * area.full, area.width, Math.max(1, (high - low) * area.full));
  context.strokeStyle = alpha(theme.palette.text.secondary, 0.9);
  context.lineWidth = 1;
  line(context, area, points.balanced, []);
  context.strokeStyle = alpha(theme.palette.text.secondary, 0.55);
  line(context, area, points.screening, [2, 4]);
}

function drawColumns(context: CanvasRenderingContext2D, area: Area, theme: Theme, analysis: ClipAnalysis): void {
  const columns = stripColumns(analysis.frameProbabilities, area.width);
  const gap = area.width / columns.length >= 4 ? 1 : 0;
  for (const { from, to, probability } of columns) {
    const x = from * area.width;
    const width = Math.max(0.5, (to - from) * area.width - gap);
    if (probability === null) {
      // Not scored: an open tick on the base line, nothing that could be read as a low score.
      context.fillStyle = alpha(theme.palette.finding.none, 0.55);
      context.fillRect(x, area.base - 1, width, 1);
      continue;
    }
    context.fillStyle = findingColour(theme, verdictAt(probability, analysis.operatingPoints), probability);
    const height = Math.max(2, probability * area.full);
    context.fillRect(x, area.base - height, width, height);
  }
}

function drawRail(context: CanvasRenderingContext2D, area: Area, theme: Theme, frames: number): void {
  context.fillStyle = theme.palette.surface.line;
  context.fillRect(0, area.base + RAIL / 2, area.width, 1);
  // Ticks at every tenth frame, every hundredth in long clips.
  const every = frames > area.width / 4 ? 100 : 10;
  context.fillStyle = theme.palette.surface.edge;
  for (let frame = 0; frame < frames; frame += every) {
    context.fillRect(Math.round(((frame + 0.5) / frames) * area.width), area.base + RAIL / 2 - 2, 1, 5);
  }
}

/** `context` of a canvas in device pixels; `ratio` device pixels a CSS pixel. */
export function drawStrip(context: CanvasRenderingContext2D, ratio: number, theme: Theme, analysis: ClipAnalysis | null, frames: number): void {
  const width = context.canvas.width / ratio;
  const height = context.canvas.height / ratio;
  const area: Area = { width, base: height - RAIL, full: height - RAIL - TOP };
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.fillStyle = theme.palette.surface.panel;
  context.fillRect(0, 0, width, area.base);
  if (analysis !== null) {
    drawColumns(context, area, theme, analysis);
    drawPoints(context, area, theme, analysis.operatingPoints);
  }
  drawRail(context, area, theme, frames);
}

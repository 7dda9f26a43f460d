/**
 * SlicerUltrasound's AnnotateUltrasound JSON: one file a clip and rater (`NAME.RATER.json`), pleural lines and B-lines per frame, labels of the whole clip.
 * Layout after AnnotateUltrasound/annotations.schema.json. Points are in the volume's space: LPS (x to the right of the picture, y down), or RAS, which
 * turns both signs; in units of the pixel spacing, which the file does not hold.
 * What the format cannot hold: ranges, comments, rounds and times. Our answers travel as labels ("verdict: IS"), which Slicer shows and keeps.
 */
import { z } from 'zod';
import type { Result } from '../../../preload/domain.ts';
import type { Stroke } from '../../../preload/readings.ts';
import { answerNamed, answersOf, readAnswers } from './answers.ts';
import { notAsTheFormat, parseJson } from './filed-reading.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { tidyStrokes } from './tracks.ts';

const format = 'SlicerUltrasound';

const line = z.object({ rater: z.string().optional(), line: z.object({ points: z.array(z.array(z.number()).min(2).max(3)).max(10_000) }) });
const frameAnnotation = z.object({
  frame_number: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]),
  coordinate_space: z.enum(['LPS', 'RAS']).default('RAS'),
  pleura_lines: z.array(line),
  b_lines: z.array(line),
});
/** Missing and null are the same. */
const figure = z.number().nullish().transform((value) => value ?? null);
const file = z.object({
  SOPInstanceUID: z.string().default(''),
  frame_annotations: z.array(frameAnnotation).max(1_000_000),
  labels: z.array(z.string()).default([]),
  mask_type: z.string().nullish(),
  angle1: figure, angle2: figure, center_rows_px: figure, center_cols_px: figure, radius1: figure, radius2: figure,
  image_size_rows: figure, image_size_cols: figure,
});
type SlicerFile = z.output<typeof file>;

/** `3038953328_70622118.tom.json` is tom's file of clip `3038953328_70622118`; without a rater in the name it is whoever the lines name. */
export function clipAndRater(fileName: string): { readonly clip: string; readonly rater: string | null } {
  const stem = (fileName.split(/[\\/]/).at(-1) ?? '').replace(/\.json$/i, '');
  const at = stem.lastIndexOf('.');
  return at <= 0 ? { clip: stem, rater: null } : { clip: stem.slice(0, at), rater: stem.slice(at + 1) };
}

/** Share of points inside the fan that the file itself describes (pixels, degrees from the x axis); null without a whole fan. */
function shareInFan(points: readonly { readonly x: number; readonly y: number }[], { mask_type, angle1, angle2, center_rows_px: top, center_cols_px: left, radius1, radius2 }: SlicerFile): number | null {
  if (mask_type !== 'fan' || points.length === 0) return null;
  if (angle1 === null || angle2 === null || top === null || left === null || radius1 === null || radius2 === null) return null;
  const [from, to] = [Math.min(angle1, angle2) - 2, Math.max(angle1, angle2) + 2];
  const inside = points.filter(({ x, y }) => {
    const radius = Math.hypot(x - left, y - top);
    const angle = (Math.atan2(y - top, x - left) * 180) / Math.PI;
    return radius >= Math.min(radius1, radius2) * 0.97 && radius <= Math.max(radius1, radius2) * 1.03 && angle >= from && angle <= to;
  });
  return inside.length / points.length;
}

interface RatedStroke extends Stroke {
  readonly rater: string;
}

function strokesOf({ frame_annotations: frames }: SlicerFile, spacing: number, rater: string): RatedStroke[] {
  return frames.flatMap(({ frame_number: frame, coordinate_space: space, pleura_lines, b_lines }) => {
    const sign = space === 'RAS' ? -1 : 1;
    const take = (kind: Stroke['kind'], lines: readonly z.output<typeof line>[]) => lines.filter(({ line: { points } }) => points.length >= 2).map((one): RatedStroke => ({
      // `+ 0` turns a negative zero into zero.
      kind, frame, rater: one.rater === undefined || one.rater === '' ? rater : one.rater, points: one.line.points.map(([x = 0, y = 0]) => ({ x: (sign * x) / spacing + 0, y: (sign * y) / spacing + 0 })),
    }));
    return [...take('pleura', pleura_lines), ...take('b-line', b_lines)];
  });
}

export interface SlicerOptions {
  /** Name of the file, which names clip and rater. */
  readonly fileName: string;
  /** Millimetres a pixel, as Slicer had the volume; null: the points are pixels, and are checked against the file's fan. */
  readonly spacing: number | null;
}

function readLabels(labels: readonly string[]): { readonly pairs: Record<string, string>; readonly others: readonly string[] } {
  const pairs: Record<string, string> = {};
  const others: string[] = [];
  for (const label of labels) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.+)$/.exec(label) ?? [];
    const known = answerNamed(name);
    if (known === null) others.push(label);
    else pairs[known] = value;
  }
  return { pairs, others };
}

export function readSlicer(text: string, { fileName, spacing }: SlicerOptions): Result<ReadingsFile> {
  const json = parseJson(text, format);
  if (!json.ok) return json;
  const parsed = file.safeParse(json.value);
  if (!parsed.success) return notAsTheFormat(format, `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''}`);
  const { clip, rater } = clipAndRater(fileName);
  const strokes = strokesOf(parsed.data, spacing ?? 1, rater ?? '');
  const share = spacing === null ? shareInFan(strokes.flatMap(({ points }) => points), parsed.data) : null;
  if (share !== null && share < 0.5) {
    return { ok: false, error: { code: 'bad-request', message: 'The lines of this SlicerUltrasound file do not lie in its own fan: its points are not pixels.', hint: 'Say how many millimetres a pixel had in Slicer (its image spacing). Nothing was imported.' } };
  }
  const { pairs, others } = readLabels(parsed.data.labels);
  const { unknown, ...answered } = readAnswers(pairs);
  const raters = [...new Set([...strokes.map((stroke) => stroke.rater), ...(Object.keys(pairs).length > 0 && rater !== null ? [rater] : [])])].filter((name) => name !== '');
  const single = raters.length === 1 || rater !== null;
  const { image_size_rows: height, image_size_cols: width } = parsed.data;
  const readings = raters.map((name): FiledReading => ({
    clip: { name: clip, sha256: null, frames: null, width, height }, reader: name, round: 1, committedAt: null, tookMs: null,
    ...(single && (rater === null || name === rater) ? answered : readAnswers({})), comment: '', ranges: [],
    strokes: tidyStrokes(strokes.filter((stroke) => stroke.rater === name).map(({ rater: _rater, ...stroke }) => stroke)),
  })).map(({ unknown: _unknown, ...reading }: FiledReading & { unknown?: unknown }) => reading);
  const notes = [
    ...(others.length > 0 ? [`Labels without a meaning here were left out: ${others.slice(0, 5).join(', ')}.`] : []),
    ...(unknown.length > 0 ? [`Answers that Pleura does not know were left out: ${unknown.join(', ')}.`] : []),
    ...(strokes.some((stroke) => stroke.rater === '') ? ['Lines without a rater were left out.'] : []),
    ...(spacing === null && strokes.length > 0 && share === null ? ['Points were taken as pixels: the file holds no fan to check that against.'] : []),
  ];
  return { ok: true, value: { readings, notes } };
}

/** One reading as the file that AnnotateUltrasound opens, with points in pixels (spacing 1), LPS. */
export function writeSlicer(reading: FiledReading): string {
  const frames = [...Map.groupBy(reading.strokes, ({ frame }) => frame)].toSorted(([a], [b]) => a - b).map(([frame, strokes]) => {
    const lines = (kind: Stroke['kind']) => strokes.filter((stroke) => stroke.kind === kind).map(({ points }) => ({ rater: reading.reader, line: { points: points.map(({ x, y }) => [x, y, 0]) } }));
    return { frame_number: frame, coordinate_space: 'LPS', pleura_lines: lines('pleura'), b_lines: lines('b-line') };
  });
  const labels = Object.entries(answersOf(reading)).map(([name, value]) => `${name}: ${value}`);
  const { width, height } = reading.clip;
  return `${JSON.stringify({
    SOPInstanceUID: '', GrayscaleConversion: false, ...(height === null || width === null ? {} : { image_size_rows: height, image_size_cols: width }), AnnotationLabels: [], labels, frame_annotations: frames,
  }, null, 1)}\n`;
}

/** What is left of a reading in this format. */
export function withinSlicer(reading: FiledReading): FiledReading {
  const { width, height, name } = reading.clip;
  const sized = width !== null && height !== null;
  return {
    ...reading, clip: { name, sha256: null, frames: null, width: sized ? width : null, height: sized ? height : null }, round: 1, committedAt: null, tookMs: null, comment: '', ranges: [], strokes: tidyStrokes(reading.strokes),
  };
}

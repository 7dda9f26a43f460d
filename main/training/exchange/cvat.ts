/**
 * "CVAT for video 1.1" XML (docs.cvat.ai, XML annotation format): one task, one clip, one reader. CVAT knows no whole-clip label and no frame range, only
 * shapes: so a range is a box around the picture on a track named like ours, seen from its first frame to its last, and the clip's answers are the
 * attributes of a track "reading". Lines are polylines. "CVAT for images 1.1" with tags and polylines by frame is read as well.
 * What the format cannot hold: rounds, times, and more than two decimals of a coordinate.
 */
import type { Result } from '../../../preload/domain.ts';
import type { FrameRange, Stroke } from '../../../preload/readings.ts';
import { answerNamed, answersOf, readAnswers } from './answers.ts';
import { notAsTheFormat } from './filed-reading.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { strokeNamed, tidyRanges, tidyStrokes, trackNamed } from './tracks.ts';
import { attributeOf, childrenOf, firstText, holdable, readXml, textOf, xmlText } from './xml.ts';
import type { XmlElement } from './xml.ts';

const format = 'CVAT';
const answersLabel = 'reading';

interface Collected {
  readonly ranges: FrameRange[];
  readonly strokes: Stroke[];
  readonly answers: Record<string, string>;
  readonly comments: string[];
  readonly left: Set<string>;
}

function numberAt(element: XmlElement, name: string): number | null {
  const value = Number(attributeOf(element, name) ?? Number.NaN);
  return Number.isInteger(value) && value >= 0 ? value : null;
}

function pointsOf(element: XmlElement): Stroke['points'] | null {
  const points = (attributeOf(element, 'points') ?? '').split(';').map((pair) => pair.split(',').map(Number)).map(([x = Number.NaN, y = Number.NaN]) => ({ x, y }));
  return points.length >= 2 && points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)) ? points : null;
}

function takeAttributes(element: XmlElement, into: Collected): void {
  for (const attribute of childrenOf(element, 'attribute')) {
    const name = attributeOf(attribute, 'name') ?? '';
    const answer = answerNamed(name);
    const text = textOf(attribute);
    if (answer !== null) {
      if (text.trim() !== '') into.answers[answer] = text;
    } else if (name === 'comment') {
      if (text !== '') into.comments.push(text);
    } else if (text.trim() !== '') into.left.add(`attribute "${name}"`);
  }
}

/** Frames on which a track is seen: from each shape that is not `outside` to the next one that is, or to the task's last frame. */
function seenSpans(shapes: readonly { readonly frame: number; readonly outside: boolean }[], lastFrame: number): { first: number; last: number }[] {
  const spans: { first: number; last: number }[] = [];
  let first: number | null = null;
  for (const { frame, outside } of shapes) {
    if (outside && first !== null) {
      spans.push({ first, last: Math.max(first, frame - 1) });
      first = null;
    } else if (!outside) first ??= frame;
  }
  if (first !== null) spans.push({ first, last: Math.max(first, lastFrame, shapes.at(-1)?.frame ?? 0) });
  return spans;
}

const shapeNames = ['box', 'polygon', 'points', 'ellipse', 'mask', 'cuboid', 'skeleton'] as const;

function takeTrack(track: XmlElement, lastFrame: number, into: Collected): void {
  const label = attributeOf(track, 'label') ?? '';
  const lines = childrenOf(track, 'polyline');
  for (const line of lines) {
    const [frame, points, kind] = [numberAt(line, 'frame'), pointsOf(line), strokeNamed(label)];
    if (attributeOf(line, 'outside') === '1') continue;
    if (kind === null || frame === null || points === null) into.left.add(`line "${label}"`);
    else into.strokes.push({ kind, frame, points });
  }
  const shapes = shapeNames.flatMap((name) => childrenOf(track, name)).flatMap((shape) => {
    const frame = numberAt(shape, 'frame');
    return frame === null ? [] : [{ shape, frame, outside: attributeOf(shape, 'outside') === '1' }];
  }).toSorted((a, b) => a.frame - b.frame);
  if (shapes.length === 0) return;
  if (label.trim().toLowerCase() === answersLabel) {
    takeAttributes(shapes[0]?.shape ?? track, into);
    return;
  }
  const name = trackNamed(label);
  if (name === null) into.left.add(`track "${label}"`);
  else into.ranges.push(...seenSpans(shapes, lastFrame).map((span) => ({ track: name, ...span })));
}

/** A tag holds for one frame; on a whole clip's first frame it may also be the verdict. */
function takeTag(tag: XmlElement, frame: number, into: Collected): void {
  const label = attributeOf(tag, 'label') ?? '';
  const verdict = readAnswers({ verdict: label }).verdict;
  takeAttributes(tag, into);
  if (label.trim().toLowerCase() === answersLabel) return;
  if (verdict !== null && frame === 0) into.answers['verdict'] = label;
  const name = trackNamed(label);
  if (name !== null && !(verdict !== null && frame === 0)) into.ranges.push({ track: name, first: frame, last: frame });
}

function takeImage(image: XmlElement, into: Collected): void {
  const frame = numberAt(image, 'id');
  if (frame === null) return;
  for (const tag of childrenOf(image, 'tag')) takeTag(tag, frame, into);
  for (const line of childrenOf(image, 'polyline')) {
    const [points, kind] = [pointsOf(line), strokeNamed(attributeOf(line, 'label') ?? '')];
    if (points === null || kind === null) into.left.add(`line "${attributeOf(line, 'label') ?? ''}"`);
    else into.strokes.push({ kind, frame, points });
  }
}

/** `fileName` names the clip where the task does not. Errors: `bad-request` for what is no CVAT 1.1 file, or a project of several tasks. */
export function readCvat(text: string, fileName: string): Result<ReadingsFile> {
  const document = readXml(text);
  const root = document === null ? undefined : childrenOf(document, 'annotations')[0];
  if (root === undefined) return notAsTheFormat(format, 'it is no XML with <annotations>.');
  const meta = childrenOf(root, 'meta')[0];
  const task = [...childrenOf(meta, 'task'), ...childrenOf(meta, 'job')][0];
  if (meta !== undefined && childrenOf(meta, 'project').length > 0) return notAsTheFormat(format, 'it is a whole project; export each task by itself.');
  const size = Number(firstText(task, ['size']) || Number.NaN);
  const frames = Number.isInteger(size) && size > 0 ? size : null;
  const original = childrenOf(task, 'original_size')[0];
  const side = (name: string) => {
    const value = Number(firstText(original, [name]) || Number.NaN);
    return Number.isInteger(value) && value > 0 ? value : null;
  };
  const found: Collected = { ranges: [], strokes: [], answers: {}, comments: [], left: new Set() };
  for (const track of childrenOf(root, 'track')) takeTrack(track, (frames ?? 0) - 1, found);
  for (const tag of childrenOf(root, 'tag')) takeTag(tag, numberAt(tag, 'frame') ?? 0, found);
  for (const image of childrenOf(root, 'image')) takeImage(image, found);
  const { unknown, ...answered } = readAnswers(found.answers);
  const name = (firstText(task, ['source', 'name']) || fileName.replace(/\.xml$/i, '')).split(/[\\/]/).at(-1) ?? '';
  const reader = firstText(childrenOf(task, 'assignee')[0], ['username']) || firstText(childrenOf(task, 'owner')[0], ['username']) || 'CVAT';
  const reading: FiledReading = {
    clip: { name, sha256: null, frames, width: side('width'), height: side('height') }, reader, round: 1, committedAt: null, tookMs: null,
    ...answered, comment: found.comments.join('\n'), ranges: tidyRanges(found.ranges), strokes: tidyStrokes(found.strokes),
  };
  const left = [...found.left, ...unknown];
  return { ok: true, value: { readings: [reading], notes: left.length === 0 ? [] : [`Without a meaning here, left out: ${left.slice(0, 8).join(', ')}.`] } };
}

function shape(name: string, frame: number, outside: boolean, place: string, inner = ''): string {
  return `    <${name} frame="${frame}" keyframe="1" outside="${outside ? 1 : 0}" occluded="0" ${place} z_order="0">${inner}</${name}>\n`;
}

/** Shapes of a track that is seen from `first` to `last`; an `outside` shape ends it unless the clip ends there. */
function seen(name: string, { first, last }: { readonly first: number; readonly last: number }, place: string, frames: number | null, inner = ''): string {
  const end = frames !== null && last + 1 >= frames ? '' : shape(name, last + 1, true, place, inner);
  return shape(name, first, false, place, inner) + end;
}

/** One reading as a file that CVAT takes for a task of the same video. */
export function writeCvat(reading: FiledReading): string {
  const { clip, ranges, strokes, comment } = reading;
  const whole = `xtl="0.00" ytl="0.00" xbr="${(clip.width ?? 1).toFixed(2)}" ybr="${(clip.height ?? 1).toFixed(2)}"`;
  const answers = Object.entries({ ...answersOf(reading), ...(comment === '' ? {} : { comment }) }).map(([name, text]) => `<attribute name="${xmlText(name)}">${xmlText(text)}</attribute>`).join('');
  let id = 0;
  const track = (label: string, shapes: string) => `  <track id="${id++}" label="${xmlText(label)}" source="manual">\n${shapes}  </track>\n`;
  const tracks = [
    ...(answers === '' ? [] : [track(answersLabel, seen('box', { first: 0, last: 0 }, whole, clip.frames, answers))]),
    ...ranges.map((range) => track(range.track, seen('box', range, whole, clip.frames))),
    ...strokes.map(({ kind, frame, points }) => track(kind, seen('polyline', { first: frame, last: frame }, `points="${points.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(';')}"`, clip.frames))),
  ];
  const size = clip.width === null || clip.height === null ? '' : `<original_size><width>${clip.width}</width><height>${clip.height}</height></original_size>`;
  const labels = [answersLabel, ...new Set([...ranges.map(({ track: name }) => name), ...strokes.map(({ kind }) => kind)])].map((name) => `<label><name>${xmlText(name)}</name></label>`).join('');
  const task = `<task><name>${xmlText(clip.name)}</name>${clip.frames === null ? '' : `<size>${clip.frames}</size>`}<mode>interpolation</mode><labels>${labels}</labels><assignee><username>${xmlText(reading.reader)}</username></assignee>${size}<source>${xmlText(clip.name)}</source></task>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n  <meta>${task}</meta>\n${tracks.join('')}</annotations>\n`;
}

/** What is left of a reading in this format. */
export function withinCvat(reading: FiledReading): FiledReading {
  const { width, height } = reading.clip;
  const sized = width !== null && height !== null;
  const round = (value: number) => Number(value.toFixed(2)) + 0;
  return {
    ...reading, clip: { ...reading.clip, sha256: null, width: sized ? width : null, height: sized ? height : null }, round: 1, committedAt: null, tookMs: null, comment: holdable(reading.comment),
    strokes: tidyStrokes(reading.strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(({ x, y }) => ({ x: round(x), y: round(y) })) }))),
  };
}

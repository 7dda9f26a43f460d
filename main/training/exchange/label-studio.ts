/**
 * Label Studio's JSON (a list of tasks with annotations): TimelineLabels of a Video as ranges, Choices, Rating and TextArea as answers.
 * Its frames count from 1 and both ends are included (HumanSignal/label-studio, docs of the TimelineLabels tag). What the format cannot hold: lines on video frames.
 */
import { z } from 'zod';
import type { Result } from '../../../preload/domain.ts';
import type { FrameRange } from '../../../preload/readings.ts';
import { answerNamed, answersOf, readAnswers } from './answers.ts';
import { notAsTheFormat, parseJson } from './filed-reading.ts';
import type { FiledReading, ReadingsFile } from './filed-reading.ts';
import { tidyRanges, trackNamed } from './tracks.ts';

const format = 'Label Studio';

const value = z.looseObject({
  ranges: z.array(z.object({ start: z.number(), end: z.number() })).optional(),
  timelinelabels: z.array(z.string()).optional(),
  choices: z.array(z.string()).optional(),
  rating: z.number().optional(),
  number: z.number().optional(),
  text: z.union([z.string(), z.array(z.string())]).optional(),
});
const region = z.looseObject({ type: z.string().optional(), from_name: z.string().optional(), value: value.optional() });
const annotator = z.union([z.number(), z.string(), z.looseObject({ email: z.string().optional(), first_name: z.string().optional(), last_name: z.string().optional(), username: z.string().optional(), id: z.number().optional() })]);
const annotation = z.looseObject({
  result: z.array(region).default([]), completed_by: annotator.nullish(), was_cancelled: z.boolean().optional(), lead_time: z.number().nullish(), created_at: z.string().nullish(),
});
const task = z.looseObject({ data: z.record(z.string(), z.unknown()).default({}), meta: z.looseObject({}).nullish(), file_upload: z.string().nullish(), annotations: z.array(annotation).default([]) });
const file = z.array(task).max(1_000_000);
type Annotation = z.output<typeof annotation>;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** File name in a task's address. Label Studio puts eight digits and a dash before the name of an uploaded file. */
function nameOf(address: string): string {
  const path = /[?&]d=([^&]+)/.exec(address)?.[1] ?? address.split(/[?#]/)[0] ?? '';
  const name = decoded(path).split(/[\\/]/).at(-1) ?? '';
  return address.includes('/upload/') ? name.replace(/^[0-9a-f]{8}-/, '') : name;
}

function clipOf({ data, file_upload: upload }: z.output<typeof task>): FiledReading['clip'] {
  const texts = Object.entries(data).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text] as const] : []));
  const video = texts.find(([key]) => /video|clip|file|url/i.test(key))?.[1] ?? (upload === null || upload === undefined ? texts[0]?.[1] : `/upload/${upload}`) ?? '';
  const sha256 = texts.find(([key, text]) => key === 'sha256' && /^[0-9a-f]{64}$/.test(text))?.[1] ?? null;
  const numberAt = (key: string) => (typeof data[key] === 'number' && Number.isInteger(data[key]) && data[key] > 0 ? data[key] : null);
  return { name: nameOf(video), sha256, frames: numberAt('frames'), width: numberAt('width'), height: numberAt('height') };
}

function annotatorName(by: Annotation['completed_by']): string {
  if (by === null || by === undefined) return 'Label Studio';
  if (typeof by !== 'object') return typeof by === 'number' ? `Label Studio ${by}` : by;
  const full = [by.first_name, by.last_name].filter((part) => part !== undefined && part !== '').join(' ');
  return (full !== '' ? full : (by.username ?? by.email ?? `Label Studio ${by.id ?? ''}`)).trim();
}

interface Collected {
  readonly ranges: FrameRange[];
  readonly answers: Record<string, string>;
  readonly comments: string[];
  readonly left: string[];
}

function collect({ result }: Annotation): Collected {
  const found: Collected = { ranges: [], answers: {}, comments: [], left: [] };
  for (const { type = '', from_name: name = '', value: said } of result) {
    if (said === undefined) continue;
    if (said.timelinelabels !== undefined && said.ranges !== undefined) {
      for (const label of said.timelinelabels) {
        const track = trackNamed(label);
        for (const { start, end } of said.ranges) {
          const range = { first: Math.round(Math.min(start, end)) - 1, last: Math.round(Math.max(start, end)) - 1 };
          if (track === null || range.first < 0) found.left.push('a range without a usable label or frame');
          else found.ranges.push({ track, ...range });
        }
      }
    } else if (said.text !== undefined) found.comments.push(...[said.text].flat());
    else {
      const answer = answerNamed(name);
      const word = said.choices?.[0] ?? (said.rating ?? said.number)?.toString();
      if (answer === null || word === undefined) found.left.push(type === '' ? name : `${type} "${name}"`);
      else found.answers[answer] = word;
    }
  }
  return found;
}

export function readLabelStudio(text: string): Result<ReadingsFile> {
  const json = parseJson(text, format);
  if (!json.ok) return json;
  const parsed = file.safeParse(json.value);
  if (!parsed.success) return notAsTheFormat(format, `${parsed.error.issues[0]?.path.join('.') ?? ''}: ${parsed.error.issues[0]?.message ?? ''} (the full JSON export is needed, not JSON-MIN or CSV)`);
  const left = new Set<string>();
  const readings = parsed.data.flatMap((one) => one.annotations.filter((made) => made.was_cancelled !== true).map((made): FiledReading => {
    const { ranges, answers, comments, left: mine } = collect(made);
    const { unknown, ...answered } = readAnswers(answers);
    for (const what of [...mine, ...unknown]) left.add(what);
    const at = new Date(made.created_at ?? Number.NaN);
    return {
      clip: clipOf(one), reader: annotatorName(made.completed_by), round: 1, committedAt: Number.isNaN(at.getTime()) ? null : at.toISOString(),
      tookMs: made.lead_time === null || made.lead_time === undefined ? null : Math.round(made.lead_time * 1_000), ...answered, comment: comments.join('\n'), ranges: tidyRanges(ranges), strokes: [],
    };
  }));
  return { ok: true, value: { readings, notes: left.size === 0 ? [] : [`Without a meaning here, left out: ${[...left].slice(0, 8).join(', ')}.`] } };
}

function annotationOf(reading: FiledReading, id: number): object {
  const base = { to_name: 'video', origin: 'manual' };
  const timeline = reading.ranges.map(({ track, first, last }, index) => ({ id: `range-${id}-${index}`, from_name: 'timeline', ...base, type: 'timelinelabels', value: { ranges: [{ start: first + 1, end: last + 1 }], timelinelabels: [track] } }));
  const { confidence, ...choices } = answersOf(reading);
  const chosen = Object.entries(choices).map(([name, word]) => ({ id: `${name}-${id}`, from_name: name, ...base, type: 'choices', value: { choices: [word] } }));
  const rating = confidence === undefined ? [] : [{ id: `confidence-${id}`, from_name: 'confidence', ...base, type: 'rating', value: { rating: Number(confidence) } }];
  const comment = reading.comment === '' ? [] : [{ id: `comment-${id}`, from_name: 'comment', ...base, type: 'textarea', value: { text: [reading.comment] } }];
  return {
    id, completed_by: { email: '', first_name: reading.reader, last_name: '' }, was_cancelled: false, ...(reading.tookMs === null ? {} : { lead_time: reading.tookMs / 1_000 }),
    ...(reading.committedAt === null ? {} : { created_at: reading.committedAt }), result: [...timeline, ...chosen, ...rating, ...comment],
  };
}

/** A task a clip, an annotation a reading. */
export function writeLabelStudio(readings: readonly FiledReading[]): string {
  let id = 0;
  const tasks = [...Map.groupBy(readings, ({ clip }) => JSON.stringify(clip)).values()].map((mine, index) => {
    const clip = mine[0]?.clip;
    const data = Object.fromEntries(Object.entries({ video: encodeURIComponent(clip?.name ?? ''), sha256: clip?.sha256, frames: clip?.frames, width: clip?.width, height: clip?.height }).filter(([, known]) => known !== null));
    return { id: index + 1, data, annotations: mine.map((reading) => annotationOf(reading, ++id)) };
  });
  return `${JSON.stringify(tasks, null, 1)}\n`;
}

/** What is left of a reading in this format. */
export function withinLabelStudio(reading: FiledReading): FiledReading {
  const at = reading.committedAt === null ? null : new Date(reading.committedAt).toISOString();
  return { ...reading, round: 1, committedAt: at, tookMs: reading.tookMs === null ? null : Math.round(reading.tookMs), strokes: [] };
}

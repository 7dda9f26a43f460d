/** The text files of an export. Nothing in them says who a patient or reader is: names are keyed by the dataset's salt, and there are no dates, paths or comments. */
import type { DatasetClip, DatasetCounts, DatasetRules, LeakReport } from '../../../preload/datasets.ts';
import type { FrameRange, Stroke } from '../../../preload/readings.ts';
import { INPUT_SIZE, PREPROCESSING_VERSION } from '../../inference/preprocess.ts';
import { contentFormat } from './content.ts';
import { csvText } from './csv.ts';
import type { ExportedClip } from './export-clip.ts';
import { bLinesTrack, notReadableTrack } from './frame-rules.ts';
import { pseudonyms } from './pseudonyms.ts';
import { askedBy } from './questions.ts';
import type { Salt } from './pseudonyms.ts';

/** What a reader marked in a clip. */
export interface MarkedClip {
  readonly clipId: string;
  readonly reader: string;
  readonly ranges: readonly FrameRange[];
  readonly strokes: readonly Stroke[];
}

export interface ExportedDataset {
  readonly clips: readonly { readonly clip: DatasetClip; readonly pictures: ExportedClip }[];
  readonly marks: readonly MarkedClip[];
  readonly rules: DatasetRules;
  readonly policy: object | null;
  readonly counts: DatasetCounts;
  readonly leaks: LeakReport;
  readonly program: string;
  readonly contentSha256: string;
  readonly locked: boolean;
}

export interface Names {
  readonly patients: ReadonlyMap<string, string>;
  readonly clips: ReadonlyMap<string, string>;
  readonly readers: ReadonlyMap<string, string>;
}

export function namesFor(salt: Salt, clips: readonly DatasetClip[], marks: readonly MarkedClip[]): Names {
  return {
    patients: pseudonyms(salt, 'p', clips.map(({ patient }) => patient)), clips: pseudonyms(salt, 'c', clips.map(({ clipId }) => clipId)), readers: pseudonyms(salt, 'r', marks.map(({ reader }) => reader)),
  };
}

/** models/train and pandas read this one. `patient` and `split` are what no training may mix. */
export function clipsCsv({ clips }: ExportedDataset, { patients, clips: names }: Names): string {
  const heading = ['file', 'clip', 'patient', 'split', 'positive', 'b_lines', 'b_lines_3', 'severity', 'severity_scheme', 'a_lines', 'healthy', 'interstitial_syndrome', 'zone', 'source', 'license', 'frames', 'of_frames', 'width', 'height'];
  return csvText(heading, clips.map(({ clip, pictures }) => {
    const { labels } = clip;
    return [
      pictures.file, names.get(clip.clipId) ?? null, patients.get(clip.patient) ?? null, clip.side, clip.positive, labels.bLines, labels.bLines3, labels.severity?.score ?? null, labels.severity?.scheme ?? null,
      labels.aLines, labels.healthy, labels.is, clip.zone, clip.source, clip.licence === '' ? null : clip.licence, pictures.frames.length, clip.frameCount, pictures.width, pictures.height,
    ];
  }));
}

function within(ranges: readonly FrameRange[], track: string, frame: number): boolean {
  return ranges.some((range) => range.track === track && frame >= range.first && frame <= range.last);
}

/** `frame` is the decoded index in the original clip; `index` the place in the clip's array or folder. `b_lines_visible`: nothing where nobody marked any range of B-lines. */
export function framesCsv({ clips }: ExportedDataset, { clips: names }: Names): string {
  return csvText(['clip', 'index', 'frame', 'time_ms', 'file', 'b_lines_visible'], clips.flatMap(({ clip, pictures }) => {
    const marked = clip.ranges.some(({ track }) => track === bLinesTrack);
    return pictures.frames.map(({ frame, timeMs, file }, index) => [names.get(clip.clipId) ?? null, index, frame, Math.round(timeMs * 1000) / 1000, file, marked ? within(clip.ranges, bLinesTrack, frame) : null]);
  }));
}

/** A track that only one patient has may carry a name in its words: it is called "other". */
function trackNames({ clips, marks }: ExportedDataset): (track: string) => string {
  const patientOf = new Map(clips.map(({ clip }) => [clip.clipId, clip.patient]));
  const seen = new Map<string, Set<string>>();
  const see = (track: string, clipId: string) => seen.set(track, (seen.get(track) ?? new Set()).add(patientOf.get(clipId) ?? ''));
  for (const { clip } of clips) for (const { track } of clip.ranges) see(track, clip.clipId);
  for (const { clipId, ranges } of marks) for (const { track } of ranges) see(track, clipId);
  return (track) => (track === bLinesTrack || track === notReadableTrack || (seen.get(track)?.size ?? 0) > 1 ? track : 'other');
}

/** `reader` "consensus": the ranges that the dataset's frames were filtered by. First and last frame are both included. */
export function rangesCsv(dataset: ExportedDataset, { clips: names, readers }: Names): string {
  const nameOf = trackNames(dataset);
  const known = new Set(dataset.clips.map(({ clip }) => clip.clipId));
  const rows = (clipId: string, reader: string, ranges: readonly FrameRange[]) => ranges.map(({ track, first, last }) => [names.get(clipId) ?? null, reader, nameOf(track), first, last]);
  return csvText(['clip', 'reader', 'track', 'first', 'last'], [
    ...dataset.clips.flatMap(({ clip }) => rows(clip.clipId, 'consensus', clip.ranges)),
    ...dataset.marks.filter(({ clipId }) => known.has(clipId)).flatMap(({ clipId, reader, ranges }) => rows(clipId, readers.get(reader) ?? '', ranges)),
  ]);
}

const categories = [{ id: 1, name: 'pleura' }, { id: 2, name: 'b-line' }] as const;

/**
 * COCO's layout (images, categories, annotations) for lines: `bbox` is x, y, width, height in pixels of the frame, `polyline` x1, y1, x2, y2, ... , and COCO's
 * `segmentation` stays empty, since a line has no area. Strokes on frames that were not exported are left out.
 */
export function strokesJson(dataset: ExportedDataset, { clips: names, readers }: Names): object {
  const images: object[] = [];
  const annotations: object[] = [];
  const marksOf = Map.groupBy(dataset.marks, ({ clipId }) => clipId);
  for (const { clip, pictures } of dataset.clips) {
    const strokes = (marksOf.get(clip.clipId) ?? []).flatMap(({ reader, strokes: drawn }) => drawn.map((stroke) => ({ ...stroke, reader })));
    for (const [index, { frame, file }] of pictures.frames.entries()) {
      const mine = strokes.filter((stroke) => stroke.frame === frame);
      if (mine.length === 0) continue;
      const image = images.length + 1;
      images.push({ id: image, file_name: file, index, width: pictures.width, height: pictures.height, clip: names.get(clip.clipId), frame });
      for (const { kind, points, reader } of mine) {
        const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
        const [x, y] = [Math.min(...xs), Math.min(...ys)];
        annotations.push({
          id: annotations.length + 1, image_id: image, category_id: categories.find(({ name }) => name === kind)?.id, bbox: [x, y, Math.max(...xs) - x, Math.max(...ys) - y], area: 0, iscrowd: 0,
          segmentation: [], polyline: points.flatMap((point) => [point.x, point.y]), reader: readers.get(reader),
        });
      }
    }
  }
  return { info: { description: 'Pleural lines and B-lines' }, images, categories, annotations };
}

/** What `npm run -s inputs` writes, for these frames: models/train reads it beside clips.csv. Paths lead from the inputs' folder to the clip's pictures. */
export function inputsIndex({ clips }: ExportedDataset): object {
  let first = 0;
  const entries = clips.map(({ clip, pictures }) => {
    const entry = { path: `../${pictures.file}`, sha256: '', simulated: false, frameCount: clip.frameCount, frames: pictures.frames.map(({ frame }) => frame), first, sector: pictures.sector, gain: pictures.gain, inputsSha256: pictures.inputsSha256 };
    first += pictures.frames.length;
    return entry;
  });
  return { format: 'pleura-inputs/1', size: INPUT_SIZE, preprocessing: PREPROCESSING_VERSION, count: first, clips: entries, errors: [] };
}

/** The rules without what they say of persons and days. */
function publicRules({ filters: { readers, from, to, ...filters }, ...rules }: DatasetRules): object {
  return { ...rules, filters: { ...filters, byReader: readers !== null && readers.length > 0, byDate: from !== null || to !== null } };
}

/** Reader ids in a policy become the pseudonyms of the other files; its name is a person's own words and stays at home. */
function publicPolicy(policy: object | null, { readers }: Names): object | null {
  if (policy === null) return null;
  const { name: _name, ...rest }: { name?: unknown } = { ...policy };
  const text = JSON.stringify(rest);
  const renamed = [...readers].reduce((all, [reader, name]) => all.replaceAll(JSON.stringify(reader), JSON.stringify(name)), text);
  // Readers of no clip in here.
  return JSON.parse(renamed.replace(/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '"another reader"'));
}

export function manifestOf(dataset: ExportedDataset, names: Names): object {
  const { rules, policy, counts, leaks, program, contentSha256, locked } = dataset;
  const named = leaks.pairs.map(({ first, second, ...pair }) => ({ first: names.clips.get(first), second: names.clips.get(second), ...pair }));
  return {
    format: contentFormat, program, contentSha256, lockedTestSet: locked, question: askedBy(rules.question), rules: publicRules(rules), policy: publicPolicy(policy, names), counts, leaks: { ...leaks, pairs: named },
    deIdentified: 'Names of patients, clips and readers are keyed by a random salt that is not part of this folder. Pixels outside the ultrasound fan are 0. There are no dates, comments or file names.',
  };
}

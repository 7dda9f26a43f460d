/** Readings of files matched to clips and readers of the case log, and the other way round. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { ClipName } from '../../db/dataset-candidates.ts';
import type { ReadingsImport } from '../../preload/datasets.ts';
import type { Reader, Reading, ReadingContent } from '../../preload/readings.ts';
import { canonicalJson } from '../training/dataset/content.ts';
import { pseudonym } from '../training/dataset/pseudonyms.ts';
import type { FiledReading } from '../training/exchange/filed-reading.ts';
import { tidyRanges, tidyStrokes } from '../training/exchange/tracks.ts';
import type { ReadFilesAnswer } from './dataset-messages.ts';
import { initialsOf } from './readers.ts';

type Matched = ClipName | 'unknown' | 'ambiguous';

const stemOf = (name: string): string => name.toLowerCase().replace(/\.[a-z0-9]{1,5}$/, '');

function only(clips: readonly ClipName[] | undefined): Matched {
  return clips === undefined || clips.length === 0 ? 'unknown' : clips.length > 1 ? 'ambiguous' : (clips[0] ?? 'unknown');
}

/** By content, then by name, then by name without its ending, then by the pseudonym that a dataset's export gave. A name that several clips have matches none. */
function createMatcher(log: CaseLog): (clip: FiledReading['clip']) => Matched {
  const names = log.candidates.names();
  const byContent = Map.groupBy(names, ({ sha256 }) => sha256);
  const byName = Map.groupBy(names, ({ name }) => name.toLowerCase());
  const byStem = Map.groupBy(names, ({ name }) => stemOf(name));
  const byId = new Map(names.map((clip) => [clip.clipId, clip]));
  let byPseudonym: Map<string, ClipName[]> | null = null;
  const exported = (): Map<string, ClipName[]> => {
    const found = new Map<string, ClipName[]>();
    for (const { id, salt } of log.datasets.all()) {
      for (const { clipId } of log.datasets.clips(id)) {
        const clip = byId.get(clipId);
        if (clip !== undefined) found.set(pseudonym(salt, 'c', clipId), [clip]);
      }
    }
    return found;
  };
  return ({ name, sha256 }) => {
    const content = sha256 === null ? 'unknown' : only(byContent.get(sha256));
    if (content !== 'unknown') return content;
    // The file itself is not here; another one of its name is not it.
    if (sha256 !== null) return 'unknown';
    const named = only(byName.get(name.toLowerCase()));
    if (named !== 'unknown') return named;
    if (/^c-[0-9a-f]{12}$/.test(stemOf(name))) return only((byPseudonym ??= exported()).get(stemOf(name)));
    return only(byStem.get(stemOf(name)));
  };
}

/** What lies inside the clip. */
function inside({ ranges, strokes, ...rest }: ReadingContent, frames: number): { readonly content: ReadingContent; readonly cut: boolean } {
  const kept = ranges.filter(({ first }) => first < frames).map((range) => ({ ...range, last: Math.min(range.last, frames - 1) }));
  const drawn = strokes.filter(({ frame }) => frame < frames);
  const content = { ...rest, ranges: tidyRanges(kept), strokes: tidyStrokes(drawn) };
  return { content, cut: drawn.length < strokes.length || kept.length < ranges.length || ranges.some(({ last }) => last >= frames) };
}

function contentOf({ verdict, findings, confidence, comment, ranges, strokes }: ReadingContent): ReadingContent {
  return { verdict, findings, confidence, comment, ranges, strokes };
}

class Import {
  readonly #log: CaseLog;
  readonly #by: string;
  readonly #byName: Map<string, Reader>;
  readonly newReaders: string[] = [];

  constructor(log: CaseLog, by: string) {
    this.#log = log;
    this.#by = by;
    this.#byName = new Map(log.readers.list().toReversed().map((reader) => [reader.name.trim().toLowerCase(), reader]));
  }

  /** A reader nobody knows gets a retired profile: the readings have their name, and nobody can sign in as them unasked. */
  reader(name: string): Reader {
    const known = this.#byName.get(name.trim().toLowerCase());
    if (known !== undefined) return known;
    const reader: Reader = { id: randomUUID(), name: name.trim().slice(0, 80), initials: initialsOf(name), role: 'annotator', hasPin: false, active: false, createdAt: new Date().toISOString() };
    this.#log.readers.insert(reader);
    this.#log.audit.append(reader.createdAt, 'reader', reader.id, { did: 'added by an import', by: this.#by });
    this.#byName.set(name.trim().toLowerCase(), reader);
    this.newReaders.push(reader.name);
    return reader;
  }

  /** False where the reader's newest reading of this round says the same already. */
  add(filed: FiledReading, content: ReadingContent, clipId: string, examId: string): boolean {
    const reader = this.reader(filed.reader);
    const before = this.#log.readings.latest(clipId, reader.id, filed.round);
    if (before !== null && canonicalJson(contentOf({ ...before, strokes: tidyStrokes(before.strokes) })) === canonicalJson(contentOf(content))) return false;
    const reading: Reading = {
      ...contentOf(content), id: randomUUID(), clipId, examId, reader: reader.id, round: filed.round, mode: 'imported', replaces: before?.id ?? null,
      committedAt: filed.committedAt ?? new Date().toISOString(), tookMs: filed.tookMs,
    };
    this.#log.readings.append(reading);
    this.#log.audit.append(new Date().toISOString(), 'reading', reading.id, { did: 'imported', by: this.#by, reader: reader.id, clip: clipId });
    return true;
  }
}

/** Adds the readings in one transaction: all that match, or none. */
export function importReadings(log: CaseLog, { readings, notes }: ReadFilesAnswer, by: string): ReadingsImport {
  const match = createMatcher(log);
  return log.together(() => {
    const work = new Import(log, by);
    const unmatched: { clip: string; reader: string; why: 'unknown' | 'ambiguous' }[] = [];
    let [added, unchanged, cutShort, otherFrames] = [0, 0, 0, 0];
    for (const filed of readings) {
      const clip = match(filed.clip);
      if (typeof clip === 'string') {
        unmatched.push({ clip: filed.clip.name, reader: filed.reader, why: clip });
        continue;
      }
      const { content, cut } = inside(filed, clip.frames);
      if (cut) cutShort += 1;
      if (filed.clip.frames !== null && filed.clip.frames !== clip.frames) otherFrames += 1;
      if (work.add(filed, content, clip.clipId, log.exams.withClip(clip.clipId) ?? '')) added += 1;
      else unchanged += 1;
    }
    const more = [
      ...(cutShort > 0 ? [`${cutShort} readings marked frames beyond the end of their clip; those were cut.`] : []),
      ...(otherFrames > 0 ? [`${otherFrames} readings count other frames than the clip has here: ranges may be off by a few frames.`] : []),
    ];
    return { readings: readings.length, added, unchanged, unmatched: unmatched.slice(0, 500), newReaders: work.newReaders, notes: [...notes, ...more] };
  });
}

/** Every standing reading as a file holds it, with names of clips and readers. */
export function standingFiled(log: CaseLog): readonly FiledReading[] {
  const readers = new Map(log.readers.list().map(({ id, name }) => [id, name]));
  return log.readings.standing({}).flatMap((reading): FiledReading[] => {
    const clip = log.clips.get(reading.clipId);
    const exam = log.exams.get(reading.examId);
    if (clip === null || exam === null) return [];
    const { name, sha256, frames, width, height } = clip;
    return [{
      clip: { name: name.split(/[\\/]/).at(-1) ?? name, sha256, frames, width, height }, reader: readers.get(reading.reader) ?? '', patient: exam.pseudonym, mode: reading.mode, round: reading.round, committedAt: reading.committedAt, tookMs: reading.tookMs, ...contentOf(reading),
    }];
  });
}

/** Which clips a dataset takes of those there are, and why the others are left out. */
import type { DatasetFilters, DatasetRules, ClipLabels, LeftOutReason } from '../../../preload/datasets.ts';
import type { FrameRange } from '../../../preload/readings.ts';
import { frameTotal, keptSpans } from './frame-rules.ts';
import type { Span } from './frame-rules.ts';
import { answerTo } from './questions.ts';

/** A clip that might be taken. */
export interface CandidateClip {
  readonly clipId: string;
  readonly sha256: string;
  /** Who it is of; whatever names the patient alike for all their clips. */
  readonly patient: string;
  readonly source: string;
  /** Of the data, as its source states it; empty where none is stated. */
  readonly licence: string;
  readonly zone: string | null;
  /** Maker and model; empty where the file names none. */
  readonly device: string;
  /** Day of the exam, YYYY-MM-DD; null where unknown. */
  readonly day: string | null;
  readonly frameCount: number;
  readonly damaged: boolean;
  readonly rejected: boolean;
  readonly simulated: boolean;
  readonly hasBorder: boolean;
  /** Who read it; empty for labels from a table. */
  readonly readers: readonly string[];
  readonly labels: ClipLabels;
  /** Answer to a table's question; null where it has none, and for questions of readings. */
  readonly answer: boolean | null;
  readonly ranges: readonly FrameRange[];
}

export interface TakenClip extends CandidateClip {
  readonly positive: boolean;
  readonly kept: readonly Span[];
}

export interface Selection {
  readonly taken: readonly TakenClip[];
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
}

function listed(list: readonly string[] | null, value: string): boolean {
  return list === null || list.length === 0 || list.includes(value);
}

/** The first reason that speaks against the clip; null where none does. */
function objection(clip: CandidateClip, positive: boolean | null, filters: DatasetFilters): LeftOutReason | null {
  if (clip.readers.length < filters.minReaders) return 'too-few-readers';
  if (filters.readers !== null && filters.readers.length > 0 && !clip.readers.some((reader) => listed(filters.readers, reader))) return 'reader';
  if (!listed(filters.zones, clip.zone ?? '')) return 'zone';
  if (filters.from !== null && (clip.day === null || clip.day < filters.from)) return 'date';
  if (filters.to !== null && (clip.day === null || clip.day > filters.to)) return 'date';
  if (!listed(filters.sources, clip.source)) return 'source';
  if (!listed(filters.devices ?? null, clip.device)) return 'device';
  if (clip.simulated && !filters.simulated) return 'simulated';
  if (clip.damaged && !filters.damaged) return 'damaged';
  if (clip.rejected && !filters.rejected) return 'rejected';
  if (!clip.hasBorder && !filters.withoutFan) return 'no-fan';
  if (positive === null) return 'no-label';
  return filters.answers !== 'both' && filters.answers !== (positive ? 'positive' : 'negative') ? 'answer' : null;
}

/** A severity on another scale than the chosen one says nothing. */
function ofScheme(labels: ClipLabels, { scheme }: DatasetFilters): ClipLabels {
  return scheme === null || labels.severity === null || labels.severity.scheme === scheme ? labels : { ...labels, severity: null };
}

/**
 * Filters the candidates. Of a patient's clips with the same bytes the first stays. `locked`: patients of locked test sets who may not come in here.
 */
export function selectClips(candidates: readonly CandidateClip[], { question, filters, frames }: Pick<DatasetRules, 'question' | 'filters' | 'frames'>, locked: ReadonlySet<string>): Selection {
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const seen = new Set<string>();
  const taken: TakenClip[] = [];
  const leave = (reason: LeftOutReason) => {
    leftOut[reason] = (leftOut[reason] ?? 0) + 1;
  };
  for (const candidate of candidates.toSorted((a, b) => (a.clipId < b.clipId ? -1 : 1))) {
    const labels = ofScheme(candidate.labels, filters);
    const positive = typeof question === 'string' ? answerTo(question, labels) : candidate.answer;
    const reason = objection(candidate, positive, filters);
    const once = `${candidate.patient}\n${candidate.sha256}`;
    if (reason !== null || positive === null) leave(reason ?? 'no-label');
    else if (locked.has(candidate.patient)) leave('locked');
    else if (seen.has(once)) leave('same-file');
    else {
      const kept = keptSpans({ ...candidate, positive }, frames);
      if (frameTotal(kept) === 0) leave('no-frames');
      else {
        seen.add(once);
        taken.push({ ...candidate, labels, positive, kept });
      }
    }
  }
  return { taken, leftOut };
}

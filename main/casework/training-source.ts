/** Labelled clips of the case log, by the policy that makes one answer of several. Clips of locked patients are left out, whatever the source. */
import { setImmediate as breath } from 'node:timers/promises';
import type { CaseLog } from '../../db/case-log.ts';
import { patientKey } from '../../db/datasets.ts';
import type { ClipId } from '../../preload/domain.ts';
import type { Reading } from '../../preload/readings.ts';
import type { DatasetSource, ReadingPolicy, SourceCount, TrainingSource } from '../../preload/training.ts';
import { grayPath } from '../media/layout.ts';
import type { Span } from '../training/features/extract.ts';
import type { CaseLogClip } from './training-messages.ts';

/** Who and what no training may see. */
export interface LockedAway {
  readonly patients: ReadonlySet<string>;
  readonly contents: ReadonlySet<string>;
}

export interface Labelled {
  readonly clipId: ClipId;
  readonly patient: string;
  readonly positive: boolean;
  /** What a dataset says of it: frames that may be used, and its fold. */
  readonly dataset?: { readonly kept: readonly Span[]; readonly fold: number | null };
}

export type CaseLogSource = Exclude<TrainingSource, { readonly kind: 'dataset' }>;

export const sources: readonly CaseLogSource[] = [{ kind: 'decisions' }, ...(['newest', 'majority', 'unanimous'] as const).map((policy) => ({ kind: 'readings', policy }) as const)];

const clipsAtOnce = 1_000;

async function decided(log: CaseLog): Promise<Labelled[]> {
  const found: Labelled[] = [];
  for (let after: number | null = 0; after !== null; await breath()) {
    const page: ReturnType<CaseLog['byModel']['labelled']> = log.byModel.labelled(after, clipsAtOnce);
    found.push(...page.rows.map(({ clipId, pseudonym, decision }) => ({ clipId, patient: pseudonym, positive: decision === 'IS' })));
    after = page.next;
  }
  return found;
}

/** One answer of the readers' newest; null where the policy gives none. Readings are in order of commit. */
export function agreedAnswer(readings: readonly Reading[], policy: ReadingPolicy): boolean | null {
  const newest = new Map(readings.map((reading) => [reading.reader, reading]));
  const answers = [...newest.values()].flatMap(({ verdict }) => (verdict === 'IS' ? [true] : verdict === 'healthy' ? [false] : []));
  const [yes, no] = [answers.filter(Boolean).length, answers.filter((answer) => !answer).length];
  switch (policy) {
    case 'newest': {
      const verdict = readings.at(-1)?.verdict;
      return verdict === 'IS' ? true : verdict === 'healthy' ? false : null;
    }
    case 'majority': return yes === no ? null : yes > no;
    case 'unanimous': return answers.length === newest.size && (yes === 0 || no === 0) && answers.length > 0 ? yes > 0 : null;
  }
}

async function read(log: CaseLog, policy: ReadingPolicy): Promise<Labelled[]> {
  const found: Labelled[] = [];
  let looked = 0;
  for (const [clipId, readings] of Map.groupBy(log.readings.standing({}), (reading) => reading.clipId)) {
    const positive = agreedAnswer(readings, policy);
    const exam = log.exams.get(readings[0]?.examId ?? '');
    if (positive !== null && exam !== null) found.push({ clipId, patient: exam.pseudonym, positive });
    looked += 1;
    if (looked % clipsAtOnce === 0) await breath();
  }
  return found;
}

/** Labels of a source without those of locked patients and recordings. */
export async function labelledBy(log: CaseLog, source: CaseLogSource, locked: LockedAway): Promise<readonly Labelled[]> {
  const all = source.kind === 'decisions' ? await decided(log) : await read(log, source.policy);
  return all.filter(({ clipId, patient }) => !locked.patients.has(patientKey(patient)) && !locked.contents.has(log.clips.get(clipId)?.sha256 ?? ''));
}

/** What these clips give to learn from. */
export function counted(source: TrainingSource, labelled: readonly Labelled[], dataset: DatasetSource | null): SourceCount {
  const patients = (kept: (one: Labelled) => boolean): number => new Set(labelled.filter(kept).map(({ patient }) => patient)).size;
  return {
    source, clips: labelled.length, positives: labelled.filter(({ positive }) => positive).length, patients: patients(() => true), positivePatients: patients(({ positive }) => positive),
    negativePatients: patients(({ positive }) => !positive), dataset,
  };
}

/** What the training process needs of each clip; patients get numbers in an order that says nothing of their names. */
export function clipsToTrain(log: CaseLog, storeRoot: string, labelled: readonly Labelled[]): readonly CaseLogClip[] {
  const numbers = new Map<string, string>();
  // By content, which has nothing to do with who it is of.
  const known = labelled.flatMap((one) => {
    const clip = log.clips.get(one.clipId);
    const media = clip === null ? null : log.clips.media(clip.sha256);
    return clip === null || media === null ? [] : [{ ...one, clip, media }];
  }).toSorted((a, b) => (a.clip.sha256 < b.clip.sha256 ? -1 : 1));
  return known.map(({ clip, media, patient, positive, dataset }) => {
    const group = numbers.get(patient) ?? `patient ${numbers.size + 1}`;
    numbers.set(patient, group);
    return {
      name: clip.name, sha256: clip.sha256, group, positive, kept: dataset?.kept ?? null, fold: dataset?.fold ?? null, grayPath: grayPath(storeRoot, media.sha256), sector: media.sector, gain: media.gain, frames: media.frames,
    };
  });
}

/** A version of a dataset as the source of a training: everything but its test side, with its labels, its frames and its folds. */
import { access } from 'node:fs/promises';
import type { CaseLog } from '../../db/case-log.ts';
import type { DatasetRecord } from '../../db/datasets.ts';
import type { DatasetClip, DatasetQuestion } from '../../preload/datasets.ts';
import type { SourceCount } from '../../preload/training.ts';
import { grayPath } from '../media/layout.ts';
import { joinGroups } from '../training/dataset/split.ts';
import type { LockedAway, Labelled } from './training-source.ts';
import { counted } from './training-source.ts';

/** Recordings (SHA-256) whose frames are not in the store any more. Asks the disk once for each. */
export type FindGone = (sha256s: readonly string[]) => Promise<ReadonlySet<string>>;

export function createFindGone(storeRoot: string): FindGone {
  const known = new Map<string, Promise<boolean>>();
  const isThere = (sha256: string): Promise<boolean> => {
    const found = known.get(sha256) ?? access(grayPath(storeRoot, sha256)).then(() => true, () => false);
    known.set(sha256, found);
    return found;
  };
  return async (sha256s) => {
    const all = [...new Set(sha256s)];
    const there = await Promise.all(all.map(isThere));
    return new Set(all.filter((_, at) => there[at] === false));
  };
}

/** The question in words; null for a table's, which no dataset of the case log has. */
export function questionOf({ rules: { question } }: Pick<DatasetRecord, 'rules'>): DatasetQuestion | null {
  return typeof question === 'string' ? question : null;
}

/** Clips that may be learnt from. */
export function trainable(clips: readonly DatasetClip[]): readonly DatasetClip[] {
  return clips.filter(({ side }) => side !== 'test');
}

/**
 * Who must stay together, by patient: patients whose clips show the same pictures count as one, as they do in the dataset's own split.
 * The name of a group is that of one of its patients.
 */
function groupsOf(clips: readonly DatasetClip[], { leaks: { pairs } }: Pick<DatasetRecord, 'leaks'>): (patient: string) => string {
  const patientOf = new Map(clips.map(({ clipId, patient }) => [clipId, patient]));
  const together = pairs.map(({ first, second }) => [first, second].flatMap((clip) => patientOf.get(clip) ?? []));
  const names = new Map(joinGroups([...new Set(patientOf.values())], together).flatMap((group) => group.map((patient) => [patient, group[0] ?? patient])));
  return (patient) => names.get(patient) ?? patient;
}

function foldOf({ side }: DatasetClip): number | null {
  const number = /^fold-(\d+)$/.exec(side)?.[1];
  return number === undefined ? null : Number(number);
}

/** As a training takes them. `clips` must be without the test side. */
export function labelledOf(dataset: DatasetRecord, clips: readonly DatasetClip[], gone: ReadonlySet<string>): readonly Labelled[] {
  const groupOf = groupsOf(clips, dataset);
  return clips.flatMap((clip): Labelled[] => (gone.has(clip.sha256) ? [] : [{ clipId: clip.clipId, patient: groupOf(clip.patient), positive: clip.positive, dataset: { kept: clip.kept, fold: foldOf(clip) } }]));
}

/** What a dataset gives to learn from now; null for one whose question is none of ours. */
export async function countDataset(log: CaseLog, dataset: DatasetRecord, locked: LockedAway, findGone: FindGone): Promise<SourceCount | null> {
  const question = questionOf(dataset);
  if (question === null) return null;
  const all = log.datasets.clips(dataset.id);
  const clips = trainable(all);
  const gone = await findGone(clips.map(({ sha256 }) => sha256));
  return counted({ kind: 'dataset', datasetId: dataset.id }, labelledOf(dataset, clips, gone), {
    name: dataset.name, version: dataset.version, question, testClips: all.length - clips.length, locked: dataset.lock !== null, gone: clips.filter(({ sha256 }) => gone.has(sha256)).length,
    shut: clips.filter(({ sha256, patient }) => locked.patients.has(patient) || locked.contents.has(sha256)).length,
  });
}

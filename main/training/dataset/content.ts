/** What a dataset is, as one hash: its clips' bytes, labels, frames and sides, and the rules that made it. Names, dates and patients' names are not part of it. */
import { createHash } from 'node:crypto';
import type { DatasetClip, DatasetRules } from '../../../preload/datasets.ts';

export const contentFormat = 'pleura-dataset/1';

export interface DatasetContent {
  readonly clips: readonly DatasetClip[];
  readonly rules: DatasetRules;
  /** How several readings of a clip became one answer, as it is stored with the dataset; null for labels from a table. */
  readonly policy: object | null;
  /** Version of the program that made it. */
  readonly program: string;
}

/** JSON with sorted keys and no spaces: equal values give equal text. `undefined` and functions do not occur. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`).join(',')}}`;
}

export function sha256Of(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Hash of the content. A patient is named by the bytes of their clips, so that grouping counts and names do not. */
export function contentHash({ clips, rules, policy, program }: DatasetContent): string {
  const patients = new Map([...Map.groupBy(clips, ({ patient }) => patient)].map(([patient, mine]) => [patient, sha256Of(mine.map(({ sha256 }) => sha256).toSorted().join('\n'))]));
  const entries = clips.map(({ clipId: _id, patient, ranges, ...clip }) => ({
    ...clip, patient: patients.get(patient) ?? '',
    ranges: ranges.toSorted((a, b) => (a.track < b.track ? -1 : a.track > b.track ? 1 : a.first - b.first)),
  }));
  const ordered = entries.map((entry) => canonicalJson(entry)).toSorted();
  return sha256Of(canonicalJson({ format: contentFormat, program, rules, policy, clips: ordered }));
}

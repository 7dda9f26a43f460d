/** Files and folders of a command line, analysed one behind the other with imports running ahead, answered in input order. */
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { AppError } from '../../preload/domain.ts';
import { collectClips } from '../media/collect-clips.ts';
import { analyseClip, failedRecord } from './analyse-clip.ts';
import type { AnalysisRecord, ClipInput, ClipTask, FailedRecord } from './analyse-clip.ts';
import { clipsAtOnce } from './workplace.ts';
import type { Workplace } from './workplace.ts';

/** What the user named: a file, or a folder that is an exam. */
export interface InputGroup {
  readonly path: string;
  readonly folder: boolean;
  readonly clips: readonly ClipInput[];
  readonly error: FailedRecord | null;
}

const noClips: AppError = {
  code: 'not-a-clip', message: 'The folder holds no video or image that Pleura can read.', hint: 'Name a folder with mp4, mov, avi, mpeg, gif, wmv, mkv, webm, png or jpg files.',
};

/** Expands folders and the directories of CDs. A path that cannot be read becomes a group with an error. */
export async function expandInputs(paths: readonly string[]): Promise<InputGroup[]> {
  return Promise.all(paths.map(async (path): Promise<InputGroup> => {
    const collected = await collectClips(path);
    if (!collected.ok) return { path, folder: false, clips: [], error: failedRecord(path, collected.error) };
    const { files } = collected.value;
    if (files.length === 0) return { path, folder: true, clips: [], error: failedRecord(path, noClips) };
    const folder = await stat(path).then((found) => found.isDirectory(), () => false);
    const [root, shown] = folder ? [resolve(path), path] : [dirname(resolve(path)), dirname(path)];
    return { path, folder, clips: files.map((file) => ({ file: file.path, path: file.path === resolve(path) ? path : join(shown, relative(root, file.path)) })), error: null };
  }));
}

export interface AnalysedGroup {
  readonly group: InputGroup;
  /** One a clip, in order; the group's own error where it has no clips. */
  readonly records: readonly AnalysisRecord[];
}

/** Analyses all clips of all groups; `onProgress` hears the share of all work done (0..1) and the number of clips finished. */
export async function analyseGroups(
  workplace: Workplace,
  groups: readonly InputGroup[],
  options: Pick<ClipTask, 'limit' | 'guard'>,
  onProgress: (share: number, finished: number) => void,
): Promise<AnalysedGroup[]> {
  const clips = groups.flatMap((group) => group.clips);
  const shares = clips.map(() => 0);
  const records: AnalysisRecord[] = [];
  let next = 0;
  let finished = 0;
  const tell = (): void => onProgress(clips.length === 0 ? 1 : shares.reduce((sum, share) => sum + share, 0) / clips.length, finished);
  const worker = async (): Promise<void> => {
    for (let index = next++; index < clips.length; index = next++) {
      const input = clips[index];
      if (input === undefined) return;
      const onShare = (share: number): void => {
        shares[index] = share;
        tell();
      };
      records[index] = await analyseClip(workplace, { key: String(index), input, ...options, onProgress: onShare });
      finished += 1;
      tell();
    }
  };
  await Promise.all(Array.from({ length: clipsAtOnce() }, worker));
  let from = 0;
  return groups.map((group) => {
    const own = records.slice(from, from + group.clips.length);
    from += group.clips.length;
    return { group, records: group.error === null ? own : [group.error] };
  });
}

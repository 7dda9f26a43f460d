/** All clips of an evaluation through the shipped engine, each as `analyse` does it, imports running ahead. */
import { analyseClip } from '../analyse-clip.ts';
import type { AnalysisRecord, ClipInput, ClipTask } from '../analyse-clip.ts';
import { clipsAtOnce } from '../workplace.ts';
import type { Workplace } from '../workplace.ts';
import type { RecordCache } from './record-cache.ts';

export interface AnalyseAllOptions {
  /** Frames a clip; null for all. */
  readonly limit: number | null;
  readonly guard: ClipTask['guard'];
  readonly cache: RecordCache;
  /** Share of all work, 0..1, and clips finished. */
  readonly onProgress: (share: number, finished: number) => void;
}

/** One record a clip, in order. */
export async function analyseAll(workplace: Workplace, clips: readonly ClipInput[], { limit, guard, cache, onProgress }: AnalyseAllOptions): Promise<AnalysisRecord[]> {
  const shares = clips.map(() => 0);
  const records: AnalysisRecord[] = [];
  let next = 0;
  let finished = 0;
  const tell = (index: number, share: number): void => {
    shares[index] = share;
    onProgress(shares.reduce((sum, one) => sum + one, 0) / clips.length, finished);
  };
  const analyse = async (input: ClipInput, index: number): Promise<AnalysisRecord> => {
    const kept = await cache.get(input.file, input.path);
    if (kept !== null) return kept;
    const record = await analyseClip(workplace, { key: String(index), input, limit, guard, onProgress: (share) => tell(index, share) });
    await cache.put(input.file, record);
    return record;
  };
  const worker = async (): Promise<void> => {
    for (let index = next++; index < clips.length; index = next++) {
      const input = clips[index];
      if (input === undefined) return;
      records[index] = await analyse(input, index);
      finished += 1;
      tell(index, 1);
    }
  };
  await Promise.all(Array.from({ length: clipsAtOnce() }, worker));
  return records;
}

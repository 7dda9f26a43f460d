/** The labelled clips of a command as a training takes them: decoded only where the cache has no features. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AppError } from '../../../preload/domain.ts';
import { importClip } from '../../media/import-clip.ts';
import { grayPath } from '../../media/layout.ts';
import type { SourceLabels } from '../../training/bundle/out-of-fold.ts';
import type { TrainingClip } from '../../training/train-run.ts';
import type { Prepared } from '../evaluation/prepare.ts';
import { yesOrNo } from '../labels-table.ts';

export interface ClipPlaces {
  readonly data: string;
  /** An empty folder for decoded clips. */
  readonly work: string;
  readonly ffmpeg: string | null;
  /** The labels ask for B-lines as such: severity, A-lines and healthy may come along. */
  readonly plainBLines: boolean;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash).catch(() => {});
  return hash.digest('hex');
}

const answer = (text: string | undefined): 0 | 1 | null => {
  const said = yesOrNo(text);
  return said === null ? null : said ? 1 : 0;
};

function labelsOf(positive: boolean, fields: Readonly<Record<string, string>>, plain: boolean): SourceLabels {
  const severity = Number(fields['severity']);
  if (!plain) return { b_lines: positive ? 1 : 0, severity: null, a_lines: null, healthy: null };
  return {
    b_lines: positive ? 1 : 0, severity: (fields['severity'] ?? '').trim() === '' || Number.isNaN(severity) ? null : severity, a_lines: answer(fields['a_lines']), healthy: answer(fields['healthy']),
  };
}

const unreadable: AppError = { code: 'file-unreadable', message: 'The file cannot be read.', hint: 'Look whether it is there and may be read.' };

export async function trainingClips(prepared: Prepared, { data, work, ffmpeg, plainBLines }: ClipPlaces): Promise<TrainingClip[]> {
  const clips: TrainingClip[] = [];
  for (const [at, { row, file }] of prepared.clips.entries()) {
    const storeRoot = join(work, String(at));
    const licence = row.fields['license'] ?? row.fields['licence'] ?? '';
    clips.push({
      file: row.file, sha256: await sha256Of(file), kept: null, dataset: basename(resolve(data)), licence: licence.trim(), group: row.group, positive: row.positive, fold: null,
      labels: labelsOf(row.positive, row.fields, plainBLines),
      open: async () => {
        const imported = await importClip({ source: file, storeRoot, ffmpeg, signal: new AbortController().signal }).catch(() => ({ ok: false as const, error: unreadable }));
        if (!imported.ok) return imported;
        const { sha256, sector, gain, frames } = imported.value.media;
        return { ok: true, value: { grayPath: grayPath(storeRoot, sha256), sector, gain, frames } };
      },
      close: () => rm(storeRoot, { recursive: true, force: true, maxRetries: 3 }),
    });
  }
  return clips;
}

/** A folder of clips with a table of labels, decoded, as candidates for a dataset. */
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ClipMedia, Result } from '../../../preload/domain.ts';
import type { ClipLabels } from '../../../preload/datasets.ts';
import { spawnNode } from '../../child.ts';
import { findFfmpeg } from '../../media/ffmpeg.ts';
import { createMediaHost } from '../../media/media-host.ts';
import { hasBorder } from '../../media/sector-inside.ts';
import type { MediaHost } from '../../media/media-host.ts';
import type { CandidateClip } from '../../training/dataset/candidates.ts';
import { createProgressLines } from '../evaluation/progress-lines.ts';
import { findFiles } from '../evaluation/find-files.ts';
import { readLabels } from '../evaluation/labels.ts';
import type { LabelledRow, Labels } from '../evaluation/labels.ts';
import { yesOrNo } from '../labels-table.ts';
import type { BuildWishes } from './arguments.ts';
import { bad } from './output.ts';

export interface LabelledFolder {
  readonly candidates: readonly CandidateClip[];
  readonly question: Labels['question'];
  /** Frame store of the decoded clips. */
  readonly store: string;
  readonly notes: readonly string[];
  readonly missing: number;
  readonly failed: number;
  /** Removes the decoded clips, unless a place for them was named. */
  close(): Promise<void>;
}

const clipsAtOnce = 2;

/** The table, looked for where the command runs, where npm was called, and in the data folder. */
async function openTable(wishes: BuildWishes): Promise<{ readonly text: string; readonly folder: string } | null> {
  for (const folder of ['.', process.env['INIT_CWD'] ?? '.', wishes.data]) {
    const path = resolve(folder, wishes.labels);
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text !== null) return { text, folder: dirname(path) };
  }
  return null;
}

type Fields = Readonly<Record<string, string>>;

function cell(fields: Fields, ...names: readonly string[]): string {
  const column = Object.keys(fields).find((name) => names.includes(name.trim().toLowerCase()));
  return column === undefined ? '' : (fields[column] ?? '').trim();
}

function labelsIn(fields: Fields): ClipLabels {
  const score = Number(cell(fields, 'severity') || Number.NaN);
  const bLines = yesOrNo(cell(fields, 'b_lines'));
  const named = cell(fields, 'severity_scheme');
  const scheme = named === 'soldati' || named === 'lus' ? named : null;
  return {
    is: yesOrNo(cell(fields, 'interstitial_syndrome')), bLines, bLines3: yesOrNo(cell(fields, 'b_lines_3')), aLines: yesOrNo(cell(fields, 'a_lines')), healthy: yesOrNo(cell(fields, 'healthy')),
    severity: score === 0 || score === 1 || score === 2 || score === 3 ? { scheme, score } : null,
  };
}

function candidateOf({ file, group, positive, fields }: LabelledRow, media: ClipMedia, wishes: BuildWishes): CandidateClip {
  const zone = cell(fields, 'zone').toUpperCase();
  return {
    clipId: file, sha256: media.sha256, patient: group, source: wishes.source === null ? basename(resolve(wishes.data)) : cell(fields, wishes.source.toLowerCase()),
    licence: cell(fields, 'license', 'licence').replace(/\s+/g, ' '), zone: /^[LR][1-6]$/.test(zone) ? zone : null, device: '', day: null, frameCount: media.frames, damaged: media.damaged, rejected: false,
    simulated: media.simulated, hasBorder: hasBorder(media.sector, media.width, media.height), readers: [], labels: labelsIn(fields), answer: positive, ranges: [],
  };
}

interface Decoding {
  readonly host: MediaHost;
  readonly ffmpeg: string | null;
  readonly store: string;
  readonly signal: AbortSignal;
}

type Found = readonly { readonly row: LabelledRow; readonly path: string }[];

async function decodeAll(found: Found, { host, ffmpeg, store, signal }: Decoding, wishes: BuildWishes): Promise<{ candidates: CandidateClip[]; failures: string[] }> {
  const queue = [...found];
  const candidates: CandidateClip[] = [];
  const failures: string[] = [];
  const bar = createProgressLines(process.stderr);
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      const imported = await host.importClip({ source: next.path, storeRoot: store, ffmpeg }, { signal });
      if (imported.ok) candidates.push(candidateOf(next.row, imported.value.media, wishes));
      else failures.push(`${next.row.file}: ${imported.error.message}`);
      bar.show((candidates.length + failures.length) / found.length, 'decoding');
    }
  };
  await Promise.all(Array.from({ length: clipsAtOnce }, worker));
  bar.clear();
  return { candidates, failures };
}

/** Errors: `bad-request` for arguments and tables that do not fit, `decoder-missing`, `decode-failed` where no clip could be read, `cancelled`. */
export async function openLabelled(wishes: BuildWishes, signal: AbortSignal): Promise<Result<LabelledFolder>> {
  if (!(await stat(wishes.data).then((found) => found.isDirectory(), () => false))) return bad('The data folder is not there.', 'Name the folder with the clips with --data.');
  const table = await openTable(wishes);
  if (table === null) return bad('The labels cannot be read.', 'Name a CSV file with --labels; it is looked for here and in the data folder.');
  const labels = readLabels(table.text, wishes);
  if (!labels.ok) return labels;
  const { rows, question, notes } = labels.value;
  const files = await findFiles(rows.map(({ file }) => file), { data: resolve(wishes.data), labels: table.folder });
  const found = rows.flatMap((row, index) => {
    const path = files[index] ?? null;
    return path === null ? [] : [{ row, path }];
  });
  if (found.length === 0) return bad('None of the labelled files was found.', 'The labels name files below the data folder.');
  const ffmpeg = await findFfmpeg();
  if (ffmpeg === null) return { ok: false, error: { code: 'decoder-missing', message: 'The video decoder (ffmpeg) was not found.', hint: 'Install ffmpeg, or name it in the environment variable PLEURA_FFMPEG.' } };
  const store = wishes.store ?? (await mkdtemp(join(tmpdir(), 'pleura-dataset-')));
  const close = async (): Promise<void> => (wishes.store === null ? rm(store, { recursive: true, force: true }) : undefined);
  const host = createMediaHost({ spawn: () => spawnNode(fileURLToPath(new URL('../../media/worker.ts', import.meta.url))) });
  const { candidates, failures } = await decodeAll(found, { host, ffmpeg, store, signal }, wishes).finally(() => host.stop());
  const missing = rows.length - found.length;
  if (signal.aborted || candidates.length === 0) {
    await close();
    const error = signal.aborted ? { code: 'cancelled' as const, message: 'The build was stopped.', hint: 'Nothing was left behind.' } : { code: 'decode-failed' as const, message: 'No clip could be read.', hint: failures[0] ?? '' };
    return { ok: false, error };
  }
  const more = [...(missing > 0 ? [`${missing} labelled files were not found and are left out.`] : []), ...failures.map((failure) => `Left out: ${failure}`)];
  return { ok: true, value: { candidates, question, store, notes: [...notes, ...more], missing, failed: failures.length, close } };
}

/**
 * `npm run -s labels-report -- --data DIR --labels CSV --label COLUMN --group COLUMN`: analyses the labelled clips of a folder and compares with their labels.
 * A check of the whole road on real clips, not an evaluation: it says so when the bundle was trained on them.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import type { Interval } from '../../preload/domain.ts';
import { accuracy, auc, groupBootstrap, sensitivity, specificity } from '../analysis/metrics.ts';
import type { Case } from '../analysis/metrics.ts';
import type { Bundle } from '../inference/bundle.ts';
import { analyseGroups } from './analyse-inputs.ts';
import type { AnalysisRecord } from './analyse-clip.ts';
import { parseCsv, yesOrNo } from './labels-table.ts';
import { createProgressBar } from './progress-bar.ts';
import { openWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

const usage = 'Usage: npm run -s labels-report -- --data DIR --labels CSV --label COLUMN --group COLUMN [--frames N] [--model ID] [--json]\n';

interface Wishes {
  readonly data: string;
  readonly labels: string;
  readonly label: string;
  readonly group: string;
  readonly frames: number | null;
  readonly model: string | null;
  readonly json: boolean;
}

interface LabelledClip {
  readonly file: string;
  readonly group: string;
  readonly positive: boolean;
}

function readWishes(args: readonly string[]): Wishes | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { data: text, labels: text, label: text, group: text, frames: text, model: text, json: { type: 'boolean', default: false } } });
    const { data, labels, label, group, frames, model, json } = values;
    const limit = frames === undefined ? null : Number(frames);
    if (data === undefined || labels === undefined || label === undefined || group === undefined) return null;
    if (limit !== null && !(Number.isSafeInteger(limit) && limit > 0)) return null;
    return { data, labels, label, group, frames: limit, model: model ?? null, json };
  } catch {
    return null;
  }
}

/** Labelled clips of the table; rows whose label says neither yes nor no are left out. The column `file` names the clip below the data folder. */
export function labelledClips(csv: string, label: string, group: string): LabelledClip[] | null {
  const rows = parseCsv(csv);
  const first = rows[0];
  if (first === undefined || ![label, group, 'file'].every((column) => column in first)) return null;
  return rows.flatMap((row) => {
    const positive = yesOrNo(row[label]);
    return positive === null ? [] : [{ file: row['file'] ?? '', group: row[group] ?? '', positive }];
  });
}

const execute = promisify(execFile);

/** Frames that ffprobe decodes; null where ffprobe is missing or fails. */
async function probedFrames(path: string): Promise<number | null> {
  try {
    const { stdout } = await execute('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0', path]);
    const count = Number.parseInt(stdout, 10);
    return Number.isNaN(count) ? null : count;
  } catch {
    return null;
  }
}

export interface LabelsReport {
  readonly clips: number;
  readonly groups: number;
  readonly positive: number;
  readonly failed: number;
  readonly auc: Interval | null;
  readonly sensitivity: Interval | null;
  readonly specificity: Interval | null;
  readonly accuracy: Interval | null;
  readonly threshold: number;
  /** Clips whose decoded frame count differs from ffprobe's, of those that both could count. */
  readonly frameCounts: { readonly checked: number; readonly different: readonly string[] };
}

/** Clip-level figures by label with intervals over groups, at the bundle's balanced operating point. */
export function reportOf(clips: readonly LabelledClip[], records: readonly AnalysisRecord[], threshold: number, probed: readonly (number | null)[]): LabelsReport {
  const cases = clips.flatMap((clip, index): Case[] => {
    const record = records[index];
    return record === undefined || 'error' in record ? [] : [{ group: clip.group, positive: clip.positive, score: record.probability }];
  });
  const counted = clips.flatMap((clip, index) => {
    const record = records[index];
    const count = probed[index] ?? null;
    return record === undefined || 'error' in record || count === null ? [] : [{ file: clip.file, same: count === record.frames }];
  });
  return {
    clips: clips.length,
    groups: new Set(clips.map((clip) => clip.group)).size,
    positive: clips.filter((clip) => clip.positive).length,
    failed: clips.length - cases.length,
    auc: groupBootstrap(cases, auc),
    sensitivity: groupBootstrap(cases, (drawn) => sensitivity(drawn, threshold)),
    specificity: groupBootstrap(cases, (drawn) => specificity(drawn, threshold)),
    accuracy: groupBootstrap(cases, (drawn) => accuracy(drawn, threshold)),
    threshold,
    frameCounts: { checked: counted.length, different: counted.filter((item) => !item.same).map((item) => item.file) },
  };
}

function figure(name: string, interval: Interval | null): string {
  if (interval === null) return `${name.padEnd(14)}not defined on these labels`;
  const shown = (value: number): string => value.toFixed(3);
  return `${name.padEnd(14)}${shown(interval.value)}  (95% interval by group bootstrap ${shown(interval.low)} to ${shown(interval.high)})`;
}

function lines(wishes: Wishes, report: LabelsReport, bundle: Bundle): string[] {
  const trained = bundle.manifest.training.datasets.map((dataset) => dataset.name);
  const seen = trained.filter((name) => join(wishes.data).toLowerCase().includes(name.toLowerCase()));
  return [
    `${report.clips} clips of ${report.groups} groups (${wishes.group}), ${report.positive} with ${wishes.label}; ${report.failed} could not be analysed.`,
    `Model ${bundle.ref.id} ${bundle.ref.version}; threshold ${report.threshold.toFixed(3)} (balanced operating point).`,
    figure('AUC', report.auc),
    figure('sensitivity', report.sensitivity),
    figure('specificity', report.specificity),
    figure('accuracy', report.accuracy),
    `Frame counts: ${report.frameCounts.different.length} of ${report.frameCounts.checked} clips differ from ffprobe${report.frameCounts.different.map((file) => `\n  ${file}`).join('')}`,
    seen.length > 0
      ? `The model was trained on ${seen.join(', ')}: it saw these clips, so these figures are no estimate of its performance. See its card for cross-validation by patient.`
      : `The model was trained on ${trained.join(', ') || 'no listed data'}. If these clips are among them, these figures are no estimate of its performance.`,
  ];
}

async function analyse(workplace: Workplace, wishes: Wishes, clips: readonly LabelledClip[]): Promise<readonly AnalysisRecord[]> {
  const bar = createProgressBar(process.stderr);
  const inputs = clips.map(({ file }) => ({ file: join(wishes.data, file), path: file }));
  const group = { path: wishes.data, folder: true, clips: inputs, error: null };
  const analysed = await analyseGroups(workplace, [group], wishes.frames, (share, finished) => bar.show(share, `${finished} of ${clips.length} clips`));
  bar.clear();
  return analysed[0]?.records ?? [];
}

/** Exit code 0 with a report, 1 without. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  const csv = wishes === null ? null : await readFile(wishes.labels, 'utf8').catch(() => null);
  const clips = wishes === null || csv === null ? null : labelledClips(csv, wishes.label, wishes.group);
  if (wishes === null || clips === null || clips.length === 0) {
    process.stderr.write(wishes === null ? usage : `No labels were found. The table needs the columns "file", "${wishes.label}" and "${wishes.group}".\n`);
    return 1;
  }
  const opened = await openWorkplace({ model: wishes.model, provider: 'auto' });
  if (!opened.ok) {
    process.stderr.write(`${opened.error.message} ${opened.error.hint}\n`);
    return 1;
  }
  const workplace = opened.value;
  try {
    const records = await analyse(workplace, wishes, clips);
    const probed: (number | null)[] = [];
    for (const { file } of clips) probed.push(await probedFrames(join(wishes.data, file)));
    const report = reportOf(clips, records, workplace.bundle.manifest.operatingPoints.balanced, probed);
    process.stdout.write(wishes.json ? `${JSON.stringify(report)}\n` : `${lines(wishes, report, workplace.bundle).join('\n')}\n`);
    return report.failed < report.clips ? 0 : 1;
  } finally {
    await workplace.close();
  }
}

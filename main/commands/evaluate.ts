/**
 * `npm run -s evaluate -- --data DIR --labels CSV --label COLUMN --group COLUMN`: how well a bundle does on labelled clips, through the shipped engine.
 * A table on stdout; `--json` the whole record (EvaluationReport), `--html` a report that stands alone.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import process from 'node:process';
import type { AppError, Provider, Result } from '../../preload/domain.ts';
import type { EvaluationReport } from '../../preload/evaluation.ts';
import { defaultBootstrap } from '../analysis/bootstrap.ts';
import { evaluationReport } from '../analysis/evaluation.ts';
import type { LabelledResult } from '../analysis/evaluation.ts';
import { PREPROCESSING_VERSION } from '../inference/preprocess.ts';
import type { AnalysisRecord } from './analyse-clip.ts';
import { readEvaluateWishes, usage } from './evaluation/arguments.ts';
import type { EvaluateWishes } from './evaluation/arguments.ts';
import { analyseAll } from './evaluation/analyse-all.ts';
import { outOfFoldResults, outOfFoldStatement } from './evaluation/out-of-fold.ts';
import { subgroupColumns } from './evaluation/labels.ts';
import type { LabelledRow } from './evaluation/labels.ts';
import { prepare } from './evaluation/prepare.ts';
import type { Prepared } from './evaluation/prepare.ts';
import { createRecordCache, noCache } from './evaluation/record-cache.ts';
import { reportHtml } from './evaluation/report-html.ts';
import { reportTable } from './evaluation/report-table.ts';
import { seenClips, statementOf } from './evaluation/seen-clips.ts';
import { worstCases } from './evaluation/worst-cases.ts';
import { createProgressLines } from './evaluation/progress-lines.ts';
import { openWorkplace } from './workplace.ts';
import type { Workplace } from './workplace.ts';

function resultOf(row: LabelledRow, record: AnalysisRecord | undefined): LabelledResult {
  const { file, group, positive, fields } = row;
  if (record === undefined || 'error' in record) {
    const error = record === undefined ? { code: 'internal', message: 'The clip was not analysed.' } : record.error;
    return { file, group, positive, fields, probability: null, verdict: 'failed', frames: 0, scored: 0, frameProbabilities: [], warnings: [], error };
  }
  const { probability, verdict, frames, scored, frameProbabilities, warnings } = record;
  return { file, group, positive, fields, probability, verdict, frames, scored, frameProbabilities, warnings, error: null };
}

interface Analysed {
  readonly clips: readonly LabelledResult[];
  /** Where the scores were computed; null where none was. */
  readonly provider: Provider | null;
}

async function analyse(workplace: Workplace, wishes: EvaluateWishes, { clips }: Prepared): Promise<Result<Analysed>> {
  if (wishes.outOfFold) {
    const stored = await outOfFoldResults(workplace.bundle, clips.map(({ row }) => row));
    return stored.ok ? { ok: true, value: { clips: stored.value, provider: null } } : stored;
  }
  const progress = createProgressLines(process.stderr);
  const cache = wishes.cache === null ? noCache : createRecordCache(wishes.cache, [workplace.bundle.ref.sha256, String(PREPROCESSING_VERSION), String(wishes.frames ?? 'all'), wishes.provider, wishes.guard]);
  const inputs = clips.map(({ row, file }) => ({ file, path: row.file }));
  const records = await analyseAll(workplace, inputs, { limit: wishes.frames, guard: wishes.guard, cache, onProgress: (share, finished) => progress.show(share, `${finished} of ${clips.length} clips`) });
  progress.clear();
  const provider = records.flatMap((record) => ('error' in record ? [] : record.provider))[0] ?? null;
  return { ok: true, value: { clips: clips.map(({ row }, index) => resultOf(row, records[index])), provider } };
}

async function reportOf(workplace: Workplace, wishes: EvaluateWishes, prepared: Prepared, { clips, provider }: Analysed): Promise<EvaluationReport> {
  const { bundle } = workplace;
  const { labels, missing } = prepared;
  const seen = await seenClips(bundle.dir, prepared.clips.map(({ file }) => file));
  return evaluationReport({
    about: {
      id: 'evaluate', title: `${labels.question.positive} in ${basename(resolve(wishes.data))}`, scores: wishes.outOfFold ? 'out-of-fold' : 'engine',
      statement: wishes.outOfFold ? outOfFoldStatement : statementOf(seen, clips.length, bundle.manifest.training), seenInTraining: seen,
      model: bundle.ref, provider, preprocessing: bundle.manifest.preprocessing.version, question: { ...labels.question, framesPerClip: wishes.outOfFold ? null : wishes.frames },
    },
    clips, points: bundle.manifest.operatingPoints, columns: wishes.by.length > 0 ? wishes.by : subgroupColumns(labels), rows: { ...labels.counts, missingFiles: missing.length },
    bootstrap: defaultBootstrap, keepFrames: true,
  });
}

/** Writes a file; says so and answers false when it cannot be written. */
async function written(path: string, text: string): Promise<boolean> {
  return mkdir(dirname(resolve(path)), { recursive: true }).then(() => writeFile(path, text)).then(() => true, () => {
    process.stderr.write(`${basename(path)} could not be written. Choose a file that you may write.\n`);
    return false;
  });
}

async function print(workplace: Workplace, wishes: EvaluateWishes, prepared: Prepared, analysed: Analysed): Promise<boolean> {
  const report = await reportOf(workplace, wishes, prepared, analysed);
  const json = `${JSON.stringify(report)}\n`;
  if (wishes.json === '-') await new Promise((done) => process.stdout.write(json, done));
  else process.stdout.write(`${reportTable(report).join('\n')}\n`);
  let all = wishes.json === null || wishes.json === '-' || (await written(wishes.json, json));
  if (wishes.html !== null) {
    const files = new Map(prepared.clips.map(({ row, file }) => [row.file, file]));
    const cases = await worstCases(workplace, analysed.clips, report.clip.balanced.threshold, (clip) => files.get(clip.file) ?? clip.file);
    all = (await written(wishes.html, reportHtml(report, cases, new Date().toISOString().slice(0, 10)))) && all;
  }
  return all;
}

function tellError({ message, hint }: AppError): number {
  process.stderr.write(`${message} ${hint}\n`);
  return 1;
}

/** Exit code 0 with a report; 1 without one, when no clip could be analysed, or when a file cannot be written. Missing and failed clips are counted in the report. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readEvaluateWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const prepared = await prepare(wishes);
  if (!prepared.ok) return tellError(prepared.error);
  for (const note of prepared.value.labels.notes) process.stderr.write(`${note}\n`);
  if (prepared.value.missing.length > 0) process.stderr.write(`${prepared.value.missing.length} labelled files were not found and are left out, such as ${prepared.value.missing.slice(0, 3).join(', ')}.\n`);
  const opened = await openWorkplace({ model: wishes.model, provider: wishes.provider });
  if (!opened.ok) return tellError(opened.error);
  try {
    const analysed = await analyse(opened.value, wishes, prepared.value);
    if (!analysed.ok) return tellError(analysed.error);
    const { clips } = analysed.value;
    // A signal ends helpers first: half an evaluation must not look like a whole one.
    if (clips.some((clip) => clip.error?.code === 'cancelled')) return tellError({ code: 'cancelled', message: 'The evaluation was stopped.', hint: 'With --cache the next run goes on from here.' });
    const failures = clips.filter((clip) => clip.error !== null);
    for (const clip of failures.slice(0, 10)) process.stderr.write(`${clip.file}: ${clip.error?.message ?? ''}\n`);
    if (failures.length === clips.length) return tellError({ code: 'inference-failed', message: 'No clip could be analysed.', hint: 'See the reasons above.' });
    return (await print(opened.value, wishes, prepared.value, analysed.value)) ? 0 : 1;
  } finally {
    await opened.value.close();
  }
}

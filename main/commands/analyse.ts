/** `npm run -s analyse -- FILES|FOLDERS`: the workstation's analysis without its window. */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { AppError, ProviderChoice } from '../../preload/domain.ts';
import { failedRecord } from './analyse-clip.ts';
import type { AnalysisRecord } from './analyse-clip.ts';
import { analyseGroups, expandInputs } from './analyse-inputs.ts';
import type { AnalysedGroup, InputGroup } from './analyse-inputs.ts';
import { createProgressBar } from './progress-bar.ts';
import { resultTable } from './result-table.ts';
import { openWorkplace } from './workplace.ts';

const providers: readonly ProviderChoice[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'];
const usage = `Usage: npm run -s analyse -- FILES|FOLDERS... [--json FILE|-] [--provider ${providers.join('|')}] [--frames all|N] [--model ID] [--analyse-anyway]\n`;

interface Wishes {
  readonly paths: readonly string[];
  /** A file, "-" for stdout, or null. */
  readonly json: string | null;
  readonly provider: ProviderChoice;
  readonly limit: number | null;
  readonly model: string | null;
  /** Also what the guard takes for no readable lung ultrasound. */
  readonly anyway: boolean;
}

/** Reads the arguments; null when they are not as the usage says. */
export function readWishes(args: readonly string[]): Wishes | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'string' }, provider: { type: 'string', default: 'auto' }, frames: { type: 'string', default: 'all' }, model: { type: 'string' }, 'analyse-anyway': { type: 'boolean', default: false } },
    });
    const provider = providers.find((known) => known === values.provider);
    const limit = values.frames === 'all' ? null : Number(values.frames);
    if (positionals.length === 0 || positionals.includes('') || provider === undefined || values.json === '') return null;
    if (limit !== null && !(Number.isSafeInteger(limit) && limit >= 1 && /^\d+$/.test(values.frames))) return null;
    return { paths: positionals, json: values.json ?? null, provider, limit, model: values.model ?? null, anyway: values['analyse-anyway'] };
  } catch {
    return null;
  }
}

/** Exit code: 0 all analysed, 2 some failed, 1 none analysed. */
export function exitCodeOf(records: readonly AnalysisRecord[]): number {
  const failed = records.filter((record) => 'error' in record).length;
  if (failed === 0 && records.length > 0) return 0;
  return failed === records.length ? 1 : 2;
}

function allFailed(groups: readonly InputGroup[], error: AppError): AnalysedGroup[] {
  return groups.map((group) => ({ group, records: group.error === null ? group.clips.map((clip) => failedRecord(clip.path, error)) : [group.error] }));
}

async function analyseAll(wishes: Wishes): Promise<AnalysedGroup[]> {
  const groups = await expandInputs(wishes.paths);
  if (groups.every((group) => group.clips.length === 0)) return allFailed(groups, { code: 'internal', message: '', hint: '' });
  const opened = await openWorkplace({ model: wishes.model, provider: wishes.provider });
  if (!opened.ok) return allFailed(groups, opened.error);
  const workplace = opened.value;
  const bar = createProgressBar(process.stderr);
  const clips = groups.reduce((sum, group) => sum + group.clips.length, 0);
  try {
    return await analyseGroups(workplace, groups, { limit: wishes.limit, guard: wishes.anyway ? 'warn' : 'stop' }, (share, finished) => bar.show(share, `${finished} of ${clips} clips`));
  } finally {
    bar.clear();
    await workplace.close();
  }
}

/** Writes the results; false when the JSON file cannot be written. */
async function print(analysed: readonly AnalysedGroup[], json: string | null): Promise<boolean> {
  // A record a line: a long clip's probabilities would fill screens otherwise.
  const text = (): string => `[${analysed.flatMap((item) => item.records).map((record) => JSON.stringify(record)).join(',\n ')}]\n`;
  if (json === '-') {
    await new Promise((resolve) => process.stdout.write(text(), resolve));
    return true;
  }
  process.stdout.write(`${resultTable(analysed).join('\n')}\n`);
  if (json === null) return true;
  try {
    await writeFile(json, text());
    return true;
  } catch {
    process.stderr.write(`The results could not be written to ${json}. Choose a file that you may write.\n`);
    return false;
  }
}

export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (wishes === null) {
    process.stderr.write(usage);
    return 1;
  }
  const analysed = await analyseAll(wishes);
  const written = await print(analysed, wishes.json);
  return written ? exitCodeOf(analysed.flatMap((item) => item.records)) : 1;
}

/** `npm run -s dicom -- echo|send|find|worklist|retrieve|receive|write`: the same services as in the window, for scripts. */
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { AppError, Result } from '../../preload/domain.ts';
import type { NetworkTask, TaskAnswers, TaskKind, TaskNode } from '../dicom/network/tasks.ts';
import { runTask } from '../dicom/network/tasks.ts';
import { readWishes, usage } from './dicom/arguments.ts';
import type { Wishes } from './dicom/arguments.ts';
import { receive } from './dicom/receive.ts';
import { sentWords, studiesTable, worklistTable } from './dicom/tables.ts';
import { writeReport } from './dicom/write.ts';
import { createProgressBar } from './progress-bar.ts';

async function filesIn(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (!(await stat(path).then((info) => info.isDirectory(), () => false))) found.push(path);
    else found.push(...(await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).toSorted());
  }
  return found;
}

async function print(json: string | null, value: unknown, words: string): Promise<void> {
  if (json === null) process.stdout.write(words);
  else if (json === '-') process.stdout.write(`${JSON.stringify(value)}\n`);
  else await writeFile(json, `${JSON.stringify(value, null, 2)}\n`);
}

async function failed(json: string | null, error: AppError): Promise<number> {
  if (json !== null) await print(json, { error }, '');
  process.stderr.write(`${error.message} ${error.hint} (${error.code})\n`);
  return 1;
}

async function ask<K extends TaskKind>(task: NetworkTask<K>): Promise<Result<TaskAnswers[K]>> {
  const bar = createProgressBar(process.stderr);
  const result = await runTask(task, ({ done, total }) => bar.show(total === 0 ? 0 : done / total, total === 0 ? `${done}` : `${done} of ${total}`));
  bar.clear();
  return result;
}

async function send(node: TaskNode, { files: named, commit, json }: Wishes): Promise<number> {
  const files = await filesIn(named);
  if (files.length === 0) return failed(json, { code: 'file-not-found', message: 'There is nothing to send.', hint: 'Name files or folders.' });
  const sent = await ask({ kind: 'send', node, files, commit });
  if (!sent.ok) return failed(json, sent.error);
  await print(json, { ...sent.value, failed: sent.value.failed.map((one) => ({ ...one, path: files[one.index] })) }, sentWords(sent.value, files));
  return sent.value.stored === files.length ? 0 : sent.value.stored > 0 ? 2 : 1;
}

async function retrieve(node: TaskNode, { study, out, json }: Wishes): Promise<number> {
  const got = await ask({ kind: 'retrieve', node, study, root: resolve(out ?? '.') });
  if (!got.ok) return failed(json, got.error);
  const { completed, failed: missing, paths } = got.value;
  await print(json, got.value, `${completed} retrieved${missing > 0 ? `, ${missing} not` : ''}.\n${paths.map((path) => `${path}\n`).join('')}`);
  return completed === 0 ? 1 : missing > 0 ? 2 : 0;
}

async function atNode(node: TaskNode, wishes: Wishes): Promise<number> {
  const { json, query } = wishes;
  switch (wishes.command) {
    case 'echo': {
      const echoed = await ask({ kind: 'echo', node });
      if (!echoed.ok) return failed(json, echoed.error);
      await print(json, echoed.value, `It answers, in ${echoed.value.ms.toFixed(0)} ms.\n`);
      return 0;
    }
    case 'find': {
      const found = await ask({ kind: 'studies', node, query });
      if (!found.ok) return failed(json, found.error);
      await print(json, found.value, studiesTable(found.value.rows));
      if (found.value.more) process.stderr.write('There are more; ask more precisely.\n');
      return 0;
    }
    case 'worklist': {
      const found = await ask({ kind: 'worklist', node, query });
      if (!found.ok) return failed(json, found.error);
      await print(json, found.value, worklistTable(found.value.rows));
      return 0;
    }
    case 'send': return send(node, wishes);
    default: return retrieve(node, wishes);
  }
}

async function write({ report, out, facts, images, pdf, json }: Wishes): Promise<number> {
  const written = await writeReport({ report: report ?? '', out: out ?? '.', facts, images, pdf });
  if (!written.ok) return failed(json, written.error);
  await print(json, { files: written.value }, written.value.map((path) => `${path}\n`).join(''));
  return 0;
}

/** Exit 0 when all is well, 2 when some objects were not taken, 1 when nothing was done. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args, process.env['PLEURA_DICOM_PASSWORD'] ?? '');
  if (wishes !== null) {
    const { command, out, report, node, study } = wishes;
    if (command === 'receive' && out !== null) return receive(wishes.receiver, resolve(out), wishes.json !== null);
    if (command === 'write' && out !== null && report !== null) return write(wishes);
    const atOther = command !== 'receive' && command !== 'write';
    if (atOther && node !== null && (command !== 'retrieve' || (study !== '' && out !== null))) return atNode(node, wishes);
  }
  process.stderr.write(usage);
  return 1;
}

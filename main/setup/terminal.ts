/** A start without a window: imports and analyses the demo exam, or the named files, with the workstation's own casework, and prints the results. */
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { ExamId, Job, Result } from '../../preload/domain.ts';
import { createWorkstation, intendedUse, type Workstation } from '../casework/workstation.ts';
import { spawnNode } from '../child.ts';
import { createProgressBar } from '../commands/progress-bar.ts';
import { userDataIn } from '../launch-arguments.ts';
import type { Setup } from './downloads.ts';
import { examLines, failureLines } from './exam-text.ts';
import { userDataFolder } from './user-data.ts';

interface Started {
  readonly jobId: string;
  readonly examId: ExamId;
}

function isActive(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

async function startImports(workstation: Workstation, files: readonly string[]): Promise<Result<readonly Started[]>> {
  if (files.length > 0) return workstation.importPaths(files);
  const demo = await workstation.requests['import.demo']({});
  return demo.ok ? { ok: true, value: [demo.value] } : demo;
}

async function jobsOf(workstation: Workstation, examId: ExamId): Promise<readonly Job[]> {
  const jobs = await workstation.requests['jobs.list']({});
  return jobs.ok ? jobs.value.filter((job) => job.examId === examId) : [];
}

/** Starts the analysis of clips that have none and are not about to get one. */
async function analyseRest(workstation: Workstation, examId: ExamId): Promise<void> {
  const exam = await workstation.requests['exams.get']({ examId });
  if (!exam.ok || (await jobsOf(workstation, examId)).some(isActive)) return;
  const clipIds = exam.value.clipRows.filter((clip) => clip.analysisState !== 'done' || (clip.scored < clip.frames && clip.verdict !== 'rejected')).map((clip) => clip.id);
  if (clipIds.length > 0) await workstation.requests['analysis.start']({ clipIds, again: false, despiteGuard: false });
}

/** Waits for every job of the exam, those included that come up meanwhile. Returns all of them. */
async function finish(workstation: Workstation, { jobId, examId }: Started): Promise<readonly Job[]> {
  const ended = [await workstation.ended(jobId)];
  await analyseRest(workstation, examId);
  for (let active = (await jobsOf(workstation, examId)).filter(isActive); active.length > 0; active = (await jobsOf(workstation, examId)).filter(isActive)) {
    ended.push(...(await Promise.all(active.map((job) => workstation.ended(job.id)))));
  }
  return ended;
}

/** Prints an exam and what failed in it. True when every clip has a verdict and nothing failed. */
async function report(setup: Setup, workstation: Workstation, started: Started, jobs: readonly Job[]): Promise<boolean> {
  const failures = jobs.flatMap((job) => (job.state === 'failed' && job.failures.length === 0 ? [{ item: job.title, error: job.error }] : job.failures));
  failureLines(failures).forEach(setup.say);
  const exam = await workstation.requests['exams.get']({ examId: started.examId });
  if (!exam.ok) {
    setup.say(exam.error.message);
    return false;
  }
  examLines(exam.value).forEach(setup.say);
  const analysed = exam.value.clipRows.find((clip) => clip.verdict !== null);
  const clip = analysed === undefined ? null : await workstation.requests['clips.get']({ clipId: analysed.id });
  if (clip?.ok === true && clip.value.analysis !== null) setup.say(`Model ${clip.value.analysis.model.id} ${clip.value.analysis.model.version} on ${clip.value.analysis.provider}.`);
  const whole = exam.value.clipRows.length > 0 && exam.value.clipRows.every((clip) => clip.verdict !== null);
  return whole && jobs.every((job) => job.state === 'done' && job.failures.length === 0);
}

async function work(setup: Setup, workstation: Workstation, files: readonly string[]): Promise<boolean> {
  const started = await startImports(workstation, files);
  if (!started.ok) {
    setup.say(`${started.error.message} ${started.error.hint}`);
    return false;
  }
  const good: boolean[] = [];
  for (const one of started.value) {
    const jobs = await finish(workstation, one);
    good.push(await report(setup, workstation, one, jobs));
  }
  return good.length > 0 && good.every(Boolean);
}

/** Exit code: 0 when all was analysed, 1 otherwise, 130 after Ctrl+C (what was done is kept, and the next start goes on with it). */
export async function analyseInTerminal(setup: Setup, files: readonly string[]): Promise<number> {
  const userData = userDataIn([], process.env) ?? userDataFolder(process.platform, process.env);
  const bar = createProgressBar(process.stderr);
  const opened = await createWorkstation({
    userData,
    bundleRoot: process.env['PLEURA_MODELS'] ?? join(setup.root, 'models', 'bundles'),
    // Providers that are tried and refused complain on stderr; the engine itself reports what it uses.
    spawnEngine: () => spawnNode(fileURLToPath(new URL('../inference/engine.ts', import.meta.url)), [], process.env['PLEURA_DEBUG'] === undefined ? 'ignore' : 'inherit'),
    spawnMedia: () => spawnNode(fileURLToPath(new URL('../media/worker.ts', import.meta.url))),
    emit: (name, event) => {
      if (name === 'job.changed' && 'title' in event && event.state === 'running') bar.show(event.progress, event.title);
    },
  });
  if (!opened.ok) {
    setup.say(`The case log could not be opened: ${opened.error.message} ${opened.error.hint}`);
    return 1;
  }
  const workstation = opened.value;
  const interrupted = Promise.withResolvers<number>();
  const stop = () => interrupted.resolve(130);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  setup.say(files.length === 0 ? 'Analysing the simulated demo exam in the terminal...' : 'Analysing in the terminal...');
  const done = work(setup, workstation, files).then((good) => (good ? 0 : 1));
  const code = await Promise.race([done, interrupted.promise]);
  bar.clear();
  await workstation.stop();
  process.off('SIGINT', stop).off('SIGTERM', stop);
  setup.say(code === 130 ? 'Stopped; the next start goes on with what is left.' : intendedUse);
  setup.say(`Case log: ${join(userData, 'pleura.db')}`);
  return code;
}

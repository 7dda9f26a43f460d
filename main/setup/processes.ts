/** Other programs as setup runs them: with a time limit, without a shell, and never left behind. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import process from 'node:process';

export interface Finished {
  /** Null when it could not be started or was ended by a signal. */
  readonly code: number | null;
  readonly timedOut: boolean;
  /** Everything it printed; the last 200 kB. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly limitMs: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with what it prints as it comes. */
  readonly onOutput?: (text: string) => void;
}

const keptOutput = 200_000;
const running = new Set<ChildProcess>();

/** Ends a program and, where the system has process groups, everything that it started. */
export function endProcess(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' && child.pid !== undefined) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    else if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Ends what `runProgram` still runs: for Ctrl+C. */
export function endRunning(): void {
  for (const child of running) endProcess(child);
}

/** Runs a program to its end or its time limit. Never rejects: a program that is not there has code null. */
export function runProgram(command: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const { promise, resolve } = Promise.withResolvers<Finished>();
  const env = { ...process.env, ...options.env };
  const child = spawn(command, args, { ...(options.cwd === undefined ? {} : { cwd: options.cwd }), env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, detached: process.platform !== 'win32' });
  running.add(child);
  let output = '';
  let timedOut = false;
  const take = (chunk: Buffer) => {
    const text = chunk.toString('utf8');
    output = (output + text).slice(-keptOutput);
    options.onOutput?.(text);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const limit = setTimeout(() => {
    timedOut = true;
    endProcess(child);
  }, options.limitMs);
  const end = (code: number | null) => {
    clearTimeout(limit);
    running.delete(child);
    resolve({ code, timedOut, output });
  };
  child.once('error', () => end(null));
  child.once('close', (code) => end(code));
  return promise;
}

/** First line that `command args` prints, or null when it is not there, fails or takes longer than `limitMs`. */
export function firstLine(command: string, args: readonly string[], limitMs = 10_000): string | null {
  const run = spawnSync(command, [...args], { encoding: 'utf8', timeout: limitMs, windowsHide: true, stdio: ['ignore', 'pipe', 'ignore'] });
  return run.status === 0 ? (run.stdout.split(/\r?\n/, 1)[0] ?? '') : null;
}

/** The line of a failed program's output that says most, for one-line reports. */
export function reasonOf(run: Finished): string {
  if (run.timedOut) return 'it took too long';
  const lines = run.output.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('at '));
  const said = lines.findLast((line) => /error: /i.test(line)) ?? lines.findLast((line) => /error|ENOTFOUND|EAI_AGAIN|ECONN|unable|fail/i.test(line)) ?? lines.at(-1);
  return said === undefined ? `exit code ${run.code ?? 'none'}` : said.slice(0, 160);
}

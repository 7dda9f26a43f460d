/** Downloads by the packages' own scripts: first a quick look whether their host answers, then a generous time limit. */
import process from 'node:process';
import { failedLately, readAttempts, rememberFailure } from './attempts.ts';
import { reasonOf, runProgram } from './processes.ts';

export interface Setup {
  readonly root: string;
  /** One line of progress. */
  readonly say: (line: string) => void;
}

export interface Download {
  /** Name and version: the key under which a failure is remembered. */
  readonly what: string;
  /** Shown in lines: "Electron". */
  readonly title: string;
  /** Address asked first; the script itself decides what it fetches. */
  readonly host: string;
  /** Set when a mirror is configured: then `host` says nothing. */
  readonly mirror?: string | undefined;
  /** Script (JavaScript file) and its arguments. */
  readonly script: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs?: number;
}

const probeMs = 5_000;
const limitMs = 10 * 60_000;

/** True when the host answers anything within five seconds, or when a proxy or mirror makes asking it pointless. */
async function answers({ host, mirror }: Download): Promise<boolean> {
  const proxy = process.env['HTTPS_PROXY'] ?? process.env['https_proxy'] ?? process.env['ALL_PROXY'];
  if (proxy !== undefined || mirror !== undefined) return true;
  try {
    await fetch(host, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(probeMs) });
    return true;
  } catch {
    return false;
  }
}

/** Runs a download script. False, with one line why, when it failed now or less than a day ago. `check` says whether what came is whole. */
export async function download(setup: Setup, item: Download, check: () => boolean): Promise<boolean> {
  const now = Date.now();
  if (failedLately(await readAttempts(setup.root), item.what, now)) {
    setup.say(`${item.title}: could not be downloaded less than a day ago; not tried again (delete node_modules/.cache/pleura to try now).`);
    return false;
  }
  if (!(await answers(item))) {
    setup.say(`${item.title}: cannot be downloaded here, ${new URL(item.host).host} does not answer.`);
    await rememberFailure(setup.root, item.what, now);
    return false;
  }
  setup.say(`${item.title}: downloading...`);
  const run = await runProgram(process.execPath, item.script, { limitMs: item.limitMs ?? limitMs, env: item.env ?? {}, ...(item.cwd === undefined ? {} : { cwd: item.cwd }) });
  if (run.code === 0 && check()) return true;
  setup.say(`${item.title}: the download failed (${reasonOf(run)}).`);
  await rememberFailure(setup.root, item.what, now);
  return false;
}

/** Electron's `utilityProcess`: a plain Node process with a `parentPort`. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { EmulatedEmitter } from './emulated.ts';

interface ForkOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly execArgv?: readonly string[];
  readonly cwd?: string;
  readonly stdio?: 'pipe' | 'inherit' | 'ignore';
  readonly serviceName?: string;
}

const registerFile = new URL('./register-utility.ts', import.meta.url);
const alive = new Set<UtilityProcess>();

export class UtilityProcess extends EmulatedEmitter {
  readonly #child: ChildProcess;
  readonly #serviceName: string;
  #pid: number | undefined;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    const output = options.stdio ?? 'inherit';
    this.#serviceName = options.serviceName ?? 'Node Utility Process';
    this.#child = fork(modulePath, [...args], {
      execArgv: ['--import', registerFile.href, ...(options.execArgv ?? [])],
      env: options.env ?? process.env,
      serialization: 'advanced',
      stdio: ['ignore', output, output, 'ipc'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    alive.add(this);
    this.#child.on('spawn', () => {
      this.#pid = this.#child.pid;
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('error', () => this.#ended(1));
    this.#child.once('exit', (code) => this.#ended(code ?? 1));
  }

  get pid(): number | undefined {
    return this.#pid;
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }

  get serviceName(): string {
    return this.#serviceName;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error('[stand-in] MessagePortMain is not emulated');
    if (this.#child.connected) this.#child.send(message as object);
  }

  kill(): boolean {
    return this.#child.kill();
  }

  #ended(code: number): void {
    if (!alive.delete(this)) return;
    this.#pid = undefined;
    this.emit('exit', code);
  }
}

export function forkUtility(modulePath: string, args: readonly string[] = [], options: ForkOptions = {}): UtilityProcess {
  return new UtilityProcess(modulePath.startsWith('file:') ? modulePath : pathToFileURL(modulePath).pathname, args, options);
}

/** As `app.getAppMetrics`: process ids, and memory in KiB where the system tells. */
export function processMetrics(browserPid: number | null): readonly object[] {
  const own = { pid: process.pid, type: 'Browser', memory: { workingSetSize: Math.round(process.memoryUsage.rss() / 1_024) } };
  const utilities = [...alive].flatMap(({ pid, serviceName }) =>
    pid === undefined ? [] : [{ pid, type: 'Utility', name: serviceName, serviceName: 'node.mojom.NodeService', memory: { workingSetSize: residentKilobytes(pid) } }],
  );
  const tabs = browserPid === null ? [] : [{ pid: browserPid, type: 'Tab', memory: { workingSetSize: residentKilobytes(browserPid) } }];
  return [own, ...tabs, ...utilities];
}

function residentKilobytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

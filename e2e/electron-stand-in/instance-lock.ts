/** One instance a user data folder: a lock file with the owner's process, where a second instance also finds how to call it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { ownPaths } from './server.ts';

interface Owner {
  readonly pid: number;
  /** Tells a process from a later one with the same number; null where the system does not say. */
  readonly startedAt: string | null;
  /** Null until its server listens. */
  readonly port: number | null;
  readonly host: string;
}

export interface SecondInstance {
  readonly argv: readonly string[];
  readonly workingDirectory: string;
  readonly data: unknown;
}

export class InstanceLock {
  readonly #file: string;
  readonly #host: string;
  #owned = false;

  constructor(folder: string, host: string) {
    mkdirSync(folder, { recursive: true });
    this.#file = path.join(folder, 'instance.json');
    this.#host = host;
  }

  /** False when another living process has it. */
  take(): boolean {
    if (this.#owned) return true;
    for (let attempt = 0; attempt < 2 && !this.#owned; attempt++) {
      try {
        writeFileSync(this.#file, JSON.stringify(this.#self(null)), { flag: 'wx', mode: 0o600 });
        this.#owned = true;
        process.once('exit', () => this.release());
      } catch {
        const owner = this.#read();
        if (owner !== null && isAlive(owner)) return false;
        rmSync(this.#file, { force: true });
      }
    }
    return this.#owned;
  }

  /** Tells later instances where to call. */
  listening(port: number): void {
    if (!this.#owned) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#self(port)), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  release(): void {
    if (this.#owned && existsSync(this.#file)) rmSync(this.#file, { force: true });
    this.#owned = false;
  }

  /** Calls the owner; gives up after `waitMs`. */
  async tellOwner(message: SecondInstance, waitMs = 5_000): Promise<void> {
    const end = Date.now() + waitMs;
    while (Date.now() < end) {
      const owner = this.#read();
      if (owner?.port !== null && owner?.port !== undefined && (await post(owner.port, owner.host, JSON.stringify(message)))) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #self(port: number | null): Owner {
    return { pid: process.pid, startedAt: startTime(process.pid), port, host: this.#host };
  }

  #read(): Owner | null {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as Owner;
    } catch {
      return null;
    }
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch {
    return false;
  }
  return owner.startedAt === startTime(owner.pid);
}

/** Field 22 of /proc/<pid>/stat: clock ticks since boot at which the process started. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function post(port: number, host: string, body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, path: ownPaths.secondInstance, method: 'POST', headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode === 204);
    });
    request.on('error', () => resolve(false));
    request.end(body);
  });
}

/**
 * A helper process as its owner sees it: Electron's utilityProcess in the app, a plain Node process on the command line.
 * Owners take a `SpawnChild` as an argument, so that they never know which.
 */
import { fork } from 'node:child_process';
import process from 'node:process';

export interface Child {
  readonly pid: number | undefined;
  /** Structured clone; typed arrays arrive as typed arrays. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whatever ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(signal?: NodeJS.Signals): void;
}

export type SpawnChild = () => Child;

/**
 * What every helper process finds in its environment. ONNX Runtime's official builds report usage to their maker unless this is set before the
 * library loads (docs/Privacy.md of microsoft/onnxruntime); nothing leaves the machine by itself, and no device identifier is written.
 */
export const privateEnvironment = { ORT_DISABLE_TELEMETRY: '1' } as const;

/**
 * Spawns `entry` (a module path) as a plain Node process that ends when its parent does.
 * `stderr: 'ignore'` keeps what native libraries print (graphics drivers do) off the terminal.
 */
export function spawnNode(entry: string, args: readonly string[] = [], stderr: 'inherit' | 'ignore' = 'inherit'): Child {
  const child = fork(entry, [...args], { serialization: 'advanced', stdio: ['ignore', 'ignore', stderr, 'ipc'], env: { ...process.env, ...privateEnvironment } });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let told = false;
      const tell = (code: number | null) => {
        if (!told) listener(code);
        told = true;
      };
      child.once('exit', tell);
      child.once('error', () => tell(null));
    },
    kill: (signal = 'SIGTERM') => child.kill(signal),
  };
}

/** The owner as the helper process sees it. */
export interface Parent {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Connects a helper process to whoever spawned it: parentPort in a utilityProcess, the IPC channel otherwise. */
export function connectParent(): Parent {
  const port = (process as unknown as { readonly parentPort?: UtilityPort }).parentPort;
  if (port !== undefined) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => {
      process.on('message', listener);
    },
  };
}

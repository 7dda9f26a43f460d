/** Preloaded into a utility process: `process.parentPort` over the IPC channel, messages kept until somebody listens. */
import { EventEmitter } from 'node:events';
import process from 'node:process';
import './versions.ts';

class ParentPort extends EventEmitter {
  readonly #waiting: unknown[] = [];
  #listening = false;

  constructor() {
    super();
    this.on('newListener', (name) => {
      if (name === 'message' && !this.#listening) queueMicrotask(() => this.start());
    });
  }

  receive(data: unknown): void {
    if (this.#listening) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  postMessage(message: unknown): void {
    if (process.connected) process.send?.(message);
  }

  start(): void {
    this.#listening = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }
}

const port = new ParentPort();
process.on('message', (message) => port.receive(message));
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: port });
Object.defineProperty(process, 'type', { value: 'utility' });

/** The receiver process as its owner sees it. Started again when it dies, but not for ever: what dies three times within a minute has a reason. */
import type { Child, SpawnChild } from '../../child.ts';
import type { FromReceiver, ToReceiver } from './receiver-messages.ts';
import type { ListenFault, ReceiverEvent, ReceiverSettings } from './receiver-settings.ts';

export type ReceiverState =
  | { readonly state: 'off' }
  | { readonly state: 'starting' }
  | { readonly state: 'listening'; readonly port: number }
  | { readonly state: 'failed'; readonly fault: ListenFault | 'crashed' };

export interface ReceiverHostOptions {
  readonly spawn: SpawnChild;
  readonly root: string;
  readonly onState: (state: ReceiverState) => void;
  readonly onEvent: (event: ReceiverEvent) => void;
}

export interface ReceiverHost {
  state(): ReceiverState;
  /** With other settings where it listens already. */
  start(settings: ReceiverSettings): void;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

const crashesAllowed = 3;
const crashWindowMs = 60_000;

class Host implements ReceiverHost {
  readonly #options: ReceiverHostOptions;
  #state: ReceiverState = { state: 'off' };
  #child: Child | null = null;
  #gone: Promise<void> = Promise.resolve();
  #crashes: number[] = [];
  /** Counts starts and stops: what belongs to an older one is not heard any more. */
  #turn = 0;

  constructor(options: ReceiverHostOptions) {
    this.#options = options;
  }

  state(): ReceiverState {
    return this.#state;
  }

  start(settings: ReceiverSettings): void {
    this.#crashes = [];
    const stopped = this.stop();
    const turn = this.#turn;
    this.#turnTo({ state: 'starting' });
    void stopped.then(() => {
      if (turn === this.#turn) this.#spawn(settings, turn);
    });
  }

  stop(): Promise<void> {
    this.#turn += 1;
    const child = this.#child;
    this.#child = null;
    child?.kill();
    if (this.#state.state !== 'off') this.#turnTo({ state: 'off' });
    return this.#gone;
  }

  #spawn(settings: ReceiverSettings, turn: number): void {
    const child = this.#options.spawn();
    this.#child = child;
    this.#gone = new Promise((resolve) => {
      child.onExit(() => {
        resolve();
        if (turn === this.#turn) this.#died(settings, turn);
      });
    });
    child.onMessage((message) => {
      if (turn === this.#turn) this.#hear(message as FromReceiver);
    });
    child.post({ kind: 'listen', settings, root: this.#options.root } satisfies ToReceiver);
  }

  #hear(message: FromReceiver): void {
    switch (message.kind) {
      case 'listening':
        this.#turnTo({ state: 'listening', port: message.port });
        break;
      case 'not-listening':
        this.#turnTo({ state: 'failed', fault: message.fault });
        this.#turn += 1;
        this.#child?.kill();
        this.#child = null;
        break;
      case 'event':
        this.#options.onEvent(message.event);
        break;
    }
  }

  #died(settings: ReceiverSettings, turn: number): void {
    this.#child = null;
    const now = performance.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < crashWindowMs), now];
    if (this.#crashes.length >= crashesAllowed) {
      this.#turnTo({ state: 'failed', fault: 'crashed' });
      return;
    }
    this.#turnTo({ state: 'starting' });
    this.#spawn(settings, turn);
  }

  #turnTo(state: ReceiverState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

export function createReceiverHost(options: ReceiverHostOptions): ReceiverHost {
  return new Host(options);
}

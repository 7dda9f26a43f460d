/** Our own receiver as casework owns it: its process, what it is doing, and what becomes of that. */
import type { CaseLog } from '../../db/case-log.ts';
import type { ListenerNote, ListenerSettings, ListenerState, ListenerStatus } from '../../preload/archive.ts';
import type { AppError } from '../../preload/domain.ts';
import type { SpawnChild } from '../child.ts';
import { createReceiverHost } from '../dicom/network/receiver-host.ts';
import type { ReceiverState } from '../dicom/network/receiver-host.ts';
import { receiverDefaults } from '../dicom/network/receiver-settings.ts';
import type { ReceiverEvent } from '../dicom/network/receiver-settings.ts';
import { listenerSettings, settleCommitment } from './archive-settings.ts';
import type { CommitmentAnswers } from './archive-settings.ts';
import type { Emit } from './emit.ts';
import { noteOf } from './listener-words.ts';
import type { ReceivedBatches } from './received-batches.ts';

export interface ListenerOptions {
  readonly log: CaseLog;
  readonly spawn: SpawnChild;
  /** Folder of the incoming store. */
  readonly root: string;
  readonly batches: ReceivedBatches;
  readonly answers: CommitmentAnswers;
  readonly emit: Emit;
}

export interface Listener {
  status(): ListenerStatus;
  /** Starts, stops or starts anew, as the settings say. */
  apply(settings: ListenerSettings): void;
  stop(): Promise<void>;
}

const faults: Readonly<Record<Extract<ReceiverState, { state: 'failed' }>['fault'], readonly [code: AppError['code'], message: string, hint: string]>> = {
  'port-taken': ['port-taken', 'Another program listens on this port already.', 'Choose another port, here and on the devices that send.'],
  'port-forbidden': ['port-taken', 'The system does not allow to listen on this port.', 'Choose a port above 1023, for example 11112.'],
  'address-unknown': ['port-taken', 'This machine does not have the address to listen on.', 'Choose this machine only, or all networks.'],
  'store-unwritable': ['storage-failed', 'Nothing can be written where received images go.', 'Check that the disk is not full and the data folder may be written to.'],
  crashed: ['internal', 'The receiver ended again and again.', 'Switch it off and on; if it happens again, report the fault. Received images are safe.'],
};

/** Busy senders make many events a second. */
const tellEveryMs = 200;
const notesKept = 20;

class CaseworkListener implements Listener {
  readonly #options: ListenerOptions;
  readonly #host;
  readonly #open = new Set<number>();
  #received = 0;
  #refused = 0;
  #notes: readonly ListenerNote[] = [];
  #late: NodeJS.Timeout | null = null;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#host = createReceiverHost({
      spawn: options.spawn, root: options.root,
      onState: (state) => {
        // Associations end with their process.
        if (state.state !== 'listening') this.#open.clear();
        this.#tell();
      },
      onEvent: (event) => this.#hear(event),
    });
  }

  status(): ListenerStatus {
    return { listener: this.#state(), openAssociations: this.#open.size, received: this.#received, refused: this.#refused, events: this.#notes };
  }

  apply({ enabled, ...settings }: ListenerSettings): void {
    if (enabled) this.#host.start({ ...receiverDefaults, ...settings });
    else void this.#host.stop();
  }

  async stop(): Promise<void> {
    if (this.#late !== null) clearTimeout(this.#late);
    await this.#host.stop();
  }

  #state(): ListenerState {
    const state = this.#host.state();
    if (state.state !== 'failed') return state;
    const [code, message, hint] = faults[state.fault];
    return { state: 'failed', error: { code, message, hint } };
  }

  #hear(event: ReceiverEvent): void {
    const { log, batches, answers, emit } = this.#options;
    switch (event.kind) {
      case 'opened':
        this.#open.add(event.association);
        break;
      case 'received':
        this.#received += 1;
        batches.add(event.study, event.path, this.#open.size > 0);
        break;
      case 'call-refused':
      case 'object-refused':
        this.#refused += 1;
        break;
      case 'ended':
        this.#open.delete(event.association);
        if (this.#open.size === 0) batches.settle();
        break;
      case 'committed': {
        const examId = settleCommitment(log, answers, event.transaction, event.failed === 0);
        if (examId !== null) emit('archive.sentChanged', { examId });
        break;
      }
      case 'echoed': break;
    }
    const note = noteOf(event, new Date().toISOString());
    if (note !== null) this.#notes = [note, ...this.#notes].slice(0, notesKept);
    this.#tell();
  }

  #tell(): void {
    this.#late ??= setTimeout(() => {
      this.#late = null;
      this.#options.emit('archive.listener', this.status());
    }, tellEveryMs);
  }
}

export function createListener(options: ListenerOptions): Listener {
  return new CaseworkListener(options);
}

/** At the start of the app: the receiver where it is wanted, and what an ended run left behind. */
export function beginListening(log: CaseLog, listener: Listener, batches: ReceivedBatches): void {
  const settings = listenerSettings(log);
  if (settings.enabled) listener.apply(settings);
  void batches.recover();
}

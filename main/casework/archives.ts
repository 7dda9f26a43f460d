/** Everything that has to do with other DICOM nodes, put together: our receiver, questions, studies fetched and results sent. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CaseLog } from '../../db/case-log.ts';
import type { Job } from '../../preload/domain.ts';
import { spawnNode } from '../child.ts';
import type { SpawnChild } from '../child.ts';
import { createNetworkHost } from '../dicom/network/network-host.ts';
import type { NetworkHost } from '../dicom/network/network-host.ts';
import type { CommitmentAnswers } from './archive-settings.ts';
import type { Emit } from './emit.ts';
import { createExchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Importer } from './import-exams.ts';
import type { JobRunner } from './job-runner.ts';
import { createNodePasswords } from './node-passwords.ts';
import type { Keychain, NodePasswords } from './node-passwords.ts';
import { beginListening, createListener } from './listener.ts';
import type { Listener } from './listener.ts';
import { createReceivedBatches } from './received-batches.ts';
import type { PrintReport } from './result-facts.ts';

/** Entries of the helpers: the receiver, and one process a task with another node. */
export const receiverWorkerEntry = fileURLToPath(new URL('../dicom/network/receiver-worker.ts', import.meta.url));
export const networkWorkerEntry = fileURLToPath(new URL('../dicom/network/network-worker.ts', import.meta.url));

export interface ArchivesOptions {
  readonly log: CaseLog;
  readonly root: string;
  readonly storeRoot: string;
  readonly importer: Importer;
  /** Null where nothing prints. */
  readonly print: PrintReport | null;
  readonly runner: () => JobRunner;
  readonly ended: (jobId: string) => Promise<Job>;
  readonly emit: Emit;
  readonly logError: (error: unknown) => void;
  readonly softwareVersion: string;
  /** Null where the system has none. */
  readonly keychain: Keychain | null;
  readonly spawnReceiver: SpawnChild | undefined;
  readonly spawnNetwork: SpawnChild | undefined;
}

export interface Archives {
  readonly network: NetworkHost;
  readonly listener: Listener;
  readonly exchange: Exchange;
  readonly passwords: NodePasswords;
  begin(): Promise<void>;
  stop(): Promise<void>;
}

export function createArchives(options: ArchivesOptions): Archives {
  const { log, root, storeRoot, importer, print, runner, ended, emit, logError, softwareVersion } = options;
  const folders = { incoming: join(root, 'incoming'), outgoing: join(root, 'outgoing') };
  const answers: CommitmentAnswers = new Map();
  const passwords = createNodePasswords(log, options.keychain);
  const network = createNetworkHost(options.spawnNetwork ?? (() => spawnNode(networkWorkerEntry)));
  const batches = createReceivedBatches({ log, root: folders.incoming, importer, ended, logError });
  const listener = createListener({ log, spawn: options.spawnReceiver ?? (() => spawnNode(receiverWorkerEntry)), root: folders.incoming, batches, answers, emit });
  const exchange = createExchange({ log, passwords, network, batches, listener, answers, runner, emit, print, softwareVersion, storeRoot, folders });
  return {
    network, listener, exchange, passwords,
    begin: async () => {
      // What a killed run had written out to send is written again when its job goes on.
      await rm(folders.outgoing, { recursive: true, force: true });
      beginListening(log, listener, batches);
    },
    stop: async () => {
      batches.stop();
      await listener.stop();
    },
  };
}

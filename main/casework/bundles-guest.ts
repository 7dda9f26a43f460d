/** Analyses by a bundle that is not in use: an engine of its own that works quietly beside the one in use, and is gone with its work. */
import type { CaseLog } from '../../db/case-log.ts';
import type { ProviderChoice } from '../../preload/domain.ts';
import type { SpawnChild } from '../child.ts';
import { createClipAnalyser } from './analyse-clips.ts';
import type { ClipAnalyser } from './analyse-clips.ts';
import type { Model } from './bundles-shelf.ts';
import type { Emit } from './emit.ts';
import { createEngineSeat } from './engine-seat.ts';
import { success } from './failures.ts';
import { createScoreLedger } from './score-ledger.ts';

export interface GuestOptions {
  readonly log: CaseLog;
  readonly storeRoot: string;
  readonly spawnEngine: SpawnChild;
  readonly provider: () => ProviderChoice;
  readonly emit: Emit;
  readonly logError: (error: unknown) => void;
}

export interface Guest {
  readonly analyser: ClipAnalyser;
  /** Nothing more is written: what runs is found interrupted at the next start. */
  abandon(): void;
  leave(): Promise<void>;
}

/** Pages follow the bundle in use: of a guest they hear only that a clip's history has grown. */
export function inviteGuest(model: Model, { log, storeRoot, spawnEngine, provider, emit, logError }: GuestOptions): Guest {
  const quiet: Emit = (name, event) => {
    if (name === 'clip.changed') emit(name, event);
  };
  const ledger = createScoreLedger(log, quiet, logError);
  const seat = createEngineSeat({
    spawn: spawnEngine, choose: () => Promise.resolve(success(model)), provider, unusable: () => Promise.resolve(false), onStatus: (status) => analyser.providerChanged(status),
  });
  const analyser = createClipAnalyser({ log, storeRoot, seat, ledger, emit: quiet });
  return {
    analyser,
    abandon: () => {
      ledger.stop();
      analyser.abandon();
    },
    leave: () => seat.stop(),
  };
}

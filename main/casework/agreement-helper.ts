/** The helper process for agreement as main uses it: one process a question, gone with the answer; a newer question ends the one before. */
import type { AgreementReport } from '../../preload/agreement.ts';
import type { Result } from '../../preload/domain.ts';
import type { Child, SpawnChild } from '../child.ts';
import type { FromAgreementWorker, ToAgreementWorker } from './agreement-messages.ts';
import { failure, success } from './failures.ts';

export interface AgreementHelper {
  /** Errors: `cancelled` for a question that a newer one or `stop` ended, `internal` when the process died. */
  report(question: ToAgreementWorker): Promise<Result<AgreementReport>>;
  stop(): void;
}

export function createAgreementHelper(spawn: SpawnChild): AgreementHelper {
  let running: Child | null = null;
  const stop = (): void => {
    running?.kill('SIGKILL');
    running = null;
  };
  return {
    stop,
    report: (question) => {
      stop();
      return new Promise((resolve) => {
        const child = spawn();
        running = child;
        child.onMessage((raw) => {
          if (running !== child) return;
          running = null;
          child.kill();
          resolve(success((raw as FromAgreementWorker).report));
        });
        child.onExit(() => {
          // Answered already, or ended for a newer question.
          resolve(running === child ? failure('internal') : failure('cancelled'));
          if (running === child) running = null;
        });
        child.post(question);
      });
    },
  };
}

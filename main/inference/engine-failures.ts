/** Why the host answers without a result, in words. */
import type { AppError } from '../../preload/domain.ts';

export interface Failure {
  readonly ok: false;
  readonly error: AppError;
}

function failure(code: AppError['code'], message: string, hint: string): Failure {
  return { ok: false, error: { code, message, hint } };
}

export const cancelled = failure('cancelled', 'The analysis was cancelled.', 'Frames scored so far are kept.');
export const crashedOnClip = failure('engine-crashed', 'The engine stopped several times on this clip.', 'The other clips go on. Try the clip with another provider, or import it again.');
export const crashed = failure('engine-crashed', 'The engine stopped several times in a row.', 'Start the analysis again; choose the provider "cpu" in the settings if it happens again.');
export const conflict = failure('conflict', 'This analysis is running already.', 'Wait for it, or cancel it first.');

export const explanationCancelled = failure('cancelled', 'The explanation was cancelled.', 'Ask for it again when you want it.');
export const explanationRuns = failure('conflict', 'This explanation is running already.', 'Wait for it, or cancel it first.');
export const crashedOnFrame = failure('engine-crashed', 'The engine stopped several times while it explained this frame.', 'Try another frame, or choose another provider.');

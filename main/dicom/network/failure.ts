/** What talking to another node ended with, in the user's words. Never a name or a path. */
import type { AppError, ErrorCode } from '../../../preload/domain.ts';
import { storageFailure } from '../../media/failure.ts';
import { asFault } from './faults.ts';
import type { FaultKind, NetworkFault } from './faults.ts';

type Code = Extract<ErrorCode, 'peer-unreachable' | 'peer-refused' | 'peer-failed'>;

const words: Readonly<Record<FaultKind, readonly [code: Code, message: string, hint: string]>> = {
  unreachable: ['peer-unreachable', 'Nobody answers at this address.', 'Check host and port, and that the archive is running and lets this machine through.'],
  timeout: ['peer-unreachable', 'The other side did not answer in time.', 'Try again; if it stays silent, check the network between the two.'],
  tls: ['peer-unreachable', 'No safe connection could be made.', "Check that the other side speaks TLS, and that this machine trusts its certificate's authority."],
  rejected: ['peer-refused', 'The other side rejected the call', 'Check both AE titles, and that the other side knows ours with this address.'],
  'not-supported': ['peer-refused', 'The other side does not offer this', 'Choose another way or another node; the one there cannot do it.'],
  status: ['peer-refused', 'The other side refused the request', 'Its own log says why; nothing here was lost.'],
  lost: ['peer-failed', 'The connection broke before the end.', 'Try again: what has arrived is kept and recognised.'],
  malformed: ['peer-failed', 'The other side does not speak DICOM as the standard says.', 'Check that host and port are those of a DICOM service.'],
};

export interface NetworkFailure {
  readonly ok: false;
  readonly error: AppError;
}

function detailOf({ kind, message, status }: NetworkFault): string {
  if (kind === 'status') return `${status === null ? '' : ` (status 0x${status.toString(16).toUpperCase().padStart(4, '0')})`}${message === '' ? '' : `: ${message}`}.`;
  return kind === 'rejected' || kind === 'not-supported' ? `: ${message}.` : '';
}

/** The failed result of a fault; storage failures as the media room says them. Rethrows what is a bug. */
export function networkFailure(thrown: unknown): NetworkFailure {
  const fault = asFault(thrown);
  if (fault !== null) {
    const [code, message, hint] = words[fault.kind];
    return { ok: false, error: { code, message: `${message}${detailOf(fault)}`, hint } };
  }
  if (thrown instanceof Error && 'code' in thrown) return storageFailure(thrown);
  throw thrown;
}

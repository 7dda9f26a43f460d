/** How talking to another DICOM node ends early. Thrown inside this room; its tasks turn them into results. */
import { errnoOf } from '../../media/failure.ts';
import { Malformed } from './byte-reader.ts';

export type FaultKind =
  /** Nobody listens there, or the name or address is unknown. */
  | 'unreachable'
  /** It did not answer in time. */
  | 'timeout'
  /** It rejected the association. */
  | 'rejected'
  /** It took none of the offered presentation contexts. */
  | 'not-supported'
  /** It aborted, or the connection broke. */
  | 'lost'
  /** It said what the standard does not allow. */
  | 'malformed'
  /** It answered a request with a failure status. */
  | 'status'
  /** Wrong certificate, or no TLS spoken there. */
  | 'tls';

export class NetworkFault extends Error {
  readonly kind: FaultKind;
  /** Of a failed request (PS3.7 annex C); null otherwise. */
  readonly status: number | null;

  constructor(kind: FaultKind, message: string, status: number | null = null) {
    super(message);
    this.name = 'NetworkFault';
    this.kind = kind;
    this.status = status;
  }
}

const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EACCES']);

/** Any thrown value as a fault of the network, or null where it is none (a bug, or a full disk). */
export function asFault(thrown: unknown): NetworkFault | null {
  if (thrown instanceof NetworkFault) return thrown;
  if (thrown instanceof Malformed) return new NetworkFault('malformed', thrown.message);
  const code = errnoOf(thrown);
  if (code === null) return null;
  if (unreachable.has(code)) return new NetworkFault('unreachable', code);
  if (code === 'ETIMEDOUT') return new NetworkFault('timeout', code);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ERR_STREAM_WRITE_AFTER_END') return new NetworkFault('lost', code);
  return code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || /CERT|SELF_SIGNED|SIGNATURE/.test(code) || code === 'EPROTO' ? new NetworkFault('tls', code) : null;
}

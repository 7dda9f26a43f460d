/** The side that is called. */
import type { Socket } from 'node:net';
import { Association, writeUnit } from './association.ts';
import type { NegotiatedContext } from './association.ts';
import { Malformed } from './byte-reader.ts';
import { NetworkFault } from './faults.ts';
import { implementationClass, implementationVersion, ownMaxLength } from './identity.ts';
import type { AnsweredContext, AssociateReject, AssociateRequest } from './pdu.ts';
import { encodePdu } from './pdu-encode.ts';
import { readPdus } from './pdu-stream.ts';

export type Answer = { readonly accepted: true; readonly contexts: readonly AnsweredContext[] } | { readonly accepted: false; readonly reject: AssociateReject };

export interface AcceptOptions {
  readonly decide: (request: AssociateRequest) => Answer;
  /** Time for the request to come (the standard's ARTIM timer). */
  readonly requestMs: number;
  /** Longest silence of the caller afterwards. */
  readonly idleMs: number;
}

/** The open association, or null where `decide` rejected it. Throws `NetworkFault` and `Malformed` after telling the caller. */
export async function acceptAssociation(socket: Socket, { decide, requestMs, idleMs }: AcceptOptions): Promise<Association | null> {
  socket.on('error', () => undefined);
  socket.setNoDelay(true);
  const artim = setTimeout(() => socket.destroy(new NetworkFault('timeout', 'no request in time')), requestMs);
  const units = readPdus(socket, ownMaxLength);
  try {
    const first = await units.next();
    if (first.done === true) throw new NetworkFault('lost', 'the connection ended without a request');
    const request = first.value;
    if (request.kind !== 'associate-request') throw new Malformed('the first unit is no request');
    const answer = decide(request);
    if (!answer.accepted) {
      socket.end(encodePdu(answer.reject));
      setTimeout(() => socket.destroy(), 1_000).unref();
      return null;
    }
    const { called, calling, maxLength } = request;
    await writeUnit(socket, { kind: 'associate-accept', called, calling, contexts: answer.contexts, roles: [], maxLength: ownMaxLength, implementationClass, implementationVersion });
    socket.setTimeout(idleMs, () => socket.destroy(new NetworkFault('timeout', 'silence for too long')));
    return new Association({ socket, units, contexts: negotiated(request, answer.contexts), peerMaxLength: maxLength, calling, called });
  } catch (error) {
    if (error instanceof Malformed && socket.writable) socket.end(encodePdu({ kind: 'abort', source: 2, reason: 2 }));
    setTimeout(() => socket.destroy(), 500).unref();
    throw error;
  } finally {
    clearTimeout(artim);
  }
}

function negotiated(request: AssociateRequest, answers: readonly AnsweredContext[]): readonly NegotiatedContext[] {
  return answers.flatMap(({ id, result, transferSyntax }) => {
    const proposed = request.contexts.find((context) => context.id === id);
    return result === 0 && proposed !== undefined ? [{ id, abstractSyntax: proposed.abstractSyntax, transferSyntax }] : [];
  });
}

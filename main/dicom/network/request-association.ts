/** The side that opens an association. */
import { connect as connectPlain } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Association, writeUnit } from './association.ts';
import type { NegotiatedContext } from './association.ts';
import { NetworkFault } from './faults.ts';
import { implementationClass, implementationVersion, ownMaxLength } from './identity.ts';
import { applicationContext } from './pdu.ts';
import type { AssociateReject, Pdu, ProposedContext, Role } from './pdu.ts';
import { readPdus } from './pdu-stream.ts';

export interface Peer {
  readonly host: string;
  readonly port: number;
  /** AE title of the other side. */
  readonly called: string;
  /** Our own. */
  readonly calling: string;
  /** Encrypted, its certificate checked (see trust.ts); else plain TCP. */
  readonly tls: boolean;
}

export interface AssociationWish {
  readonly contexts: readonly ProposedContext[];
  readonly roles: readonly Role[];
  readonly connectMs: number;
  /** Longest silence of the other side. */
  readonly idleMs: number;
}

/** Reasons of A-ASSOCIATE-RJ that a person can do something about (PS3.8 table 9-21), by source and reason. */
const rejectReasons: Readonly<Record<string, string>> = {
  '1.2': 'it does not speak DICOM applications of this kind',
  '1.3': 'it does not know our AE title',
  '1.7': 'it has another AE title',
  '2.2': 'it speaks another version of the protocol',
  '3.1': 'it is busy at the moment',
  '3.2': 'it has no free place at the moment',
};

export function rejectWords({ source, reason }: AssociateReject): string {
  return rejectReasons[`${source}.${reason}`] ?? 'it gives no reason';
}

async function open({ host, port, tls }: Peer, connectMs: number): Promise<Socket> {
  const socket = tls ? connectTls({ host, port }) : connectPlain({ host, port, noDelay: true });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => socket.destroy(new NetworkFault('timeout', 'no connection in time')), connectMs);
    socket.once('error', (error: Error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/** Connects, negotiates, and answers with the open association. Throws `NetworkFault`, `Malformed` and errors of the system. */
export async function requestAssociation(peer: Peer, wish: AssociationWish): Promise<Association> {
  const socket = await open(peer, wish.connectMs);
  // Faults come out of the reading and writing; without a listener they would end the process.
  socket.on('error', () => undefined);
  socket.setTimeout(wish.idleMs, () => socket.destroy(new NetworkFault('timeout', 'silence for too long')));
  const units = readPdus(socket, ownMaxLength);
  const { called, calling } = peer;
  try {
    await writeUnit(socket, {
      kind: 'associate-request', called, calling, applicationContext, contexts: wish.contexts, roles: wish.roles, maxLength: ownMaxLength, implementationClass, implementationVersion,
    });
    const first = await units.next();
    if (first.done === true) throw new NetworkFault('lost', 'the connection ended without an answer');
    return associationOf(first.value, peer, wish, { socket, units });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function associationOf(answer: Pdu, { called, calling }: Peer, wish: AssociationWish, line: { readonly socket: Socket; readonly units: AsyncGenerator<Pdu, void, undefined> }): Association {
  switch (answer.kind) {
    case 'associate-accept': {
      const contexts = answer.contexts.flatMap(({ id, result, transferSyntax }): NegotiatedContext[] => {
        const proposed = wish.contexts.find((context) => context.id === id);
        return result === 0 && proposed !== undefined ? [{ id, abstractSyntax: proposed.abstractSyntax, transferSyntax }] : [];
      });
      return new Association({ ...line, contexts, peerMaxLength: answer.maxLength, calling, called });
    }
    case 'associate-reject': throw new NetworkFault('rejected', rejectWords(answer));
    case 'abort': throw new NetworkFault('lost', 'aborted instead of an answer');
    default: throw new NetworkFault('malformed', 'another unit than an answer to the request');
  }
}

/** Contexts with odd ids in the order given; at most 128 of them fit. */
export function contextsOf(wanted: readonly { readonly abstractSyntax: string; readonly transferSyntaxes: readonly string[] }[]): readonly ProposedContext[] {
  return wanted.slice(0, 128).map((context, index) => ({ id: 2 * index + 1, ...context }));
}

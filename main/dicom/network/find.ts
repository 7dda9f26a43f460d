import type { Association, NegotiatedContext } from './association.ts';
import { commandField } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { collectDataSet, decodeIdentifier, encodeIdentifier, oneBuffer } from './identifier.ts';
import type { Element, Identifier } from './identifier.ts';
import { contextsOf, requestAssociation } from './request-association.ts';
import type { Peer } from './request-association.ts';
import { explicitLittle, implicitLittle, isPending, status } from './sop-classes.ts';

export interface FindWish {
  readonly sopClass: string;
  readonly identifier: readonly Element[];
  /** More matches than this are not waited for: the query is cancelled and says so. */
  readonly limit: number;
  readonly waitMs: number;
}

export interface Found {
  readonly matches: readonly Identifier[];
  readonly more: boolean;
}

async function answers(association: Association, context: NegotiatedContext, messageId: number, limit: number): Promise<Found> {
  const matches: Identifier[] = [];
  let cancelled = false;
  for (;;) {
    const message = await association.receive();
    if (message === null) throw new NetworkFault('lost', 'released before the last answer');
    const { command, dataSet } = message;
    if (command.respondsTo !== messageId) continue;
    const code = command.status ?? status.success;
    if (isPending(code)) {
      if (dataSet !== null && matches.length < limit) matches.push(decodeIdentifier(await collectDataSet(dataSet), context.transferSyntax));
      else if (!cancelled) {
        cancelled = true;
        await association.send(context, { field: commandField.cancelRequest, hasDataSet: false, respondsTo: messageId });
      }
      continue;
    }
    if (code !== status.success && code !== status.cancelled) throw new NetworkFault('status', command.errorComment ?? '', code);
    return { matches, more: cancelled };
  }
}

/** Asks an archive or a worklist (C-FIND). Throws `NetworkFault`. */
export async function find(peer: Peer, { sopClass, identifier, limit, waitMs }: FindWish): Promise<Found> {
  const contexts = contextsOf([{ abstractSyntax: sopClass, transferSyntaxes: [explicitLittle, implicitLittle] }]);
  const association = await requestAssociation(peer, { contexts, roles: [], connectMs: waitMs, idleMs: waitMs });
  const context = association.contextFor(sopClass);
  if (context === null) {
    await association.release();
    throw new NetworkFault('not-supported', 'it answers no queries of this kind');
  }
  const messageId = association.newMessageId();
  const body = encodeIdentifier(identifier, context.transferSyntax);
  await association.send(context, { field: commandField.findRequest, hasDataSet: true, affectedClass: sopClass, messageId, priority: 0 }, oneBuffer(body));
  const found = await answers(association, context, messageId, limit);
  await association.release();
  return found;
}

/** Storage commitment (PS3.4 annex J): the archive says that it keeps what it was sent. */
import { randomUUID } from 'node:crypto';
import { commandField } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { collectDataSet, decodeIdentifier, encodeIdentifier, oneBuffer } from './identifier.ts';
import type { Element } from './identifier.ts';
import { contextsOf, requestAssociation } from './request-association.ts';
import type { Peer } from './request-association.ts';
import { explicitLittle, implicitLittle, status, storageCommitment, storageCommitmentInstance } from './sop-classes.ts';
import { uidOfUuid } from '../uid.ts';

export interface Commitment {
  readonly transaction: string;
  readonly stored: number;
  readonly failed: number;
}

export interface CommitmentWish {
  readonly instances: readonly { readonly sopClass: string; readonly sopInstance: string }[];
  readonly connectMs: number;
  /** How long the answer is waited for on the same association; archives may also call back later. */
  readonly waitMs: number;
}

/** From an N-EVENT-REPORT's data set; null where it names no transaction. */
export async function readCommitment(dataSet: AsyncIterable<Buffer>, transferSyntax: string): Promise<Commitment | null> {
  const identifier = decodeIdentifier(await collectDataSet(dataSet), transferSyntax);
  const transaction = identifier.text('00081195');
  return transaction === '' ? null : { transaction, stored: identifier.items('00081199').length, failed: identifier.items('00081198').length };
}

/** The archive's answer, or null where it took the request and will call back. Throws `NetworkFault`. */
export async function requestCommitment(peer: Peer, wish: CommitmentWish): Promise<{ readonly transaction: string; readonly answer: Commitment | null }> {
  const transaction = uidOfUuid(randomUUID());
  const contexts = contextsOf([{ abstractSyntax: storageCommitment, transferSyntaxes: [explicitLittle, implicitLittle] }]);
  const association = await requestAssociation(peer, { contexts, roles: [], connectMs: wish.connectMs, idleMs: wish.waitMs });
  const context = association.contextFor(storageCommitment);
  if (context === null) {
    await association.release();
    throw new NetworkFault('not-supported', 'it gives no storage commitment');
  }
  const items = wish.instances.map(({ sopClass, sopInstance }): readonly Element[] => [{ tag: '00081150', vr: 'UI', value: sopClass }, { tag: '00081155', vr: 'UI', value: sopInstance }]);
  const body = encodeIdentifier([{ tag: '00081195', vr: 'UI', value: transaction }, { tag: '00081199', vr: 'SQ', items }], context.transferSyntax);
  await association.send(context, {
    field: commandField.actionRequest, hasDataSet: true, messageId: association.newMessageId(), requestedClass: storageCommitment,
    requestedInstance: storageCommitmentInstance, actionType: 1,
  }, oneBuffer(body));
  let answer: Commitment | null = null;
  try {
    for (let taken = false; !taken || answer === null;) {
      const message = await association.receive();
      if (message === null) return { transaction, answer };
      if (message.command.field === commandField.eventRequest) {
        answer = message.dataSet === null ? null : await readCommitment(message.dataSet, message.context.transferSyntax);
        await association.send(message.context, {
          field: commandField.eventResponse, hasDataSet: false, status: status.success, respondsTo: message.command.messageId ?? 0,
          affectedClass: storageCommitment, affectedInstance: storageCommitmentInstance, eventType: message.command.eventType ?? 1,
        });
      } else if (message.command.field === commandField.actionResponse) {
        taken = true;
        const code = message.command.status ?? status.success;
        if (code !== status.success) throw new NetworkFault('status', message.command.errorComment ?? '', code);
      }
    }
  } catch (error) {
    // Taken, but silent so far: the answer may come as a call of its own.
    if (error instanceof NetworkFault && error.kind === 'timeout') return { transaction, answer };
    throw error;
  }
  await association.release();
  return { transaction, answer };
}

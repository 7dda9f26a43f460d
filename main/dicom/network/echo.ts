import { commandField } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { contextsOf, requestAssociation } from './request-association.ts';
import type { Peer } from './request-association.ts';
import { explicitLittle, implicitLittle, status, verification } from './sop-classes.ts';

/** Asks whether the other side is there and knows us (C-ECHO); milliseconds from call to answer. Throws `NetworkFault`. */
export async function echo(peer: Peer, waitMs: number): Promise<number> {
  const began = performance.now();
  const contexts = contextsOf([{ abstractSyntax: verification, transferSyntaxes: [explicitLittle, implicitLittle] }]);
  const association = await requestAssociation(peer, { contexts, roles: [], connectMs: waitMs, idleMs: waitMs });
  const context = association.contextFor(verification);
  if (context === null) throw new NetworkFault('not-supported', 'it does not answer C-ECHO');
  await association.send(context, { field: commandField.echoRequest, hasDataSet: false, affectedClass: verification, messageId: association.newMessageId() });
  const answer = await association.receive();
  const code = answer?.command.status ?? null;
  if (code !== status.success) throw new NetworkFault('status', answer?.command.errorComment ?? '', code);
  await association.release();
  return performance.now() - began;
}

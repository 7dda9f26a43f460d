/** Fetches a study from an archive: on the same association (C-GET), or sent to our own receiver (C-MOVE). */
import type { Association, Message, NegotiatedContext } from './association.ts';
import { commandField } from './command-set.ts';
import { NetworkFault } from './faults.ts';
import { encodeIdentifier, oneBuffer } from './identifier.ts';
import type { Element } from './identifier.ts';
import { createIncomingStore } from './incoming-store.ts';
import type { IncomingStore, KeptObject } from './incoming-store.ts';
import { contextsOf, requestAssociation } from './request-association.ts';
import type { Peer } from './request-association.ts';
import { explicitLittle, implicitLittle, isPending, isWarning, receivedClasses, status, studyGet, studyMove } from './sop-classes.ts';

export interface RetrieveWish {
  readonly study: string;
  /** Null for the whole study. */
  readonly series: string | null;
  readonly waitMs: number;
  readonly onProgress: (progress: RetrieveProgress) => void;
}

/** As the archive counts; `remaining` is 0 where it does not say. */
export interface RetrieveProgress {
  readonly completed: number;
  readonly failed: number;
  readonly remaining: number;
}

function identifierOf({ study, series }: RetrieveWish): readonly Element[] {
  const level: Element = { tag: '00080052', vr: 'CS', value: series === null ? 'STUDY' : 'SERIES' };
  const one: Element = { tag: '0020000d', vr: 'UI', value: study };
  return series === null ? [level, one] : [level, one, { tag: '0020000e', vr: 'UI', value: series }];
}

/** One context for each, so that an archive sends what it has as it has it; ultrasound devices write little else. */
const fetchedSyntaxes: readonly (readonly string[])[] = [
  [explicitLittle, implicitLittle],
  ...['5', '4.50', '4.51', '4.57', '4.70', '4.80', '4.81', '4.90', '4.91', '4.100', '4.102', '4.103', '4.107'].map((tail) => [`1.2.840.10008.1.2.${tail}`]),
];

async function ask(association: Association, sopClass: string, field: number, wish: RetrieveWish, destination: string | null): Promise<{ readonly context: NegotiatedContext; readonly messageId: number }> {
  const context = association.contextFor(sopClass);
  if (context === null) {
    await association.release();
    throw new NetworkFault('not-supported', destination === null ? 'it does not send on the same association' : 'it does not send to others');
  }
  const messageId = association.newMessageId();
  await association.send(context, {
    field, hasDataSet: true, affectedClass: sopClass, messageId, priority: 0, ...(destination === null ? {} : { moveDestination: destination }),
  }, oneBuffer(encodeIdentifier(identifierOf(wish), context.transferSyntax)));
  return { context, messageId };
}

/** Follows the archive's count to its last answer; `other` gets what is no answer. Returns the final counts. */
async function follow(association: Association, messageId: number, wish: RetrieveWish, other: (message: Message) => Promise<void>): Promise<RetrieveProgress> {
  let last: RetrieveProgress = { completed: 0, failed: 0, remaining: 0 };
  for (;;) {
    const message = await association.receive();
    if (message === null) throw new NetworkFault('lost', 'released before the last answer');
    const { command } = message;
    if (command.respondsTo !== messageId || command.status === undefined) {
      await other(message);
      continue;
    }
    const { completed = last.completed, warned = 0, failed = last.failed, remaining = 0, status: code } = command;
    last = { completed: completed + warned, failed, remaining };
    wish.onProgress(last);
    if (isPending(code)) continue;
    if (code !== status.success && !isWarning(code)) throw new NetworkFault('status', command.errorComment ?? '', code);
    return last;
  }
}

async function takeObject(store: IncomingStore, { context, command, dataSet }: Message, source: string): Promise<KeptObject | null> {
  if (dataSet === null || command.affectedInstance === undefined) return null;
  const reception = await store.begin({ sopClass: context.abstractSyntax, sopInstance: command.affectedInstance, transferSyntax: context.transferSyntax, source });
  try {
    for await (const piece of dataSet) await reception.write(piece);
    const outcome = await reception.keep();
    return outcome.kept ? outcome.object : null;
  } catch (error) {
    await reception.drop().catch(() => undefined);
    throw error;
  }
}

/** Objects land in the incoming store at `root`. Throws `NetworkFault`, and errors of the file system. */
export async function getStudy(peer: Peer, root: string, wish: RetrieveWish): Promise<{ readonly objects: readonly KeptObject[]; readonly counts: RetrieveProgress }> {
  const classes = Object.keys(receivedClasses);
  const storage = classes.flatMap((abstractSyntax) => fetchedSyntaxes.map((transferSyntaxes) => ({ abstractSyntax, transferSyntaxes })));
  const contexts = contextsOf([{ abstractSyntax: studyGet, transferSyntaxes: [explicitLittle, implicitLittle] }, ...storage]);
  const roles = classes.map((sopClass) => ({ sopClass, scu: false, scp: true }));
  const association = await requestAssociation(peer, { contexts, roles, connectMs: wish.waitMs, idleMs: wish.waitMs });
  const { messageId } = await ask(association, studyGet, commandField.getRequest, wish, null);
  const store = createIncomingStore(root);
  const objects: KeptObject[] = [];
  const counts = await follow(association, messageId, wish, async (message) => {
    if (message.command.field !== commandField.storeRequest) return;
    const object = await takeObject(store, message, peer.called);
    if (object !== null) objects.push(object);
    const { affectedClass = '', affectedInstance = '', messageId: respondsTo = 0 } = message.command;
    await association.send(message.context, {
      field: commandField.storeResponse, hasDataSet: false, status: object === null ? status.cannotUnderstand : status.success, respondsTo, affectedClass, affectedInstance,
    });
  });
  await association.release();
  return { objects, counts };
}

/** Has the archive send the study to the AE title `destination`, which it must know. Throws `NetworkFault`. */
export async function moveStudy(peer: Peer, destination: string, wish: RetrieveWish): Promise<RetrieveProgress> {
  const contexts = contextsOf([{ abstractSyntax: studyMove, transferSyntaxes: [explicitLittle, implicitLittle] }]);
  const association = await requestAssociation(peer, { contexts, roles: [], connectMs: wish.waitMs, idleMs: wish.waitMs });
  const { messageId } = await ask(association, studyMove, commandField.moveRequest, wish, destination);
  const counts = await follow(association, messageId, wish, () => Promise.resolve());
  await association.release();
  return counts;
}

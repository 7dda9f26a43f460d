/** Whom the receiver lets in, and what it offers to take: decided from the request alone. */
import type { Answer } from './accept-association.ts';
import { applicationContext } from './pdu.ts';
import type { AnsweredContext, AssociateReject, AssociateRequest, ProposedContext } from './pdu.ts';
import type { ReceiverSettings, RefusedCall } from './receiver-settings.ts';
import { deflated, explicitLittle, implicitLittle, readTransferSyntaxes, receivedClasses, storageCommitment, verification } from './sop-classes.ts';

/** Result, source and reason of the rejection (PS3.8 table 9-21). */
const rejections: Readonly<Record<RefusedCall, AssociateReject>> = {
  'other-application': { kind: 'associate-reject', result: 1, source: 1, reason: 2 },
  'unknown-caller': { kind: 'associate-reject', result: 1, source: 1, reason: 3 },
  'other-ae-title': { kind: 'associate-reject', result: 1, source: 1, reason: 7 },
  'too-many': { kind: 'associate-reject', result: 2, source: 3, reason: 2 },
};

function answer(context: ProposedContext): AnsweredContext {
  const { id, abstractSyntax, transferSyntaxes } = context;
  const plain = abstractSyntax === verification || abstractSyntax === storageCommitment;
  if (!plain && !(abstractSyntax in receivedClasses)) return { id, result: 3, transferSyntax: implicitLittle };
  const known = plain ? [explicitLittle, implicitLittle] : readTransferSyntaxes;
  const offered = transferSyntaxes.filter((syntax) => known.includes(syntax));
  // The sender's own first choice, so that it need not convert anything; deflated only where there is nothing else.
  const chosen = offered.find((syntax) => syntax !== deflated) ?? offered[0];
  return chosen === undefined ? { id, result: 4, transferSyntax: implicitLittle } : { id, result: 0, transferSyntax: chosen };
}

/** Why the caller is refused, or null. */
export function refusal(request: AssociateRequest, settings: ReceiverSettings, openAssociations: number): RefusedCall | null {
  if (request.applicationContext !== applicationContext) return 'other-application';
  if (request.called !== settings.aeTitle.trim()) return 'other-ae-title';
  if (settings.callers !== 'any' && !settings.callers.some((caller) => caller.trim() === request.calling)) return 'unknown-caller';
  return openAssociations >= settings.maxAssociations ? 'too-many' : null;
}

export function answerTo(request: AssociateRequest, refused: RefusedCall | null): Answer {
  return refused === null ? { accepted: true, contexts: request.contexts.map(answer) } : { accepted: false, reject: rejections[refused] };
}

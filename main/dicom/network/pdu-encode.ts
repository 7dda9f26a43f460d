import { applicationContext } from './pdu.ts';
import type { AnsweredContext, AssociateAccept, AssociateRequest, DataValue, Pdu, ProposedContext, UserInformation } from './pdu.ts';

function unit(type: number, content: Buffer): Buffer {
  const header = Buffer.alloc(6);
  header.writeUInt8(type, 0);
  header.writeUInt32BE(content.length, 2);
  return Buffer.concat([header, content]);
}

function item(type: number, content: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt8(type, 0);
  header.writeUInt16BE(content.length, 2);
  return Buffer.concat([header, content]);
}

function textItem(type: number, text: string): Buffer {
  return item(type, Buffer.from(text, 'latin1'));
}

/** 16 characters, padded with spaces. */
function title(text: string): Buffer {
  return Buffer.from(text.slice(0, 16).padEnd(16, ' '), 'latin1');
}

function proposed({ id, abstractSyntax, transferSyntaxes }: ProposedContext): Buffer {
  return item(0x20, Buffer.concat([Buffer.from([id, 0, 0, 0]), textItem(0x30, abstractSyntax), ...transferSyntaxes.map((uid) => textItem(0x40, uid))]));
}

function answered({ id, result, transferSyntax }: AnsweredContext): Buffer {
  return item(0x21, Buffer.concat([Buffer.from([id, 0, result, 0]), textItem(0x40, transferSyntax)]));
}

function userInformation({ maxLength, implementationClass, implementationVersion, roles }: UserInformation): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(maxLength);
  const selections = roles.map(({ sopClass, scu, scp }) => {
    const uid = Buffer.from(sopClass, 'latin1');
    const size = Buffer.alloc(2);
    size.writeUInt16BE(uid.length);
    return item(0x54, Buffer.concat([size, uid, Buffer.from([scu ? 1 : 0, scp ? 1 : 0])]));
  });
  return item(0x50, Buffer.concat([item(0x51, length), textItem(0x52, implementationClass), ...selections, textItem(0x55, implementationVersion)]));
}

function associate(type: number, pdu: AssociateRequest | AssociateAccept, contexts: readonly Buffer[]): Buffer {
  const version = Buffer.from([0, 1, 0, 0]);
  return unit(type, Buffer.concat([version, title(pdu.called), title(pdu.calling), Buffer.alloc(32), textItem(0x10, applicationContext), ...contexts, userInformation(pdu)]));
}

function dataValue({ contextId, command, last, bytes }: DataValue): readonly Buffer[] {
  const header = Buffer.alloc(6);
  header.writeUInt32BE(bytes.length + 2);
  header.writeUInt8(contextId, 4);
  header.writeUInt8((command ? 1 : 0) | (last ? 2 : 0), 5);
  return [header, bytes];
}

/** The unit's bytes as they go over the network. */
export function encodePdu(pdu: Pdu): Buffer {
  switch (pdu.kind) {
    case 'associate-request': return associate(0x01, pdu, pdu.contexts.map(proposed));
    case 'associate-accept': return associate(0x02, pdu, pdu.contexts.map(answered));
    case 'associate-reject': return unit(0x03, Buffer.from([0, pdu.result, pdu.source, pdu.reason]));
    case 'data': return unit(0x04, Buffer.concat(pdu.values.flatMap(dataValue)));
    case 'release-request': return unit(0x05, Buffer.alloc(4));
    case 'release-response': return unit(0x06, Buffer.alloc(4));
    case 'abort': return unit(0x07, Buffer.from([0, 0, pdu.source, pdu.reason]));
  }
}

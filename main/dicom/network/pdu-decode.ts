import { ByteReader, Malformed } from './byte-reader.ts';
import type { AnsweredContext, ContextResult, DataValue, Pdu, ProposedContext, Role, UserInformation } from './pdu.ts';

interface Item {
  readonly type: number;
  readonly content: ByteReader;
}

function items(reader: ByteReader): readonly Item[] {
  const found: Item[] = [];
  while (reader.left > 0) {
    const type = reader.byte();
    reader.skip(1);
    found.push({ type, content: new ByteReader(reader.take(reader.short())) });
  }
  return found;
}

const uidPattern = /^[0-9.]{1,64}$/;

function uidOf(content: ByteReader): string {
  const uid = content.text(content.left);
  if (!uidPattern.test(uid)) throw new Malformed('a UID has other characters than digits and dots');
  return uid;
}

function proposedContext(content: ByteReader): ProposedContext {
  const id = content.byte();
  content.skip(3);
  const parts = items(content);
  const abstract = parts.find(({ type }) => type === 0x30);
  if (abstract === undefined || id % 2 === 0) throw new Malformed('a presentation context without abstract syntax or with an even id');
  return { id, abstractSyntax: uidOf(abstract.content), transferSyntaxes: parts.filter(({ type }) => type === 0x40).map((part) => uidOf(part.content)) };
}

const results: readonly ContextResult[] = [0, 1, 2, 3, 4];

function answeredContext(content: ByteReader): AnsweredContext {
  const id = content.byte();
  content.skip(1);
  const said = content.byte();
  content.skip(1);
  const result = results.find((known) => known === said);
  if (result === undefined) throw new Malformed('a presentation context with an unknown result');
  const transfer = items(content).find(({ type }) => type === 0x40);
  // A refused context's transfer syntax means nothing, and some peers leave it out or empty.
  return { id, result, transferSyntax: transfer === undefined || result !== 0 ? '' : uidOf(transfer.content) };
}

function roleOf(content: ByteReader): Role {
  const sopClass = content.text(content.short());
  return { sopClass, scu: content.byte() === 1, scp: content.byte() === 1 };
}

function userInformation(content: ByteReader | undefined): UserInformation {
  const parts = content === undefined ? [] : items(content);
  const part = (wanted: number) => parts.find(({ type }) => type === wanted)?.content;
  const text = (wanted: number) => {
    const found = part(wanted);
    return found === undefined ? '' : found.text(found.left);
  };
  return {
    maxLength: part(0x51)?.long() ?? 0,
    implementationClass: text(0x52),
    implementationVersion: text(0x55),
    roles: parts.filter(({ type }) => type === 0x54).map((role) => roleOf(role.content)),
  };
}

function associate(reader: ByteReader) {
  // Bit 0 is the only version there is.
  if ((reader.short() & 1) === 0) throw new Malformed('another version of the protocol');
  reader.skip(2);
  const called = reader.text(16);
  const calling = reader.text(16);
  reader.skip(32);
  const parts = items(reader);
  const user = parts.find(({ type }) => type === 0x50)?.content;
  return { called, calling, parts, user: userInformation(user) };
}

function dataValues(reader: ByteReader): readonly DataValue[] {
  const values: DataValue[] = [];
  while (reader.left > 0) {
    const length = reader.long();
    if (length < 2) throw new Malformed('a data value without header');
    const contextId = reader.byte();
    const flags = reader.byte();
    values.push({ contextId, command: (flags & 1) !== 0, last: (flags & 2) !== 0, bytes: reader.take(length - 2) });
  }
  return values;
}

/** A unit from its type and content (without the six bytes of its header). Throws `Malformed`. */
export function decodePdu(type: number, content: Buffer): Pdu {
  const reader = new ByteReader(content);
  switch (type) {
    case 0x01: {
      const { called, calling, parts, user } = associate(reader);
      const application = parts.find((part) => part.type === 0x10)?.content;
      const contexts = parts.filter((part) => part.type === 0x20).map((part) => proposedContext(part.content));
      return { kind: 'associate-request', called, calling, ...user, applicationContext: application === undefined ? '' : application.text(application.left), contexts };
    }
    case 0x02: {
      const { called, calling, parts, user } = associate(reader);
      return { kind: 'associate-accept', called, calling, ...user, contexts: parts.filter((part) => part.type === 0x21).map((part) => answeredContext(part.content)) };
    }
    case 0x03:
      reader.skip(1);
      return { kind: 'associate-reject', result: reader.byte(), source: reader.byte(), reason: reader.byte() };
    case 0x04: return { kind: 'data', values: dataValues(reader) };
    case 0x05: return { kind: 'release-request' };
    case 0x06: return { kind: 'release-response' };
    case 0x07:
      reader.skip(2);
      return { kind: 'abort', source: reader.byte(), reason: reader.byte() };
    default: throw new Malformed('a unit of unknown type');
  }
}

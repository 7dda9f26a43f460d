/** The file header that a data set from the network gets (PS3.10 section 7.1). The data set behind it stays byte for byte what was sent. */
import { implementationClass, implementationVersion } from './identity.ts';

export interface FileMeta {
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly transferSyntax: string;
  /** AE title of the sender; null where nobody sent it. */
  readonly source: string | null;
}

type Vr = 'UI' | 'SH' | 'AE' | 'UL' | 'OB';

function element(number: number, vr: Vr, value: Buffer | string): Buffer {
  const text = typeof value === 'string' && value.length % 2 === 1 ? `${value}${vr === 'UI' ? '\0' : ' '}` : value;
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  const header = Buffer.alloc(vr === 'OB' ? 12 : 8);
  header.writeUInt16LE(0x0002, 0);
  header.writeUInt16LE(number, 2);
  header.write(vr, 4, 'latin1');
  if (vr === 'OB') header.writeUInt32LE(bytes.length, 8);
  else header.writeUInt16LE(bytes.length, 6);
  return Buffer.concat([header, bytes]);
}

/** Preamble, prefix and meta group. */
export function part10Header({ sopClass, sopInstance, transferSyntax, source }: FileMeta): Buffer {
  const group = Buffer.concat([
    element(0x0001, 'OB', Buffer.from([0, 1])),
    element(0x0002, 'UI', sopClass),
    element(0x0003, 'UI', sopInstance),
    element(0x0010, 'UI', transferSyntax),
    element(0x0012, 'UI', implementationClass),
    element(0x0013, 'SH', implementationVersion),
    ...(source === null ? [] : [element(0x0016, 'AE', source)]),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(group.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1'), element(0x0000, 'UL', length), group]);
}

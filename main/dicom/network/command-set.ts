/** The command set of a DIMSE message (PS3.7 section 9.3 and annex E): group 0000, implicit VR little endian. */
import { Malformed } from './byte-reader.ts';

export const commandField = {
  storeRequest: 0x0001, storeResponse: 0x8001,
  getRequest: 0x0010, getResponse: 0x8010,
  findRequest: 0x0020, findResponse: 0x8020,
  moveRequest: 0x0021, moveResponse: 0x8021,
  echoRequest: 0x0030, echoResponse: 0x8030,
  eventRequest: 0x0100, eventResponse: 0x8100,
  actionRequest: 0x0130, actionResponse: 0x8130,
  cancelRequest: 0x0fff,
} as const;

export interface CommandSet {
  readonly field: number;
  readonly hasDataSet: boolean;
  readonly affectedClass?: string;
  readonly requestedClass?: string;
  readonly messageId?: number;
  readonly respondsTo?: number;
  readonly moveDestination?: string;
  readonly priority?: number;
  readonly status?: number;
  readonly errorComment?: string;
  readonly affectedInstance?: string;
  readonly requestedInstance?: string;
  readonly eventType?: number;
  readonly actionType?: number;
  readonly remaining?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly warned?: number;
  readonly moveOriginator?: string;
  readonly moveOriginatorMessage?: number;
}

type NumberKey = { [K in keyof CommandSet]-?: number extends CommandSet[K] ? K : never }[keyof CommandSet];
type TextKey = { [K in keyof CommandSet]-?: string extends CommandSet[K] ? K : never }[keyof CommandSet];

const numbers: readonly (readonly [element: number, key: Exclude<NumberKey, 'field'>])[] = [
  [0x0110, 'messageId'], [0x0120, 'respondsTo'], [0x0700, 'priority'], [0x0900, 'status'], [0x1002, 'eventType'], [0x1008, 'actionType'],
  [0x1020, 'remaining'], [0x1021, 'completed'], [0x1022, 'failed'], [0x1023, 'warned'], [0x1031, 'moveOriginatorMessage'],
];
const texts: readonly (readonly [element: number, key: TextKey])[] = [
  [0x0002, 'affectedClass'], [0x0003, 'requestedClass'], [0x0600, 'moveDestination'], [0x0902, 'errorComment'],
  [0x1000, 'affectedInstance'], [0x1001, 'requestedInstance'], [0x1030, 'moveOriginator'],
];
/** UIDs are padded with a zero byte, other text with a space (PS3.5 section 6.2). */
const uidElements = new Set([0x0002, 0x0003, 0x1000, 0x1001]);

const commandDataSetType = 0x0800;
const noDataSet = 0x0101;

function element(number: number, value: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(number, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

function short(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function padded(text: string, uid: boolean): Buffer {
  return Buffer.from(text.length % 2 === 0 ? text : `${text}${uid ? '\0' : ' '}`, 'latin1');
}

export function encodeCommand(command: CommandSet): Buffer {
  const parts = new Map<number, Buffer>([[0x0100, short(command.field)], [commandDataSetType, short(command.hasDataSet ? 0x0001 : noDataSet)]]);
  for (const [number, key] of numbers) {
    const value = command[key];
    if (value !== undefined) parts.set(number, short(value));
  }
  for (const [number, key] of texts) {
    const value = command[key];
    if (value !== undefined) parts.set(number, padded(value, uidElements.has(number)));
  }
  const body = Buffer.concat([...parts].toSorted(([one], [other]) => one - other).map(([number, value]) => element(number, value)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0, length), body]);
}

function elementsOf(bytes: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let at = 0; at < bytes.length;) {
    if (at + 8 > bytes.length) throw new Malformed('a command set that is cut');
    const group = bytes.readUInt16LE(at);
    const number = bytes.readUInt16LE(at + 2);
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    if (group !== 0 || end > bytes.length) throw new Malformed('a command set with a wrong element');
    found.set(number, bytes.subarray(at + 8, end));
    at = end;
  }
  return found;
}

/** Throws `Malformed`. Elements that are not known here are left out. */
export function decodeCommand(bytes: Buffer): CommandSet {
  const found = elementsOf(bytes);
  const number = (key: number): number | undefined => {
    const value = found.get(key);
    return value === undefined || value.length < 2 ? undefined : value.readUInt16LE();
  };
  const field = number(0x0100);
  if (field === undefined) throw new Malformed('a command set without command');
  const values: [string, number | string][] = [];
  for (const [key, name] of numbers) {
    const value = number(key);
    if (value !== undefined) values.push([name, value]);
  }
  for (const [key, name] of texts) {
    const value = found.get(key);
    if (value !== undefined) values.push([name, value.toString('latin1').replace(/[\0 ]+$/, '').trimStart()]);
  }
  return { field, hasDataSet: (number(commandDataSetType) ?? noDataSet) !== noDataSet, ...Object.fromEntries(values) };
}

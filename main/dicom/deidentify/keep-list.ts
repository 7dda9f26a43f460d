/**
 * What a de-identified copy keeps. PS3.15 table E.1-1 says what must go; since makers and people put names wherever there is room, here only what is listed
 * stays: what an image needs to be shown and measured. Everything else goes, listed in the standard's table or not.
 */

/** What becomes of a kept element: its value as it is after a check, a moved date, or a new UID. */
export type Treatment = 'keep' | 'date' | 'date and time' | 'uid' | 'sequence';

export interface KeepRule {
  readonly vr: string;
  readonly treatment: Treatment;
}

const rule = (vr: string, treatment: Treatment = 'keep'): KeepRule => ({ vr, treatment });
const many = (vr: string, tags: readonly number[]): [number, KeepRule][] => tags.map((tag) => [tag, rule(vr)]);

/** Tag -> rule, at any depth; items of kept sequences are treated alike. */
export const keepList: ReadonlyMap<number, KeepRule> = new Map<number, KeepRule>([
  ...many('CS', [0x0008_0008, 0x0008_0060, 0x0008_0064, 0x0018_0015, 0x0018_6031, 0x0020_0020, 0x0020_0060, 0x0020_0062, 0x0028_2110, 0x0028_2114]),
  ...many('LO', [0x0008_0070, 0x0008_1090]),
  [0x0008_0016, rule('UI')],
  ...[0x0008_0018, 0x0020_000d, 0x0020_000e, 0x0020_0052].map((tag): [number, KeepRule] => [tag, rule('UI', 'uid')]),
  ...[0x0008_0020, 0x0008_0021, 0x0008_0022, 0x0008_0023].map((tag): [number, KeepRule] => [tag, rule('DA', 'date')]),
  [0x0008_002a, rule('DT', 'date and time')],
  ...many('TM', [0x0008_0030, 0x0008_0031, 0x0008_0032, 0x0008_0033]),
  ...many('IS', [0x0018_0040, 0x0018_1242, 0x0008_2142, 0x0008_2143, 0x0008_2144, 0x0020_0011, 0x0020_0013, 0x0028_0034]),
  ...many('DS', [0x0018_0072, 0x0018_1063, 0x0018_1065, 0x0018_5050, 0x0028_0030, 0x0028_2112]),
  [0x0028_0009, rule('AT')],
  [0x0018_6011, rule('SQ', 'sequence')],
  ...many('US', [0x0018_6012, 0x0018_6014, 0x0018_6024, 0x0018_6026, 0x0028_0014]),
  ...many('UL', [0x0018_6016, 0x0018_6018, 0x0018_601a, 0x0018_601c, 0x0018_601e, 0x0018_6030, 0x0018_6032]),
  ...many('SL', [0x0018_6020, 0x0018_6022, 0x0018_6039, 0x0018_603b, 0x0018_603d, 0x0018_603f, 0x0018_6041, 0x0018_6043]),
  ...many('FD', [0x0018_6028, 0x0018_602a, 0x0018_602c, 0x0018_602e, 0x0018_6034, 0x0018_6036]),
]);

/** Whether a kept text holds what its representation allows, and nothing that only looks like it. */
export function isPlain(vr: string, value: string): boolean {
  switch (vr) {
    case 'CS':
      return value.split('\\').every((one) => /^[A-Z0-9_ ]{0,16}$/.test(one));
    case 'IS':
      return value.split('\\').every((one) => /^ *[+-]?\d{0,11} *$/.test(one));
    case 'DS':
      return value.split('\\').every((one) => /^ *[+-]?[\d.]{0,16}([eE][+-]?\d{1,4})? *$/.test(one));
    case 'TM':
      return /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/.test(value);
    case 'UI':
      return /^[0-9.]{0,64}$/.test(value);
    case 'LO':
      return /^[\w .,&()+-]{0,64}$/.test(value);
    default:
      return true;
  }
}

/** A private element that a person asked to keep: maker's name for the block, group, and element within the block. */
export interface PrivateElement {
  readonly creator: string;
  readonly group: number;
  readonly element: number;
}

/** What stays at home of an export made on the command line: the salt, and which patient is on which side, so that the next version can keep both. */
import { z } from 'zod';
import type { SplitRule, SplitSide } from '../../../preload/datasets.ts';
import type { Salt } from './pseudonyms.ts';

const side = z.custom<SplitSide>((value) => typeof value === 'string' && /^(train|validation|test|fold-[1-9]\d*)$/.test(value));
const split = z.union([
  z.strictObject({ kind: z.literal('shares'), train: z.number(), validation: z.number(), test: z.number() }),
  z.strictObject({ kind: z.literal('folds'), count: z.int() }),
]);
const key = z.strictObject({ format: z.literal('pleura-dataset-key/1'), salt: z.string().regex(/^[0-9a-f]{32}$/), split, sides: z.record(z.string(), side) });

export interface LineageKey {
  readonly salt: Salt;
  readonly split: SplitRule;
  readonly sides: ReadonlyMap<string, SplitSide>;
}

export function writeKey({ salt, split: rule, sides }: LineageKey): string {
  return `${JSON.stringify({ format: 'pleura-dataset-key/1', salt, split: rule, sides: Object.fromEntries(sides) }, null, 1)}\n`;
}

/** Null for what is no such file. */
export function readKey(text: string): LineageKey | null {
  try {
    const parsed = key.safeParse(JSON.parse(text));
    return parsed.success ? { salt: parsed.data.salt, split: parsed.data.split, sides: new Map(Object.entries(parsed.data.sides)) } : null;
  } catch {
    return null;
  }
}

/** What the user asks of `dataset build`. */
import { parseArgs } from 'node:util';
import type { SplitRule } from '../../../preload/datasets.ts';
import type { LabelWishes } from '../evaluation/labels.ts';
import type { PixelFormat } from '../../training/dataset/export-clip.ts';

export const usage = `Usage: npm run -s dataset -- build --data DIR --labels CSV --group COLUMN (--label COLUMN|CONDITION | --positive CONDITIONS [--negative CONDITIONS])
         --out DIR [--where CONDITION]... [--split 70/15/15 | --folds K] [--seed S] [--frames all|N] [--pixels png|npy] [--duplicates refuse|together]
         [--source COLUMN] [--damaged] [--simulated] [--without-fan] [--previous KEY] [--key FILE] [--store DIR] [--json FILE|-]
Conditions are those of evaluate. The labels' columns b_lines, severity, a_lines, healthy, zone and license come along. A split is by patient (--group); --source
balances it by a column. --key keeps the salt and the patients' sides at home (a file that names them); --previous with it keeps every patient's side when the
dataset grows. Clips without a fan or another border are left out unless --without-fan, since text in them cannot be told from image.
Exit code 0: built; 2: refused, because one recording stands under two patients (they are named); 1: an error. A refused or stopped build leaves nothing.
`;

export interface BuildWishes extends LabelWishes {
  readonly data: string;
  readonly labels: string;
  readonly out: string;
  readonly split: SplitRule;
  readonly seed: number;
  readonly frames: number | null;
  readonly pixels: PixelFormat;
  readonly duplicates: 'refuse' | 'together';
  readonly source: string | null;
  readonly damaged: boolean;
  readonly simulated: boolean;
  readonly withoutFan: boolean;
  readonly previous: string | null;
  readonly key: string | null;
  readonly store: string | null;
  readonly json: string | null;
}

function wholeNumber(text: string | undefined, least: number, most: number): number | null {
  const value = Number(text);
  return text !== undefined && /^\d+$/.test(text) && value >= least && value <= most ? value : null;
}

function splitRule(split: string | undefined, folds: string | undefined): SplitRule | null {
  if (folds !== undefined) {
    const count = wholeNumber(folds, 2, 50);
    return split !== undefined || count === null ? null : { kind: 'folds', count };
  }
  const parts = (split ?? '70/15/15').split('/').map(Number);
  const total = parts.reduce((sum, part) => sum + part, 0);
  const [train = 0, validation = 0, test = 0] = parts.map((part) => part / total);
  return parts.length === 3 && parts.every((part) => Number.isFinite(part) && part >= 0) && train > 0 ? { kind: 'shares', train, validation, test } : null;
}

/** Null when the arguments are not as the usage says. */
export function readBuildWishes(args: readonly string[]): BuildWishes | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: {
      data: text, labels: text, group: text, label: text, positive: text, negative: text, where: { type: 'string', multiple: true }, out: text, split: text, folds: text, seed: text, frames: text, pixels: text, duplicates: text,
      source: text, damaged: flag, simulated: flag, 'without-fan': flag, previous: text, key: text, store: text, json: text,
    } });
    const { data, labels, group, out, label = null, positive = null, negative = null, where = [], source = null, previous = null, key = null, store = null, json = null, damaged, simulated } = values;
    const split = splitRule(values.split, values.folds);
    const seed = wholeNumber(values.seed ?? '1', 0, Number.MAX_SAFE_INTEGER);
    const frames = values.frames === 'all' ? null : wholeNumber(values.frames ?? '16', 1, 100_000);
    const { pixels = 'png', duplicates = 'refuse' } = values;
    if (data === undefined || labels === undefined || group === undefined || out === undefined || split === null || seed === null || (label === null && positive === null)) return null;
    if ((frames === null && values.frames !== 'all') || (pixels !== 'png' && pixels !== 'npy') || (duplicates !== 'refuse' && duplicates !== 'together') || [json, key, previous, store, out].includes('')) return null;
    return { data, labels, group, out, label, positive, negative, where, split, seed, frames, pixels, duplicates, source, damaged, simulated, withoutFan: values['without-fan'], previous, key, store, json };
  } catch {
    return null;
  }
}

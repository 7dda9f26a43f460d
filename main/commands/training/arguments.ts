/** What the user asks of `train-head`. */
import { parseArgs } from 'node:util';
import type { ProviderChoice } from '../../../preload/domain.ts';
import { headKinds } from '../../training/candidates.ts';
import type { HeadKind } from '../../training/candidates.ts';
import type { LabelledData } from '../evaluation/prepare.ts';

const providers: readonly ProviderChoice[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'];

export const usage = `Usage: npm run -s train-head -- --data DIR --labels CSV --group COLUMN (--label COLUMN|CONDITION | --positive CONDITIONS [--negative CONDITIONS]) --out BUNDLE
         [--where CONDITION]... [--json FILE] [--model ID] [--heads all|name,name] [--frames N] [--seed S] [--folds K] [--provider ${providers.join('|')}] [--no-learning] [--cache DIR]
Heads: ${headKinds.join(', ')}. Conditions are those of \`evaluate\`. BUNDLE must not exist or be empty.
Exit code 0: the bundle is written from all labelled clips; 2: written, with clips left out; 1: nothing is written.
`;

export interface TrainHeadWishes extends LabelledData {
  readonly out: string;
  readonly json: string | null;
  readonly model: string | null;
  readonly kinds: readonly HeadKind[];
  readonly frames: number;
  readonly seed: number;
  readonly folds: number;
  readonly provider: ProviderChoice;
  readonly learning: boolean;
  readonly cache: string | null;
}

function readKinds(text: string): readonly HeadKind[] | null {
  if (text === 'all') return headKinds;
  const names = text.split(',').map((name) => name.trim());
  const known = headKinds.filter((kind) => names.includes(kind));
  return known.length === new Set(names).size ? known : null;
}

function readCount(text: string, least: number, most: number): number | null {
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
}

/** Reads the arguments; null when they are not as the usage says. */
export function readTrainHeadWishes(args: readonly string[]): TrainHeadWishes | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: text, labels: text, label: text, positive: text, negative: text, where: { type: 'string', multiple: true }, group: text, out: text, json: text, model: text, cache: text,
        heads: { type: 'string', default: 'all' }, frames: { type: 'string', default: '16' }, seed: { type: 'string', default: '1' }, folds: { type: 'string', default: '5' },
        provider: { type: 'string', default: 'auto' }, 'no-learning': { type: 'boolean', default: false },
      },
    });
    const { data, labels, group, out, label = null, positive = null, negative = null, where = [], json = null, model = null, cache = null } = values;
    const [kinds, provider] = [readKinds(values.heads), providers.find((known) => known === values.provider)];
    const [frames, seed, folds] = [readCount(values.frames, 1, 10_000), readCount(values.seed, 0, 2 ** 31), readCount(values.folds, 2, 20)];
    if (data === undefined || labels === undefined || group === undefined || out === undefined || out === '' || (label === null && positive === null)) return null;
    if (kinds === null || provider === undefined || frames === null || seed === null || folds === null || json === '' || cache === '') return null;
    return { data, labels, group, out, label, positive, negative, where, json, model, cache, kinds, frames, seed, folds, provider, learning: !values['no-learning'] };
  } catch {
    return null;
  }
}

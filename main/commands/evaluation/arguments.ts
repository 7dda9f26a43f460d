/** What the user asks of `evaluate`. */
import { parseArgs } from 'node:util';
import type { ProviderChoice } from '../../../preload/domain.ts';
import type { ClipTask } from '../analyse-clip.ts';
import type { LabelWishes } from './labels.ts';

const providers: readonly ProviderChoice[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'];

export const usage = `Usage: npm run -s evaluate -- --data DIR --labels CSV --group COLUMN (--label COLUMN|CONDITION | --positive CONDITIONS [--negative CONDITIONS])
         [--where CONDITION]... [--by COLUMN]... [--model ID] [--frames all|N] [--provider ${providers.join('|')}] [--analyse-anyway] [--cache DIR]
         [--out-of-fold] [--json FILE|-] [--html FILE]
A condition is COLUMN (yes or no), COLUMN=VALUE, COLUMN!=VALUE or COLUMN>=NUMBER (also <=, >, <); commas mean and. For example
  --label "severity>=2"     --positive "b_lines=yes,severity>=2" --negative "b_lines=no,severity=0"     --where "zone=R1"
With --out-of-fold the clips' scores are those of the bundle's own cross-validation instead of the engine's, as in its card.
The labels' column "file" (or path, clip) names each clip below DIR.
`;

export interface EvaluateWishes extends LabelWishes {
  readonly data: string;
  readonly labels: string;
  readonly model: string | null;
  readonly frames: number | null;
  readonly provider: ProviderChoice;
  /** `--analyse-anyway`: clips that the guard would reject get a score all the same. */
  readonly guard: ClipTask['guard'];
  /** Scores of the bundle's cross-validation in place of the engine's. */
  readonly outOfFold: boolean;
  /** Columns to break the clips down by; empty: those with few values. */
  readonly by: readonly string[];
  readonly cache: string | null;
  /** A file, "-" for stdout, or null. */
  readonly json: string | null;
  readonly html: string | null;
}

/** Reads the arguments; null when they are not as the usage says. */
export function readEvaluateWishes(args: readonly string[]): EvaluateWishes | null {
  const text = { type: 'string' } as const;
  const list = { type: 'string', multiple: true } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: text, labels: text, label: text, positive: text, negative: text, where: list, by: list, group: text, model: text, cache: text, json: text, html: text,
        frames: { type: 'string', default: 'all' }, provider: { type: 'string', default: 'auto' }, 'analyse-anyway': { type: 'boolean', default: false }, 'out-of-fold': { type: 'boolean', default: false },
      },
    });
    const { data, labels, group, label = null, positive = null, negative = null, where = [], by = [], model = null, cache = null, json = null, html = null } = values;
    const provider = providers.find((known) => known === values.provider);
    const frames = values.frames === 'all' ? null : Number(values.frames);
    if (data === undefined || labels === undefined || group === undefined || provider === undefined || [json, html, cache].includes('')) return null;
    if (label === null && positive === null) return null;
    if (frames !== null && !(/^\d+$/.test(values.frames) && Number.isSafeInteger(frames) && frames >= 1)) return null;
    return { data, labels, group, label, positive, negative, where, by, model, frames, provider, guard: values['analyse-anyway'] ? 'warn' : 'stop', outOfFold: values['out-of-fold'], cache, json, html };
  } catch {
    return null;
  }
}

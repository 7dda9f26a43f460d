/** What the user asks of `agreement`. */
import { parseArgs } from 'node:util';
import type { AnswerBasis } from '../../../preload/agreement.ts';
import type { SeverityScheme } from '../../../preload/readings.ts';

/** Questions as the columns of a readings file are called. */
export const askedColumns = ['verdict', 'b_lines', 'a_lines', 'pleura', 'consolidation', 'effusion', 'sliding', 'severity'] as const;
export type AskedColumn = (typeof askedColumns)[number];

export const usage = `Usage: npm run -s agreement -- --readings FILE.csv|FILE.json [--question ${askedColumns.join('|')}] [--scheme lus|soldati]
         [--readers A,B,...] [--reference READER] [--basis independent|final] [--from DAY] [--to DAY] [--draws N] [--seed N] [--json FILE|-]
One row a reading, with the columns file (or clip) and reader, and as far as there are any: patient, round, mode, took_ms, committed_at and the questions' own.
Without --reference readers are compared with what more than half of the others say. A DAY is such as 2026-11-23, both included (UTC).
`;

export interface AgreementWishes {
  readonly readings: string;
  readonly question: AskedColumn;
  readonly scheme: SeverityScheme | null;
  /** Null: all of the file. */
  readonly readers: readonly string[] | null;
  readonly reference: string | null;
  readonly basis: AnswerBasis;
  readonly from: string | null;
  readonly to: string | null;
  readonly draws: number;
  readonly seed: number;
  /** A file, "-" for stdout, or null. */
  readonly json: string | null;
}

function wholeNumber(text: string, least: number): number | null {
  const number = Number(text);
  return /^\d{1,9}$/.test(text) && number >= least ? number : null;
}

const isDay = (text: string | undefined): boolean => text === undefined || (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)));

/** Reads the arguments; null when they are not as the usage says. */
export function readAgreementWishes(args: readonly string[]): AgreementWishes | null {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        readings: text, scheme: text, readers: text, reference: text, from: text, to: text, json: text,
        question: { type: 'string', default: 'verdict' }, basis: { type: 'string', default: 'independent' }, draws: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' },
      },
    });
    const { readings, reference = null, from, to, json = null } = values;
    const question = askedColumns.find((known) => known === values.question);
    const scheme = values.scheme === undefined ? null : (['lus', 'soldati'] as const).find((known) => known === values.scheme);
    const basis = (['independent', 'final'] as const).find((known) => known === values.basis);
    const [draws, seed] = [wholeNumber(values.draws, 1), wholeNumber(values.seed, 0)];
    const readers = values.readers === undefined ? null : values.readers.split(',').map((name) => name.trim()).filter((name) => name !== '');
    if (readings === undefined || readings === '' || question === undefined || scheme === undefined || basis === undefined || draws === null || seed === null) return null;
    if (!isDay(from) || !isDay(to) || json === '' || readers?.length === 0) return null;
    return { readings, question, scheme, readers, reference, basis, from: from ?? null, to: to ?? null, draws, seed, json };
  } catch {
    return null;
  }
}

/** Agreement between readers: what is chosen once, who has read what, and the report, which a process of its own computes. */
import type { CaseLog } from '../../db/case-log.ts';
import type { AgreementReport } from '../../preload/agreement.ts';
import type { AgreementAsked, AgreementChoices, AgreementOverview } from '../../preload/agreement-pages.ts';
import type { Result } from '../../preload/domain.ts';
import type { Reader } from '../../preload/readings.ts';
import { usualDisagreements } from '../analysis/agreement/disagreements.ts';
import { policyProblem, readyPolicies } from '../analysis/agreement/policies.ts';
import { reportCsv } from '../analysis/agreement/report-csv.ts';
import { defaultBootstrap } from '../analysis/bootstrap.ts';
import type { AgreementHelper } from './agreement-helper.ts';
import { failure, success } from './failures.ts';

/** Asks where to save a text, and saves it there. */
export type SaveTable = (file: { readonly name: string; readonly ending: 'csv' | 'json' }, text: string) => Promise<Result<{ readonly saved: boolean }>>;

export interface AgreementDesk {
  overview(): AgreementOverview;
  /** Errors: `not-found` for an unknown reader, `cancelled`, `internal`. */
  report(asked: AgreementAsked): Promise<Result<AgreementReport>>;
  save(asked: AgreementAsked, format: 'csv' | 'json'): Promise<Result<{ readonly saved: boolean }>>;
  /** Error: `bad-request` for a policy that cannot be used. */
  choose(patch: Partial<AgreementChoices>, by: Reader): Result<AgreementChoices>;
  stop(): void;
}

interface AgreementContext {
  readonly log: CaseLog;
  readonly helper: AgreementHelper;
  /** Path of the case log's file. */
  readonly database: string;
  readonly saveTable: SaveTable;
}

const note = 'agreement';

const usual: AgreementChoices = { policy: readyPolicies[0] ?? { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } }, disagreement: usualDisagreements, anonymous: true };

/** What was chosen last; the usual where nothing was. */
export function agreementChoices(log: CaseLog): AgreementChoices {
  const stored = log.settings.note(note);
  if (stored === null) return usual;
  const parsed: Partial<AgreementChoices> = JSON.parse(stored);
  return { ...usual, ...parsed };
}

function choose(log: CaseLog, patch: Partial<AgreementChoices>, by: Reader): Result<AgreementChoices> {
  const problem = patch.policy === undefined ? null : policyProblem(patch.policy);
  if (problem !== null) return failure('bad-request', problem, 'Change it, then try again.');
  const choices = { ...agreementChoices(log), ...patch };
  log.together(() => {
    log.settings.setNote(note, JSON.stringify(choices));
    // The rule, not its name: a person may write anything there.
    log.audit.append(new Date().toISOString(), 'settings', note, { by: by.id, changed: Object.keys(patch), rule: choices.policy.rule, disagreement: choices.disagreement, anonymous: choices.anonymous });
  });
  return success(choices);
}

export function createAgreementDesk({ log, helper, database, saveTable }: AgreementContext): AgreementDesk {
  /** The last report with its question, so that saving what is on screen computes nothing again. */
  let last: { readonly key: string; readonly report: AgreementReport } | null = null;
  const keyOf = (asked: AgreementAsked): string => JSON.stringify([asked, agreementChoices(log).policy]);
  const report = async (asked: AgreementAsked): Promise<Result<AgreementReport>> => {
    if (asked.readers.some((reader) => log.readers.get(reader) === null)) return failure('not-found');
    const key = keyOf(asked);
    const { question, readers, basis, from, to } = asked;
    const answer = await helper.report({ database, asked: { question, readers, basis, period: { from, to }, policy: agreementChoices(log).policy, bootstrap: defaultBootstrap } });
    if (answer.ok) last = { key, report: answer.value };
    return answer;
  };
  return {
    overview: () => ({ readers: log.rated.readers(), choices: agreementChoices(log), policies: readyPolicies }),
    report,
    save: async (asked, format) => {
      const made = last?.key === keyOf(asked) ? success(last.report) : await report(asked);
      if (!made.ok) return made;
      const initials = (reader: string) => log.readers.get(reader)?.initials ?? reader;
      const text = format === 'csv' ? reportCsv(made.value, initials) : `${JSON.stringify({ ...made.value, initials: Object.fromEntries(asked.readers.map((reader) => [reader, initials(reader)])) }, null, 1)}\n`;
      return saveTable({ name: `agreement ${asked.question}`, ending: format }, text);
    },
    choose: (patch, by) => {
      const chosen = choose(log, patch, by);
      if (chosen.ok) last = null;
      return chosen;
    },
    stop: () => helper.stop(),
  };
}

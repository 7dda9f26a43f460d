/** Consensus policies: the ready ones, their rules in words, and whether a stored one is sound. */
import type { ConsensusPolicy, ConsensusRule, TieRule } from '../../../preload/agreement.ts';
import type { ReaderId } from '../../../preload/readings.ts';

/** Policies that need no further choice. The first is the usual one. */
export const readyPolicies: readonly ConsensusPolicy[] = [
  { name: 'Adjudicated, else unanimous', version: 1, rule: { kind: 'adjudicated', otherwise: 'unanimous' } },
  { name: 'Adjudicated, else majority', version: 1, rule: { kind: 'adjudicated', otherwise: 'majority' } },
  { name: 'Adjudicated only', version: 1, rule: { kind: 'adjudicated', otherwise: 'none' } },
  { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } },
  { name: 'Majority, the worse on a tie', version: 1, rule: { kind: 'majority', tie: 'worse', minReaders: 1 } },
];

const ties: Readonly<Record<TieRule, string>> = {
  none: 'a tie has no label',
  worse: 'on a tie the worse answer counts where answers can be ranked',
};

/** The rule in one sentence, for reports and cards. `initials` names readers. */
export function ruleInWords(rule: ConsensusRule, initials: (reader: ReaderId) => string): string {
  const atLeast = (readers: number) => (readers > 1 ? `, from ${readers} readers on` : '');
  switch (rule.kind) {
    case 'single': return `What ${initials(rule.reader)} says.`;
    case 'majority': return `What more than half of the readers who answered say${atLeast(rule.minReaders)}; ${ties[rule.tie]}.`;
    case 'weighted': {
      const weights = Object.entries(rule.weights).map(([reader, weight]) => `${initials(reader)} ${weight}`).join(', ');
      return `What more than half of the weight says (${weights === '' ? '' : `${weights}, `}others ${rule.others})${atLeast(rule.minReaders)}; ${ties[rule.tie]}.`;
    }
    case 'adjudicated': {
      const rest = { none: 'no label', unanimous: 'what all readers say, if at least two say the same and none says otherwise', majority: 'what more than half of the readers say' };
      return `What the adjudicator decided; without a decision ${rest[rule.otherwise]}.`;
    }
  }
}

/** Why a policy cannot be used; null for a sound one. */
export function policyProblem({ name, rule }: ConsensusPolicy): string | null {
  if (name.trim() === '') return 'The policy has no name.';
  if (rule.kind === 'single') return rule.reader === '' ? 'Choose the reader whose answers count.' : null;
  if (rule.kind === 'adjudicated') return null;
  if (!Number.isInteger(rule.minReaders) || rule.minReaders < 1) return 'The least number of readers is a whole number from 1 on.';
  if (rule.kind === 'majority') return null;
  const weights = [...Object.values(rule.weights), rule.others];
  if (weights.some((weight) => !Number.isFinite(weight) || weight < 0)) return 'Weights are numbers from 0 on.';
  return weights.some((weight) => weight > 0) ? null : 'At least one weight is above 0.';
}

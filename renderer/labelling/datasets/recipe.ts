/** What the form of a new dataset holds, and where it begins. */
import type { ConsensusPolicy } from '../../../preload/agreement.ts';
import type { DatasetFilters, DatasetRow, DatasetRules, FrameRules, SplitRule } from '../../../preload/datasets.ts';

export interface Recipe {
  readonly name: string;
  readonly rules: DatasetRules;
  readonly policy: ConsensusPolicy;
  /** The dataset that this would be the next version of. */
  readonly lineage: string | null;
}

export const firstPolicy: ConsensusPolicy = { name: 'Majority', version: 1, rule: { kind: 'majority', tie: 'none', minReaders: 1 } };

export const firstRecipe: Recipe = {
  name: '', policy: firstPolicy, lineage: null,
  rules: {
    question: 'is',
    filters: { readers: null, zones: null, sources: null, from: null, to: null, answers: 'both', minReaders: 1, damaged: false, rejected: false, simulated: false, withoutFan: false, scheme: null },
    frames: { positivesByRange: true, withoutNotReadable: true, perClip: 16 }, split: { kind: 'shares', train: 0.7, validation: 0.15, test: 0.15 }, seed: 1, duplicates: 'refuse',
  },
};

/** The next version begins as the last one was made. */
export function nextVersion(dataset: DatasetRow): Recipe {
  return { ...firstRecipe, name: dataset.name, rules: dataset.rules, lineage: dataset.lineage };
}

export function withFilters(recipe: Recipe, patch: Partial<DatasetFilters>): Recipe {
  return { ...recipe, rules: { ...recipe.rules, filters: { ...recipe.rules.filters, ...patch } } };
}

export function withFrames(recipe: Recipe, patch: Partial<FrameRules>): Recipe {
  return { ...recipe, rules: { ...recipe.rules, frames: { ...recipe.rules.frames, ...patch } } };
}

export function withRules(recipe: Recipe, patch: Partial<DatasetRules>): Recipe {
  return { ...recipe, rules: { ...recipe.rules, ...patch } };
}

/** "70/15/15" or "70 15 15" as shares; null for what is no such split. */
export function readShares(text: string): SplitRule | null {
  const parts = text.trim().split(/[\s/,]+/).map(Number);
  const total = parts.reduce((sum, part) => sum + part, 0);
  const [train = 0, validation = 0, test = 0] = parts.map((part) => part / total);
  return parts.length === 3 && parts.every((part) => Number.isFinite(part) && part >= 0) && train > 0 ? { kind: 'shares', train, validation, test } : null;
}

export function sharesText(split: SplitRule): string {
  const whole = (share: number) => String(Math.round(1_000 * share) / 10);
  return split.kind === 'shares' ? `${whole(split.train)}/${whole(split.validation)}/${whole(split.test)}` : '';
}

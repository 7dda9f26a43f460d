/** The kinds of head that are compared, and the few settings of each that cross-validation chooses from. */

/** Simplest first: a simpler kind is preferred where it does as well. */
export const headKinds = ['logistic-regression', 'linear-svm', 'rbf-svm', 'k-nearest-neighbours', 'random-forest', 'gradient-boosting', 'mlp'] as const;

export type HeadKind = (typeof headKinds)[number];

/** One kind with one setting. */
export type Candidate =
  /** `strength`: weight of all examples together against that of the coefficients' size. */
  | { readonly kind: 'logistic-regression' | 'linear-svm'; readonly strength: number }
  /** `c`: bound of an example's weight; `width`: gamma times the number of components. */
  | { readonly kind: 'rbf-svm'; readonly c: number; readonly width: number }
  | { readonly kind: 'k-nearest-neighbours'; readonly k: number }
  | { readonly kind: 'random-forest'; readonly trees: number; readonly leaf: number }
  | { readonly kind: 'gradient-boosting'; readonly trees: number }
  | { readonly kind: 'mlp'; readonly alpha: number };

const all: readonly Candidate[] = [
  ...[0.1, 0.4, 1.6, 6.4].map((strength) => ({ kind: 'logistic-regression', strength }) as const),
  ...[0.05, 0.5].map((strength) => ({ kind: 'linear-svm', strength }) as const),
  ...[0.1, 1].map((c) => ({ kind: 'rbf-svm', c, width: 0.5 }) as const),
  ...[25, 100].map((k) => ({ kind: 'k-nearest-neighbours', k }) as const),
  { kind: 'random-forest', trees: 80, leaf: 10 },
  { kind: 'gradient-boosting', trees: 60 },
  { kind: 'mlp', alpha: 3 },
];

/** Candidates of these kinds, simplest first. */
export function candidatesOf(kinds: readonly HeadKind[]): readonly Candidate[] {
  return all.filter((candidate) => kinds.includes(candidate.kind));
}

/** As a table writes it. */
export function inWords(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'logistic-regression':
    case 'linear-svm': return `strength ${candidate.strength}`;
    case 'rbf-svm': return `C ${candidate.c}, width ${candidate.width}`;
    case 'k-nearest-neighbours': return `${candidate.k} neighbours`;
    case 'random-forest': return `${candidate.trees} trees, ${candidate.leaf} frames a leaf`;
    case 'gradient-boosting': return `${candidate.trees} trees`;
    case 'mlp': return `16 units, decay ${candidate.alpha}`;
  }
}

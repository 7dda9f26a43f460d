/** What the helper process for models is asked, and what it answers. */
import type { ModelRef, Result } from '../../preload/domain.ts';
import type { ComparisonFigures } from '../../preload/models.ts';
import type { ComparedPair } from '../analysis/compare-models.ts';
import type { PromotionCheck } from '../../preload/training.ts';
import type { TestedPair } from '../training/promotion.ts';
import type { TakeRequest } from './bundles-take.ts';

export type ToModelWorker =
  | { readonly kind: 'take'; readonly request: TakeRequest }
  | { readonly kind: 'compare'; readonly pair: ComparedPair }
  | { readonly kind: 'promote'; readonly pair: TestedPair };

export type FromModelWorker =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'taken'; readonly result: Result<ModelRef> }
  | { readonly kind: 'compared'; readonly figures: ComparisonFigures }
  | { readonly kind: 'judged'; readonly checks: readonly PromotionCheck[] };

/** Models in the reader's words. */
import type { Interval } from '../../preload/domain.ts';
import type { BundleInfo, BundleTask, ModelEvent } from '../../preload/models.ts';
import { interval } from '../format.ts';

/** "pleura-lus-v1 1.1.0". */
export function modelName({ id, version }: { readonly id: string; readonly version: string }): string {
  return `${id} ${version}`;
}

/** "0.87 (0.81 to 0.92)", a dash where not measured. */
export function figure(value: Interval | null): string {
  return value === null ? '–' : interval(value);
}

/** A difference with its sign: "+0.03 (−0.01 to +0.07)". */
export function difference(value: Interval | null): string {
  if (value === null) return '–';
  const signed = (part: number) => `${part < -0.0049 ? '−' : part > 0.0049 ? '+' : ''}${Math.abs(part).toFixed(2)}`;
  return `${signed(value.value)} (${signed(value.low)} to ${signed(value.high)})`;
}

/** What an interval of a difference allows to say. */
export function differenceWords(value: Interval | null, second: string): string {
  if (value === null) return 'not defined on these clips';
  if (value.low > 0) return `${second} is higher`;
  return value.high < 0 ? `${second} is lower` : 'no difference shown';
}

/** Share in percent: "1.2%". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.0995 ? 1 : 0)}%`;
}

/** What runs at what precision: "int8, fp32". */
export function precisionWords({ precisions }: Pick<BundleInfo, 'precisions'>): string {
  return precisions.join(', ');
}

const nonCommercial = /\bNC\b|non-?commercial/i;
const noDerivatives = /\bND\b|no-?deriv/i;
const shareAlike = /\bSA\b|share-?alike/i;

/** What a bundle's terms mean, in plain sentences. Words about the licence's text, not legal advice; the text itself stands beside them. */
export function licenceMeaning(terms: readonly string[]): readonly string[] {
  const some = (pattern: RegExp) => terms.some((text) => pattern.test(text));
  return [
    'For research: no model here is cleared for diagnosis.',
    some(nonCommercial) ? 'Non-commercial: it learnt from data whose licence forbids commercial use. Do not use it, or what it says, for a fee or in a product.' : 'No part of its terms forbids commercial use. Read them before you rely on that.',
    ...(some(noDerivatives) ? ['Some of that data may not be passed on in changed form.'] : []),
    ...(some(shareAlike) ? ['What you make from some of that data must carry the same licence.'] : []),
    'Name the data sets when you publish results.',
  ];
}

/** One line of the history. */
export function eventWords({ kind, model }: Pick<ModelEvent, 'kind' | 'model'>): string {
  const name = modelName(model).trim();
  switch (kind) {
    case 'installed': return `Installed ${name}`;
    case 'activated': return `${name} came into use`;
    case 'rolled-back': return `Rolled back to ${name}`;
    case 'removed': return `Removed ${name}`;
  }
}

/** What is being done: "Installing tiny.zip: self-test". */
export function taskWords({ kind, name, step }: BundleTask): string {
  const verb = { install: 'Installing', activate: 'Changing to', 'roll-back': 'Rolling back to', remove: 'Removing' }[kind];
  return `${verb} ${name}: ${step}`;
}

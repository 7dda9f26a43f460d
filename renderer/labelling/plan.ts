/** The plan of a labelling session as the page edits it. Pure. */
import type { RequestInput } from '../../preload/contract.ts';
import type { PlanPreview, QueueOrder } from '../../preload/labelling.ts';
import type { SeverityScheme } from '../../preload/readings.ts';
import { count } from '../format.ts';

/** As main takes it; a seed of null is drawn by main. */
export type Plan = RequestInput<'labelling.start'>;

export const firstPlan: Plan = {
  order: 'random', seed: null, protocol: null, zones: [], from: null, to: null, examIds: [], unreadOnly: true, limit: 60, scheme: 'lus', revealEach: false, repeat: false, askedOnly: false,
};

export const orders: readonly (readonly [order: QueueOrder, label: string, words: string])[] = [
  ['random', 'Random', 'Drawn anew each time, or the same again with a seed.'],
  ['uncertainty', 'Where the model is unsure', 'Nearest to its threshold first. The figures stay hidden.'],
  ['disagreement', 'Where readers disagree', 'Most disagreement first. The answers stay hidden.'],
  ['zone', 'By zone', 'R1, R2, and so on.'],
  ['date', 'By date', 'Oldest exam first.'],
];

export const schemes: readonly (readonly [scheme: SeverityScheme, label: string])[] = [['lus', 'LUS score'], ['soldati', 'COVID scheme (Soldati 2020)']];

/** A day of the reader's own clock ("2026-11-23") as the instant it begins; null for no day. */
export function startOfDay(day: string): string | null {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(year, month - 1, date) : null;
  return time === null || Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The instant after a day has ended. */
export function endOfDay(day: string): string | null {
  const begin = startOfDay(day);
  if (begin === null) return null;
  const time = new Date(begin);
  time.setDate(time.getDate() + 1);
  return time.toISOString();
}

/** "42 clips match, 40 of them never read by you. The session takes 60." */
export function previewWords({ clips, unread }: PlanPreview, plan: Pick<Plan, 'limit' | 'unreadOnly'>): string {
  if (clips === 0) return plan.unreadOnly ? 'No clip matches that you have not read.' : 'No clip matches.';
  const matching = plan.unreadOnly ? `${count(clips, 'clip')} that you have not read ${clips === 1 ? 'matches' : 'match'}.` : `${count(clips, 'clip')} ${clips === 1 ? 'matches' : 'match'}, ${unread} of them never read by you.`;
  return clips > plan.limit ? `${matching} The session takes ${plan.limit}.` : matching;
}

/** How many clips the session will have. */
export function sessionSize({ clips }: PlanPreview, { limit }: Pick<Plan, 'limit'>): number {
  return Math.min(clips, limit);
}

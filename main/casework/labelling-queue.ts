/** The order of a labelling queue: by plan, unread clips first, and the same again for the same seed. Pure. */
import { createHash } from 'node:crypto';
import type { Candidate, QueuePlace } from '../../db/labelling.ts';
import type { LabellingPlan, QueueOrder } from '../../preload/labelling.ts';

/** A number that depends on seed and clip alone, so that a clip that comes in later moves no other. */
function drawn(seed: number, clipId: string): number {
  return createHash('sha256').update(`${seed}/${clipId}`).digest().readUIntBE(0, 6);
}

type Compare = (a: Candidate, b: Candidate) => number;

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Without a model's result a clip's doubt is unknown: those come last. */
const doubtOf = ({ doubt }: Candidate): number => doubt ?? Number.MAX_VALUE;

const orders: Readonly<Record<QueueOrder, Compare>> = {
  random: () => 0,
  uncertainty: (a, b) => doubtOf(a) - doubtOf(b),
  disagreement: (a, b) => b.disagreement - a.disagreement,
  zone: (a, b) => text(a.zone ?? '~', b.zone ?? '~'),
  date: (a, b) => text(a.examinedAt, b.examinedAt),
};

/** At most `plan.limit` clips. A round is the reader's next for repeats and for clips never read, else the one to go on with. */
export function queueOf(candidates: readonly Candidate[], plan: Pick<LabellingPlan, 'order' | 'seed' | 'limit' | 'repeat'>): readonly QueuePlace[] {
  const keyed = candidates.map((candidate) => ({ candidate, key: drawn(plan.seed, candidate.clipId) }));
  const compare = orders[plan.order];
  const read = ({ rounds }: Candidate): number => Number(rounds > 0);
  return keyed
    .toSorted((a, b) => read(a.candidate) - read(b.candidate) || compare(a.candidate, b.candidate) || a.key - b.key)
    .slice(0, plan.limit)
    .map(({ candidate: { clipId, zone, rounds } }) => ({ clipId, zone, round: plan.repeat ? rounds + 1 : Math.max(1, rounds) }));
}

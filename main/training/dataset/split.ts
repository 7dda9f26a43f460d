/**
 * Deals patients to the sides of a split: whole patients, balanced by answer and data source, from a seed. Patients who have a side in the lineage keep it, so
 * that a dataset may grow without ever moving a patient from training to test.
 */
import type { SplitRule, SplitSide } from '../../../preload/datasets.ts';
import { seededOrder } from './seeded.ts';

export interface PatientClip {
  readonly patient: string;
  readonly source: string;
  readonly positive: boolean;
}

export interface SplitRequest {
  readonly clips: readonly PatientClip[];
  readonly rule: SplitRule;
  readonly seed: number;
  /** Sides that earlier versions gave; also of patients who have no clip now. */
  readonly previous: ReadonlyMap<string, SplitSide>;
  /** Patients who must stay together (near-duplicate pictures), each list a group. */
  readonly together: readonly (readonly string[])[];
}

export type SplitOutcome =
  | { readonly ok: true; readonly sides: ReadonlyMap<string, SplitSide> }
  /** Patients who must stay together but have different sides already. */
  | { readonly ok: false; readonly torn: readonly (readonly string[])[] };

/** Sides with what each should hold, as a share of the clips. */
export function sidesOf(rule: SplitRule): readonly { readonly side: SplitSide; readonly share: number }[] {
  if (rule.kind === 'folds') return Array.from({ length: rule.count }, (_, i) => ({ side: `fold-${i + 1}` as const, share: 1 / rule.count }));
  const all = [{ side: 'train', share: rule.train }, { side: 'validation', share: rule.validation }, { side: 'test', share: rule.test }] as const;
  return all.filter(({ share }) => share > 0);
}

/** Groups that share a patient become one; patients without a group are a group of their own. Sorted, so that the order of input does not matter. */
export function joinGroups(patients: readonly string[], together: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const parent = new Map(patients.map((patient) => [patient, patient]));
  const rootOf = (patient: string): string => {
    let at = patient;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const group of together) {
    const known = group.filter((patient) => parent.has(patient)).toSorted();
    for (const patient of known.slice(1)) {
      const [a, b] = [rootOf(known[0] ?? patient), rootOf(patient)].toSorted();
      if (a !== undefined && b !== undefined && a !== b) parent.set(b, a);
    }
  }
  return [...Map.groupBy(patients.toSorted(), rootOf).values()];
}

type Tally = Map<string, number>;

function add(tally: Tally, key: string, count: number): void {
  tally.set(key, (tally.get(key) ?? 0) + count);
}

class Dealer {
  readonly #sides: readonly { readonly side: SplitSide; readonly share: number }[];
  readonly #totals: Tally = new Map();
  readonly #held: ReadonlyMap<SplitSide, Tally>;
  readonly #filled = new Set<SplitSide>();

  constructor(sides: readonly { readonly side: SplitSide; readonly share: number }[], units: readonly Tally[]) {
    this.#sides = sides;
    this.#held = new Map(sides.map(({ side }) => [side, new Map()]));
    for (const unit of units) for (const [stratum, count] of unit) add(this.#totals, stratum, count);
  }

  put(side: SplitSide, unit: Tally): void {
    this.#filled.add(side);
    const held = this.#held.get(side);
    if (held !== undefined) for (const [stratum, count] of unit) add(held, stratum, count);
  }

  /** The side that lacks most of what the unit brings, each stratum by its own size. No side stays empty while `unitsLeft` could still fill it. */
  best(unit: Tally, unitsLeft: number): SplitSide {
    const empty = this.#sides.filter(({ side }) => !this.#filled.has(side));
    const open = empty.length >= unitsLeft ? empty : this.#sides;
    let best: { readonly side: SplitSide; readonly want: number } | null = null;
    for (const { side, share } of open.length > 0 ? open : this.#sides) {
      const held = this.#held.get(side);
      let want = 0;
      for (const [stratum, count] of unit) {
        const total = this.#totals.get(stratum) ?? 0;
        // Relative to the share, so that small sides are as eager as large ones.
        want += (count / total) * ((share * total - (held?.get(stratum) ?? 0) - count / 2) / share / total);
      }
      if (best === null || want > best.want + 1e-12) best = { side, want };
    }
    return best?.side ?? 'train';
  }
}

/** Dealt from the largest positives on, so that the rare is shared out while every side still has room; ties by the seed. */
export function splitPatients({ clips, rule, seed, previous, together }: SplitRequest): SplitOutcome {
  const byPatient = Map.groupBy(clips, (clip) => clip.patient);
  const groups = joinGroups([...byPatient.keys()], together);
  const torn = groups.filter((group) => new Set(group.flatMap((patient) => previous.get(patient) ?? [])).size > 1);
  if (torn.length > 0) return { ok: false, torn };
  const units = groups.map((patients) => {
    const tally: Tally = new Map();
    for (const patient of patients) for (const clip of byPatient.get(patient) ?? []) add(tally, `${clip.positive ? 'positive' : 'negative'} ${clip.source}`, 1);
    const positives = [...tally].reduce((sum, [stratum, count]) => sum + (stratum.startsWith('positive ') ? count : 0), 0);
    return { patients, tally, positives, clips: [...tally.values()].reduce((sum, count) => sum + count, 0), key: patients[0] ?? '', fixed: patients.flatMap((patient) => previous.get(patient) ?? [])[0] };
  });
  const dealer = new Dealer(sidesOf(rule), units.map(({ tally }) => tally));
  const sides = new Map<string, SplitSide>();
  const give = (unit: (typeof units)[number], side: SplitSide) => {
    dealer.put(side, unit.tally);
    for (const patient of unit.patients) sides.set(patient, side);
  };
  for (const unit of units) if (unit.fixed !== undefined) give(unit, unit.fixed);
  const order = new Map(seededOrder(seed, units.map(({ key }) => key)).map((key, place) => [key, place]));
  const free = units.filter(({ fixed }) => fixed === undefined).toSorted((a, b) => b.positives - a.positives || b.clips - a.clips || (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0));
  free.forEach((unit, index) => give(unit, dealer.best(unit.tally, free.length - index)));
  return { ok: true, sides };
}

/**
 * Figures of agreement as functions of sums over clips, so that a bootstrap draw adds up patients and not clips.
 * A figure is a number, or the reason why it is not defined on these clips.
 */
import type { AgreementFigure, UndefinedBecause } from '../../../preload/agreement.ts';
import { drawnIntervals } from '../bootstrap.ts';
import type { BootstrapOptions } from '../bootstrap.ts';
import type { Times } from '../metrics.ts';

export type Outcome = number | UndefinedBecause;

/** One clip: what each reader answered, as the number of a category (or a score); null where a reader gave no answer. */
export interface RatedClip {
  /** Clips of one patient are drawn together. */
  readonly patient: string;
  readonly answers: readonly (number | null)[];
}

/** Sums of clips, ready to be drawn. */
export interface GroupSums {
  readonly patients: number;
  /** Sums over the patients, each as often as `times` says. The array is used again by the next call. */
  of(times: Times): Float64Array;
}

/** What a patient adds: most sums of a patient are 0, so that only the others are kept. */
interface PatientSums {
  readonly at: Uint32Array;
  readonly values: Float64Array;
}

function kept(sums: Float64Array): PatientSums {
  const at = Uint32Array.from([...sums.keys()].filter((place) => sums[place] !== 0));
  return { at, values: Float64Array.from(at, (place) => sums[place] ?? 0) };
}

/** Adds up `size` numbers a clip by patient: `add` adds a clip's numbers to the array it is given. Clips for which it answers false are left out. */
export function groupSums(clips: readonly RatedClip[], size: number, add: (clip: RatedClip, into: Float64Array) => boolean): GroupSums & { readonly clips: number } {
  const byPatient = new Map<string, Float64Array>();
  let used = 0;
  for (const clip of clips) {
    const known = byPatient.get(clip.patient);
    const sums = known ?? new Float64Array(size);
    if (!add(clip, sums)) continue;
    used += 1;
    if (known === undefined) byPatient.set(clip.patient, sums);
  }
  const all = [...byPatient.values()].map(kept);
  const total = new Float64Array(size);
  return {
    clips: used, patients: all.length,
    of: (times) => {
      total.fill(0);
      for (let patient = 0; patient < all.length; patient += 1) {
        const drawn = times[patient] ?? 0;
        const sums = all[patient];
        if (drawn === 0 || sums === undefined) continue;
        for (let index = 0; index < sums.at.length; index += 1) {
          const place = sums.at[index] ?? 0;
          total[place] = (total[place] ?? 0) + drawn * (sums.values[index] ?? 0);
        }
      }
      return total;
    },
  };
}

/** The figure on the clips as they are. */
export function outcomeOf(sums: GroupSums, figure: (sums: Float64Array) => Outcome): Outcome {
  return figure(sums.of(new Uint8Array(sums.patients).fill(1)));
}

const numberOrNull = (outcome: Outcome): number | null => (typeof outcome === 'string' ? null : outcome);

/** Figures with their intervals; draws on which one is not defined are left out for it. All see the same draws. */
export function figuresOf(sums: GroupSums, figures: readonly ((sums: Float64Array) => Outcome)[], options: BootstrapOptions): readonly AgreementFigure[] {
  const values = figures.map((figure) => outcomeOf(sums, figure));
  const intervals = sums.patients < 2 ? [] : drawnIntervals(sums.patients, (times) => {
    const drawn = sums.of(times);
    return figures.map((figure) => numberOrNull(figure(drawn)));
  }, options);
  return values.map((value, at): AgreementFigure => {
    if (typeof value === 'string') return { value: null, because: value };
    const interval = intervals[at] ?? null;
    return { value, interval: interval === null ? null : { low: interval.low, high: interval.high } };
  });
}

const none: AgreementFigure = { value: null, because: 'no-clips' };

/** One figure with its interval. */
export function figureOf(sums: GroupSums, figure: (sums: Float64Array) => Outcome, options: BootstrapOptions): AgreementFigure {
  return figuresOf(sums, [figure], options)[0] ?? none;
}

/**
 * Figures of agreement as functions of sums over clips, so that a bootstrap draw adds up patients and not clips.
 * A figure is a number, or the reason why it is not defined on these clips.
 */
import type { AgreementFigure, UndefinedBecause } from '../../../preload/agreement.ts';
import { drawnInterval } from '../bootstrap.ts';
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
      all.forEach(({ at, values }, patient) => {
        const drawn = times[patient] ?? 0;
        if (drawn > 0) at.forEach((place, index) => (total[place] = (total[place] ?? 0) + drawn * (values[index] ?? 0)));
      });
      return total;
    },
  };
}

/** The figure on the clips as they are. */
export function outcomeOf(sums: GroupSums, figure: (sums: Float64Array) => Outcome): Outcome {
  return figure(sums.of(new Uint8Array(sums.patients).fill(1)));
}

/** The figure with its interval; draws on which it is not defined are left out. */
export function figureOf(sums: GroupSums, figure: (sums: Float64Array) => Outcome, options: BootstrapOptions): AgreementFigure {
  const value = outcomeOf(sums, figure);
  if (typeof value === 'string') return { value: null, because: value };
  if (sums.patients < 2) return { value, interval: null };
  const drawn = drawnInterval(sums.patients, (times) => {
    const outcome = figure(sums.of(times));
    return typeof outcome === 'string' ? null : outcome;
  }, options);
  return { value, interval: drawn === null ? null : { low: drawn.low, high: drawn.high } };
}

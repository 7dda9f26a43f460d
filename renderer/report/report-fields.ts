/** The columns of the report's zone table: what can be said, in words, in the order of the number keys. */
import type { Position, ValueSource, ZoneEntry, ZoneField } from '../../preload/report.ts';

type Value = string | number | boolean;

export interface FieldOption {
  readonly value: Value;
  readonly label: string;
  /** Key that chooses it. */
  readonly key: string;
}

export interface GridField {
  readonly field: ZoneField;
  readonly label: string;
  readonly options: readonly FieldOption[];
}

function options(...pairs: readonly (readonly [Value, string])[]): readonly FieldOption[] {
  return pairs.map(([value, label], index) => ({ value, label, key: String(index + 1) }));
}

export const gridFields: readonly GridField[] = [
  { field: 'state', label: 'State', options: options(['normal', 'normal'], ['pathological', 'pathological'], ['not-examined', 'not examined']) },
  { field: 'aLines', label: 'A-lines', options: options([true, 'yes'], [false, 'no']) },
  { field: 'bLines', label: 'B-lines', options: options(['0', 'none'], ['1-2', '1–2'], ['3+', '3 or more'], ['confluent', 'coalescent']) },
  { field: 'involved', label: 'Of the pleura', options: options(['under-half', '< 50%'], ['over-half', '> 50%']) },
  { field: 'pleura', label: 'Pleura', options: options(['regular', 'regular'], ['irregular', 'irregular'], ['broken', 'broken']) },
  { field: 'consolidation', label: 'Consolidation', options: options(['none', 'none'], ['subpleural', 'subpleural'], ['lobar', 'lobar']) },
  { field: 'effusion', label: 'Effusion', options: options(['none', 'none'], ['small', 'small'], ['large', 'large']) },
  { field: 'sliding', label: 'Sliding', options: options(['present', 'present'], ['absent', 'absent'], ['lung-point', 'lung point']) },
  { field: 'score', label: 'Score', options: [0, 1, 2, 3].map((value) => ({ value, label: String(value), key: String(value) })) },
];

/** Findings that make a zone pathological when nothing else was said of it. */
const pathological: Readonly<Partial<Record<ZoneField, readonly Value[]>>> = {
  bLines: ['3+', 'confluent'], pleura: ['broken'], consolidation: ['subpleural', 'lobar'], effusion: ['small', 'large'], sliding: ['absent', 'lung-point'],
};

/** The zone with one value set or, by null, taken away. Its sources are main's matter. */
export function withValue(zone: ZoneEntry, field: ZoneField, value: Value | null): ZoneEntry {
  // Options come from the table above, where each value is one of its field's type.
  const changed = { ...zone, [field]: value } as ZoneEntry;
  const tells = value !== null && pathological[field]?.includes(value) === true;
  return tells && zone.state === null ? { ...changed, state: 'pathological' } : changed;
}

/** The option after the present one, `step` away; from nothing the first, past the end nothing. */
export function nextValue({ options: all }: GridField, present: Value | null, step: 1 | -1): Value | null {
  const at = all.findIndex(({ value }) => value === present);
  if (at < 0) return (step === 1 ? all[0] : all.at(-1))?.value ?? null;
  return all[at + step]?.value ?? null;
}

export function valueWords({ options: all }: GridField, value: Value | null): string {
  return value === null ? '·' : (all.find((option) => option.value === value)?.label ?? String(value));
}

/** "from JD’s readings", "typed by JD", "from AI (0.92), confirmed by JD". */
export function sourceWords(source: ValueSource): string {
  switch (source.kind) {
    case 'reading': return `from ${source.reader}’s readings`;
    case 'consensus': return `consensus of ${source.reader}`;
    case 'adjudicated': return `adjudicated by ${source.reader}`;
    case 'decision': return `from ${source.reader}’s answer in review`;
    case 'typed': return `typed by ${source.reader}`;
    case 'ai': return `from AI (${source.model.id}, ${source.probability.toFixed(2)}), confirmed by ${source.confirmedBy}`;
  }
}

export const positions: readonly (readonly [Position, string])[] = [
  ['supine', 'Supine'], ['semi-recumbent', 'Semi-recumbent'], ['sitting', 'Sitting'], ['prone', 'Prone'], ['left-lateral', 'Left lateral'], ['right-lateral', 'Right lateral'],
];

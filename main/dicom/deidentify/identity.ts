/** Pseudonyms, date shifts and new UIDs of one export, random and consistent; the key that leads back is a file of its own. */
import { createHmac, randomBytes, randomInt } from 'node:crypto';

/** What leads from pseudonyms back to people: to be kept apart from the exported files. */
export interface ExportKey {
  readonly about: string;
  /** Hex; new UIDs are made with it, so that a later export with the same key gives the same ones. */
  readonly salt: string;
  readonly patients: readonly KeyPatient[];
}

export interface KeyPatient {
  /** What tells patients apart: identifier or name, else the folder or file that the clips came from. */
  readonly person: string;
  readonly name: string;
  readonly patientId: string;
  readonly pseudonym: string;
  /** Whole days that are added to every date of this patient. */
  readonly shiftDays: number;
}

const about = 'Key of a de-identified export. It leads back to patients: keep it apart from the exported files, and delete it when it is no longer needed.';
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const longestShift = 730;

export class Identities {
  readonly #salt: string;
  readonly #patients: KeyPatient[];

  constructor(known: ExportKey | null = null) {
    this.#salt = known?.salt ?? randomBytes(32).toString('hex');
    this.#patients = [...(known?.patients ?? [])];
  }

  /** The patient's pseudonym and shift, drawn at the first question. */
  patient(person: string, name: string, patientId: string): KeyPatient {
    const known = this.#patients.find((one) => one.person === person);
    if (known !== undefined) return known;
    const fresh: KeyPatient = { person, name, patientId, pseudonym: this.#pseudonym(), shiftDays: -randomInt(1, longestShift + 1) };
    this.#patients.push(fresh);
    return fresh;
  }

  /** A new UID for an old one (PS3.5 B.2, by UUID): the same for the same within a key, and no way back without it. */
  uid(old: string): string {
    const bytes = createHmac('sha256', Buffer.from(this.#salt, 'hex')).update(old).digest().subarray(0, 16);
    return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`;
  }

  key(): ExportKey {
    return { about, salt: this.#salt, patients: this.#patients };
  }

  #pseudonym(): string {
    for (;;) {
      const pseudonym = `P-${Array.from(randomBytes(6), (byte) => alphabet[byte % alphabet.length]).join('')}`;
      if (!this.#patients.some((one) => one.pseudonym === pseudonym)) return pseudonym;
    }
  }
}

/** YYYYMMDD moved by whole days; empty where it is no date. */
export function shiftDate(date: string, days: number): string {
  const found = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(date.trim());
  if (found === null) return '';
  const moved = new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + days));
  return Number.isNaN(moved.getTime()) ? '' : moved.toISOString().slice(0, 10).replaceAll('-', '');
}

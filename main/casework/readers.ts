/** The readers' desk: who reads here now, and what they may do. Everything that a person says goes through `acting()`. */
import { randomUUID } from 'node:crypto';
import type { CaseLog } from '../../db/case-log.ts';
import type { Result } from '../../preload/domain.ts';
import type { Permissions, Reader, ReaderId, ReaderRole, ReadersState } from '../../preload/readings.ts';
import { failure, success } from './failures.ts';
import { afterWrongPin, pinMatches, pinRecord, waitMs } from './readers-pin.ts';

export interface ReaderDesk {
  state(): ReadersState;
  /** The reader whose name stands with what is said now. Error: `locked`. */
  acting(): Result<Reader>;
  /** The acting reader, where they may decide between readers. Errors: `locked`, `denied`. */
  adjudicating(): Result<Reader>;
  locked(): boolean;
  lock(): ReadersState;
  /** The acting reader, once their PIN was given where they have one: for what is signed. Errors: `locked`, `denied`. */
  confirm(pin: string | null): Promise<Result<Reader>>;
  signIn(readerId: ReaderId, pin: string | null): Promise<Result<ReadersState>>;
  add(profile: { readonly name: string; readonly initials: string; readonly role: ReaderRole; readonly pin: string | null }): Promise<Result<ReadersState>>;
  update(readerId: ReaderId, patch: { readonly name?: string; readonly initials?: string; readonly role?: ReaderRole }): Result<ReadersState>;
  setActive(readerId: ReaderId, active: boolean): Result<ReadersState>;
  setPin(readerId: ReaderId, pin: string | null, present: string | null): Promise<Result<ReadersState>>;
}

/** Settings note with the present reader's id. */
const note = 'reader';

export function permissionsOf(role: ReaderRole): Permissions {
  return { adjudicate: role === 'adjudicator' || role === 'admin', manageReaders: role === 'admin' };
}

/** First letters of the first and the last word, or up to three of a single one: "Jo Doe" is JD. */
export function initialsOf(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [];
  const [first, last] = [words[0] ?? '', words.length > 1 ? (words.at(-1) ?? '') : ''];
  if (first === '') return 'R';
  // A single short word is initials already.
  const letters = last === '' ? (first.length <= 4 && first === first.toUpperCase() ? first : first.slice(0, 2)) : `${first.slice(0, 1)}${last.slice(0, 1)}`;
  return letters.toUpperCase();
}

/** Makes the first profile of the name that decisions have carried so far. */
function firstReader(log: CaseLog): Reader {
  const { readerName } = log.settings.get();
  const at = new Date().toISOString();
  const reader: Reader = { id: randomUUID(), name: readerName, initials: initialsOf(readerName), role: 'admin', hasPin: false, active: true, createdAt: at };
  log.together(() => {
    log.readers.insert(reader);
    log.audit.append(at, 'reader', reader.id, { did: 'added', role: reader.role });
  });
  return reader;
}

/** `changed` hears of every change of the state. */
export function createReaderDesk(log: CaseLog, changed: (state: ReadersState) => void): ReaderDesk {
  if (log.readers.count() === 0) firstReader(log);
  const active = () => log.readers.list().filter((reader) => reader.active);
  const remembered = log.readers.get(log.settings.note(note) ?? '');
  const begin = remembered?.active === true ? remembered : active()[0];
  if (begin === undefined) throw new Error('No active reader is left');
  let current = begin;
  // Whoever opens the program has confirmed nothing yet.
  let locked = current.hasPin;

  const state = (): ReadersState => ({ readers: log.readers.list(), current, locked, may: permissionsOf(current.role) });
  const tell = (): ReadersState => {
    current = log.readers.get(current.id) ?? current;
    const now = state();
    changed(now);
    return now;
  };
  const record = (did: string, subject: ReaderId, more: object = {}): void => log.audit.append(new Date().toISOString(), 'reader', subject, { did, by: current.id, ...more });
  const seat = (reader: Reader): void => {
    log.settings.setNote(note, reader.id);
    log.settings.set({ readerName: reader.name });
  };
  const acting = (): Result<Reader> => (locked ? failure('locked') : success(current));
  const managing = (): Result<Reader> => {
    const reader = acting();
    if (!reader.ok || permissionsOf(reader.value.role).manageReaders) return reader;
    return failure('denied', 'Only an admin may change readers.', 'Switch to an admin, or ask one.');
  };
  const lastAdmin = (readerId: ReaderId): boolean => active().every((reader) => reader.role !== 'admin' || reader.id === readerId) && log.readers.get(readerId)?.role === 'admin';
  const noAdmin = () => failure('conflict', 'This is the only admin.', 'Make another reader admin first.');
  const taken = (initials: string) => failure('conflict', `Another reader has the initials ${initials}.`, 'Choose others: they stand for the reader in lists.');

  /** Error `denied` for a wrong PIN or while no other may be tried. Each wrong one counts, also after a restart. */
  const checkPin = async (reader: Reader, pin: string | null): Promise<Result<null>> => {
    const stored = log.readers.pin(reader.id);
    if (stored === null || stored.record === null) return success(null);
    const wait = waitMs(stored, Date.now());
    if (wait > 0) return failure('denied', 'Too many wrong PINs.', `Wait ${Math.ceil(wait / 1_000)} s, then try again.`);
    // Counted before it is checked: guesses at the same time cannot pass the count.
    const counted = afterWrongPin(stored, Date.now());
    log.readers.setPin(reader.id, counted);
    if (pin !== null && (await pinMatches(pin, stored.record))) {
      log.readers.setPin(reader.id, { record: stored.record, failures: 0, blockedUntil: null });
      return success(null);
    }
    log.together(() => record('wrong PIN', reader.id));
    return failure('denied', 'The PIN is wrong.', counted.blockedUntil === null ? 'Try again.' : `Wait ${Math.ceil(waitMs(counted, Date.now()) / 1_000)} s, then try again.`);
  };

  return {
    state,
    acting,
    locked: () => locked,
    adjudicating: () => {
      const reader = acting();
      if (!reader.ok || permissionsOf(reader.value.role).adjudicate) return reader;
      return failure('denied', 'Only adjudicators and admins may decide between readers.', 'Switch to an adjudicator, or ask one.');
    },
    lock: () => {
      if (locked) return state();
      locked = true;
      log.together(() => record('locked', current.id));
      return tell();
    },
    confirm: async (pin) => {
      const reader = acting();
      if (!reader.ok) return reader;
      const checked = await checkPin(reader.value, pin);
      return checked.ok ? reader : checked;
    },
    signIn: async (readerId, pin) => {
      const reader = log.readers.get(readerId);
      if (reader === null || !reader.active) return failure('not-found', 'There is no such reader.', 'Choose another one.');
      const checked = await checkPin(reader, pin);
      if (!checked.ok) return checked;
      log.together(() => {
        seat(reader);
        log.audit.append(new Date().toISOString(), 'reader', reader.id, { did: 'signed in', before: current.id });
      });
      current = reader;
      locked = false;
      return success(tell());
    },
    add: async ({ name, initials, role, pin }) => {
      const may = managing();
      if (!may.ok) return may;
      const pinState = pin === null ? null : await pinRecord(pin);
      if (log.readers.initialsTaken(initials)) return taken(initials);
      const id = randomUUID();
      log.together(() => {
        log.readers.insert({ id, name, initials: initials.toUpperCase(), role, createdAt: new Date().toISOString() });
        if (pinState !== null) log.readers.setPin(id, { record: pinState, failures: 0, blockedUntil: null });
        record('added', id, { role, pin: pin !== null });
      });
      return success(tell());
    },
    update: (readerId, patch) => {
      const may = managing();
      if (!may.ok) return may;
      const reader = log.readers.get(readerId);
      if (reader === null) return failure('not-found');
      if (patch.role !== undefined && patch.role !== 'admin' && lastAdmin(readerId)) return noAdmin();
      if (patch.initials !== undefined && reader.active && log.readers.initialsTaken(patch.initials, readerId)) return taken(patch.initials);
      log.together(() => {
        log.readers.update(readerId, { ...patch, ...(patch.initials === undefined ? {} : { initials: patch.initials.toUpperCase() }) });
        record('changed', readerId, { changed: Object.keys(patch), ...(patch.role === undefined ? {} : { role: patch.role }) });
        if (readerId === current.id && patch.name !== undefined) log.settings.set({ readerName: patch.name });
      });
      return success(tell());
    },
    setActive: (readerId, wanted) => {
      const may = managing();
      if (!may.ok) return may;
      const reader = log.readers.get(readerId);
      if (reader === null) return failure('not-found');
      if (!wanted && lastAdmin(readerId)) return noAdmin();
      if (!wanted && readerId === current.id) return failure('conflict', 'You cannot retire yourself.', 'Let another admin do it.');
      if (wanted && !reader.active && log.readers.initialsTaken(reader.initials, readerId)) return taken(reader.initials);
      log.together(() => {
        log.readers.update(readerId, { active: wanted });
        record(wanted ? 'taken back' : 'retired', readerId);
      });
      return success(tell());
    },
    setPin: async (readerId, pin, present) => {
      const own = readerId === current.id;
      const may = own ? acting() : managing();
      if (!may.ok) return may;
      const reader = log.readers.get(readerId);
      if (reader === null) return failure('not-found');
      const checked = own ? await checkPin(reader, present) : success(null);
      if (!checked.ok) return checked;
      const made = pin === null ? null : await pinRecord(pin);
      log.together(() => {
        log.readers.setPin(readerId, { record: made, failures: 0, blockedUntil: null });
        record(pin === null ? 'PIN removed' : 'PIN set', readerId);
      });
      return success(tell());
    },
  };
}

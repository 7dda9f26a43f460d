/** Readers: local profiles. They are retired, never deleted, so that every reading keeps its reader. */
import type { Database } from 'better-sqlite3';
import type { Reader, ReaderId, ReaderRole } from '../preload/readings.ts';

/** What unlocking needs to know of a reader; never leaves the main process. */
export interface PinState {
  /** scrypt record as text; null without a PIN. */
  readonly record: string | null;
  /** Wrong PINs in a row. */
  readonly failures: number;
  readonly blockedUntil: string | null;
}

export type NewReader = Omit<Reader, 'hasPin' | 'active'> & { readonly active?: boolean };
export type ReaderPatch = Partial<Pick<Reader, 'name' | 'initials' | 'role' | 'active'>>;

export interface Readers {
  /** Initials must be free among active readers: see `initialsTaken`. */
  insert(reader: NewReader): void;
  get(id: ReaderId): Reader | null;
  /** All, in order of creation; retired ones too. */
  list(): readonly Reader[];
  /** False when there is no such reader. */
  update(id: ReaderId, patch: ReaderPatch): boolean;
  /** Among active readers, upper and lower case alike; `except` is left aside. */
  initialsTaken(initials: string, except?: ReaderId): boolean;
  pin(id: ReaderId): PinState | null;
  setPin(id: ReaderId, pin: PinState): void;
  count(): number;
}

interface ReaderSqlRow {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly role: ReaderRole;
  readonly active: number;
  readonly created_at: string;
  readonly has_pin: number;
}

function readerOf({ id, name, initials, role, active, created_at: createdAt, has_pin: hasPin }: ReaderSqlRow): Reader {
  return { id, name, initials, role, hasPin: hasPin === 1, active: active === 1, createdAt };
}

const columns = 'id, name, initials, role, active, created_at, pin IS NOT NULL AS has_pin';

export function createReaders(db: Database): Readers {
  const insert = db.prepare('INSERT INTO readers (id, name, initials, role, active, created_at) VALUES (@id, @name, @initials, @role, @active, @createdAt)');
  const get = db.prepare<[string], ReaderSqlRow>(`SELECT ${columns} FROM readers WHERE id = ?`);
  const list = db.prepare<[], ReaderSqlRow>(`SELECT ${columns} FROM readers ORDER BY seq`);
  const update = db.prepare(`UPDATE readers SET name = coalesce(@name, name), initials = coalesce(@initials, initials), role = coalesce(@role, role),
    active = coalesce(@active, active) WHERE id = @id`);
  const taken = db.prepare<[string, string]>('SELECT 1 FROM readers WHERE initials = ? AND active = 1 AND id <> ?');
  const pin = db.prepare<[string], { readonly record: string | null; readonly failures: number; readonly blockedUntil: string | null }>(
    'SELECT pin AS record, pin_failures AS failures, pin_blocked_until AS blockedUntil FROM readers WHERE id = ?',
  );
  const setPin = db.prepare('UPDATE readers SET pin = @record, pin_failures = @failures, pin_blocked_until = @blockedUntil WHERE id = @id');
  const count = db.prepare<[], number>('SELECT count(*) FROM readers').pluck();
  return {
    insert: ({ active = true, ...reader }) => void insert.run({ ...reader, active: active ? 1 : 0 }),
    get: (id) => {
      const row = get.get(id);
      return row ? readerOf(row) : null;
    },
    list: () => list.all().map(readerOf),
    update: (id, { name = null, initials = null, role = null, active }) => {
      const flag = active === undefined ? null : Number(active);
      return update.run({ id, name, initials, role, active: flag }).changes > 0;
    },
    initialsTaken: (initials, except = '') => taken.get(initials, except) !== undefined,
    pin: (id) => pin.get(id) ?? null,
    setPin: (id, state) => void setPin.run({ ...state, id }),
    count: () => count.get() ?? 0,
  };
}

/** Settings: one JSON value a name. Unknown or unreadable values fall back to the default, so that an old row never stops the start. */
import type { Database } from 'better-sqlite3';
import type { Settings } from '../preload/domain.ts';

export const defaultSettings: Settings = { theme: 'dark', provider: 'auto', modelSha256: null, readerName: 'Reader', lockAfterMinutes: 15, analyseOnImport: true };

export interface SettingsTable {
  get(): Settings;
  set(patch: Partial<Settings>): void;
  /** A value beside the settings (measured once and kept), such as whether the first run is over. */
  note(name: string): string | null;
  setNote(name: string, value: string): void;
}

export function createSettings(db: Database): SettingsTable {
  const all = db.prepare<[], { readonly name: string; readonly value: string }>('SELECT name, value FROM settings');
  const one = db.prepare<[string], string>('SELECT value FROM settings WHERE name = ?').pluck();
  const put = db.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value');
  const known = Object.keys(defaultSettings);
  return {
    get: () => {
      const stored = all.all().filter((row) => known.includes(row.name)).map((row): [string, unknown] => [row.name, JSON.parse(row.value)]);
      return { ...defaultSettings, ...Object.fromEntries(stored) };
    },
    set: db.transaction((patch: Partial<Settings>) => {
      for (const [name, value] of Object.entries(patch)) if (value !== undefined) put.run(name, JSON.stringify(value));
    }),
    note: (name) => one.get(`note.${name}`) ?? null,
    setNote: (name, value) => void put.run(`note.${name}`, value),
  };
}

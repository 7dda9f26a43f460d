/** Passwords of DICOMweb archives: sealed by the system's keychain beside the settings, or, where the system has none, kept only while the app runs. */
import type { CaseLog } from '../../db/case-log.ts';
import type { NodeId } from '../../preload/archive.ts';

/** Encrypts for this user of this machine. */
export interface Keychain {
  /** Without a keychain nothing may be stored. */
  available(): boolean;
  /** Base64. */
  seal(text: string): string;
  /** Null for what was sealed by another user, or on another machine. */
  open(sealed: string): string | null;
}

export interface NodePasswords {
  /** Whether they outlast the app. */
  lasting(): boolean;
  /** Empty where none is known. */
  of(id: NodeId): string;
  /** Empty forgets it. */
  set(id: NodeId, password: string): void;
}

const note = 'archive.passwords';
/** A plain text is what the first versions wrote. */
type Stored = Readonly<Record<NodeId, { readonly sealed: string } | string>>;

function readStored(log: CaseLog): Stored {
  const text = log.settings.note(note);
  if (text === null) return {};
  const stored: Stored = JSON.parse(text);
  return stored;
}

/** `keychain` null: there is none. */
export function createNodePasswords(log: CaseLog, keychain: Keychain | null): NodePasswords {
  const held = new Map<NodeId, string>();
  const lasting = (): boolean => keychain?.available() === true;
  const set = (id: NodeId, password: string): void => {
    const { [id]: _before, ...others } = readStored(log);
    held.delete(id);
    if (password !== '' && !lasting()) held.set(id, password);
    const sealed = password !== '' && keychain !== null && lasting() ? { [id]: { sealed: keychain.seal(password) } } : {};
    log.settings.setNote(note, JSON.stringify({ ...others, ...sealed }));
  };
  for (const [id, password] of Object.entries(readStored(log))) if (typeof password === 'string') set(id, password);
  return {
    lasting, set,
    of: (id) => {
      const kept = readStored(log)[id];
      return held.get(id) ?? (typeof kept === 'object' ? (keychain?.open(kept.sealed) ?? '') : '');
    },
  };
}

/** Names for outside: keyed by the dataset's own random salt, so that two exports cannot be joined, and nothing leads back without the salt. */
import { createHmac, randomBytes } from 'node:crypto';

export type Salt = string;

/** 128 random bits, hex. */
export function newSalt(): Salt {
  return randomBytes(16).toString('hex');
}

/** "p-3f2a9c1b7d04": `kind` is p (patient), c (clip) or r (reader). 48 bits: no two alike among millions by any likely chance, and checked all the same. */
export function pseudonym(salt: Salt, kind: 'p' | 'c' | 'r', name: string): string {
  return `${kind}-${createHmac('sha256', Buffer.from(salt, 'hex')).update(`${kind}\n${name}`).digest('hex').slice(0, 12)}`;
}

/** Pseudonyms of all the names; throws on the one chance in 10^9 that two are alike. */
export function pseudonyms(salt: Salt, kind: 'p' | 'c' | 'r', names: readonly string[]): ReadonlyMap<string, string> {
  const given = new Map([...new Set(names)].map((name) => [name, pseudonym(salt, kind, name)]));
  if (new Set(given.values()).size !== given.size) throw new Error('Two pseudonyms are alike; a new salt is needed.');
  return given;
}

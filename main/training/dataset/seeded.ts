/** Order and chance from a seed, by hashing: the same whatever the order that things came in, and the same for ever. */
import { createHash } from 'node:crypto';

/** 48 bits of SHA-256 of (seed, text) as a number from 0 to 1. */
export function seededRank(seed: number, text: string): number {
  return createHash('sha256').update(`${seed}\n${text}`).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** The names in an order that only the seed and the names themselves decide. */
export function seededOrder(seed: number, names: readonly string[]): string[] {
  const ranks = new Map(names.map((name) => [name, seededRank(seed, name)]));
  return names.toSorted((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || (a < b ? -1 : 1));
}

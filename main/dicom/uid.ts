/** UIDs without a registered root: 2.25 and the number of a UUID (PS3.5 annex B.2). */
import { createHash } from 'node:crypto';

/** At most 44 characters. */
export function uidOfUuid(uuid: string): string {
  return `2.25.${BigInt(`0x${uuid.replaceAll('-', '')}`).toString()}`;
}

/** The same UID for the same words, on any machine: a UUID of version 8 made from their digest. */
export function uidOfWords(...words: readonly string[]): string {
  const digest = createHash('sha256').update(words.join('\0')).digest().subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return uidOfUuid(digest.toString('hex'));
}

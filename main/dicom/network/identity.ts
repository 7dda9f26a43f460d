/** Who we are on the network and in what we write. */

/** Implementation class UID: 2.25 and a UUID's number (PS3.5 annex B.2), the same for every version of Pleura. */
export const implementationClass = '2.25.263894316471062951218847093871569327104';

/** At most 16 characters. */
export const implementationVersion = 'PLEURA_1';

/** What this side takes in one data unit. */
export const ownMaxLength = 256 * 1024;

/** AE titles: 1 to 16 printable characters but backslash, not only spaces (PS3.5 table 6.2-1). */
export function isAeTitle(text: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(text) && text.trim() !== '';
}

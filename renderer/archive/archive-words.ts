/** Archives and what they say, in the reader's words. */
import type { ArchiveNode, ListenerState, SendRecord } from '../../preload/archive.ts';
import { dayAndTime } from '../format.ts';

/** "ORTHANC at 10.0.0.5:4242", "DICOMweb at archive.local". */
export function addressWords({ address }: ArchiveNode): string {
  if (address.kind === 'web') return `DICOMweb at ${address.url.replace(/^https?:\/\//, '')}`;
  return `${address.aeTitle} at ${address.host}:${address.port}${address.tls ? ', TLS' : ''}`;
}

export function listenerWords(listener: ListenerState): string {
  switch (listener.state) {
    case 'off': return 'Off. Nothing is received.';
    case 'starting': return 'Starting…';
    case 'listening': return `Listening on port ${listener.port}.`;
    case 'failed': return listener.error.message;
  }
}

/** DICOM's carets read as people write names: "Family, Given Middle". */
export function personWords(name: string): string {
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = name.split('^').map((part) => part.trim());
  const first = [prefix, given, middle].filter((part) => part !== '').join(' ');
  return [family, first, suffix].filter((part) => part !== '').join(', ');
}

/** "26 Nov 2026, 09:41" of a local time without zone; a dash where there is none. */
export function localWords(local: string | null): string {
  return local === null ? '–' : dayAndTime(local);
}

const commitments: Readonly<Record<NonNullable<SendRecord['commitment']>, string>> = {
  kept: 'the archive confirms that it keeps them', later: 'the archive will confirm later', refused: 'the archive does not confirm that it keeps them', 'not-supported': 'the archive gives no confirmation',
};

/** "report, PDF to ORTHANC: 2 stored; the archive confirms that it keeps them". */
export function sentWords({ node, what, stored, failed, commitment }: SendRecord): string {
  const refused = failed === 0 ? '' : `, ${failed} not taken`;
  return `${what} to ${node}: ${stored} stored${refused}${commitment === null || stored === 0 ? '' : `; ${commitments[commitment]}`}`;
}

/** A list of AE titles as typed, or what is wrong with it. */
export function callersOf(text: string): { readonly callers: readonly string[]; readonly problem: string | null } {
  const callers = [...new Set(text.split(/[,;\n]+/).map((title) => title.trim()).filter((title) => title !== ''))];
  const bad = callers.find((title) => !isAeTitle(title));
  return { callers, problem: bad === undefined ? null : `“${bad}” is no AE title: at most 16 letters, digits and signs, without backslash.` };
}

export function isAeTitle(text: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(text.trim());
}

/** Null, or what is wrong with a port as typed. */
export function portProblem(text: string): string | null {
  const port = Number(text);
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? null : 'Enter a port from 1 to 65535.';
}

/** Null, or what is wrong with a whole number as typed. */
export function amountProblem(text: string, smallest: number, largest: number): string | null {
  const amount = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isInteger(amount) && amount >= smallest && amount <= largest ? null : `Enter a whole number from ${smallest.toLocaleString('en-GB')} to ${largest.toLocaleString('en-GB')}.`;
}

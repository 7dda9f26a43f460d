/** PINs of readers: scrypt records, compared in constant time, and ever longer waits after wrong ones. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { BinaryLike, ScryptOptions } from 'node:crypto';
import type { PinState } from '../../db/readers.ts';

/** 32 MiB and some 60 ms a try (N = 2^15): a PIN is short, so each guess must cost. */
const cost = { N: 32_768, r: 8, p: 1 } as const;
const keyBytes = 32;
/** Wrong PINs that cost nothing; from then on each doubles the wait. */
const freeTries = 4;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

interface PinRecord {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** Both base64. */
  readonly salt: string;
  readonly key: string;
}

/** Runs on the thread pool, not on the event loop. */
function derive(pin: string, salt: BinaryLike, { N, r, p }: Pick<PinRecord, 'N' | 'r' | 'p'>): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, keyBytes, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** The record to store; a new salt each time. */
export async function pinRecord(pin: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(pin, salt, cost);
  const record: PinRecord = { ...cost, salt: salt.toString('base64'), key: key.toString('base64') };
  return JSON.stringify(record);
}

export async function pinMatches(pin: string, stored: string): Promise<boolean> {
  const record: PinRecord = JSON.parse(stored);
  const expected = Buffer.from(record.key, 'base64');
  const given = await derive(pin, Buffer.from(record.salt, 'base64'), record);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The state after one more wrong PIN: the fifth in a row waits 30 s, each further one twice as long, at most 15 minutes. */
export function afterWrongPin(state: PinState, now: number): PinState {
  const failures = state.failures + 1;
  if (failures <= freeTries) return { ...state, failures };
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - freeTries - 1));
  return { ...state, failures, blockedUntil: new Date(now + waitMs).toISOString() };
}

/** Milliseconds until a PIN may be tried again; 0 when it may. */
export function waitMs(state: PinState, now: number): number {
  return state.blockedUntil === null ? 0 : Math.max(0, Date.parse(state.blockedUntil) - now);
}

/** Channels of readers. */
import { z } from 'zod';
import { channel } from './channel.ts';
import type { ReadersState } from './readings.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const name = z.string().trim().min(1).max(80);
const initials = z.string().trim().regex(/^\p{L}{1,4}$/u);
const role = z.enum(['sonographer', 'annotator', 'adjudicator', 'admin']);
const pin = z.string().regex(/^\d{4,12}$/);
const nothing = z.strictObject({});

export const readingRequests = {
  'readers.state': channel<ReadersState>()(nothing),
  /** Takes over, or unlocks: the PIN where the reader has one, null where not. Errors: `denied` (wrong PIN, or too many of them), `not-found`. */
  'readers.signIn': channel<ReadersState>()(z.strictObject({ readerId: id, pin: pin.nullable() })),
  'readers.lock': channel<ReadersState>()(nothing),
  'readers.add': channel<ReadersState>()(z.strictObject({ name, initials, role, pin: pin.nullable() })),
  'readers.update': channel<ReadersState>()(z.strictObject({ readerId: id, name: name.optional(), initials: initials.optional(), role: role.optional() })),
  /** Retires a profile, or takes it back. */
  'readers.setActive': channel<ReadersState>()(z.strictObject({ readerId: id, active: z.boolean() })),
  /** Sets or removes (null) a PIN: one's own with the present one, another reader's as admin. */
  'readers.setPin': channel<ReadersState>()(z.strictObject({ readerId: id, pin: pin.nullable(), present: pin.nullable() })),
} as const;

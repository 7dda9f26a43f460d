/** Channels of copies without identity. */
import { z } from 'zod';
import { channel } from './channel.ts';
import type { CopyPreview } from './deidentify.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);

export const deidentifyRequests = {
  /** Looks at one clip; writes nothing. Error `cancelled` where a newer look or `deidentify.stop` ended it. */
  'deidentify.preview': channel<CopyPreview>()(z.strictObject({ clipId: id, keepText: z.boolean() })),
  'deidentify.stop': channel<null>()(z.strictObject({})),
  /** Asks for a folder, and with `key` for the key's own place; null where either dialog was closed. Errors: `locked`, `denied`, `bad-request` (the key would lie among the copies). */
  'deidentify.start': channel<{ readonly jobId: string } | null>()(
    z.strictObject({ examId: id, clipIds: z.array(id).min(1).max(10_000), keepText: z.boolean(), wholePictures: z.boolean(), key: z.boolean() }),
  ),
} as const;

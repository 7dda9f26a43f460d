/** Channels of agreement, assignments and adjudication. */
import { z } from 'zod';
import type { Adjudication, AgreementReport, Assignment } from './agreement.ts';
import type { AdjudicationCase, AdjudicationQueue, AgreementChoices, AgreementOverview } from './agreement-pages.ts';
import { channel } from './channel.ts';
import { readingContent } from './reading-schemas.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const nothing = z.strictObject({});
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const question = z.enum(['verdict', 'b-lines', 'a-lines', 'pleura', 'consolidation', 'effusion', 'sliding', 'severity-lus', 'severity-soldati']);
const share = z.number().gt(0).max(1);
const seed = z.int().min(0).max(1_000_000_000);
const least = z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable();
const tie = z.enum(['none', 'worse']);
const minReaders = z.int().min(1).max(50);
const weight = z.number().min(0).max(1_000);

/** Also used for policies that datasets are made with. */
export const consensusPolicy = z.strictObject({
  name: z.string().trim().min(1).max(80),
  version: z.literal(1),
  rule: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('single'), reader: id }),
    z.strictObject({ kind: z.literal('majority'), tie, minReaders }),
    z.strictObject({ kind: z.literal('weighted'), weights: z.record(id, weight), others: weight, tie, minReaders }),
    z.strictObject({ kind: z.literal('adjudicated'), otherwise: z.enum(['none', 'unanimous', 'majority']) }),
  ]),
});

const asked = { question, readers: z.array(id).min(1).max(50), basis: z.enum(['independent', 'final']), from: day.nullable(), to: day.nullable() };

export const agreementRequests = {
  'agreement.overview': channel<AgreementOverview>()(nothing),
  /** Computed in a process of its own; a newer question ends an older one, which is then answered with `cancelled`. */
  'agreement.report': channel<AgreementReport>()(z.strictObject(asked)),
  /** Asks where to save the table or the whole record, and saves it there. */
  'agreement.save': channel<{ readonly saved: boolean }>()(z.strictObject({ ...asked, format: z.enum(['csv', 'json']) })),
  'agreement.choose': channel<AgreementChoices>()(
    z.strictObject({
      policy: consensusPolicy.optional(),
      disagreement: z.strictObject({ verdict: z.boolean(), bLines: least, aLines: z.boolean(), severity: least }).optional(),
      anonymous: z.boolean().optional(),
    }),
  ),
  /** Newest first. */
  'assignments.list': channel<readonly Assignment[]>()(nothing),
  /** Errors: `denied`, `not-found`, `bad-request` where no clip is left to choose. */
  'assignments.add': channel<Assignment>()(
    z.strictObject({
      readerId: id,
      choice: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('clips'), clipIds: z.array(id).min(1).max(10_000) }),
        z.strictObject({ kind: z.literal('share'), share, seed, of: z.enum(['read-by-others', 'all']) }),
        z.strictObject({ kind: z.literal('repeat'), share, seed }),
      ]),
    }),
  ),
  'assignments.withdraw': channel<null>()(z.strictObject({ assignmentId: id })),
  'adjudication.queue': channel<AdjudicationQueue>()(nothing),
  'adjudication.open': channel<AdjudicationCase>()(z.strictObject({ clipId: id })),
  /** `followed`: the reading that the decision takes over. Errors: `denied`, `not-found`, `bad-request` for a decision without any answer, `conflict` where a reader has answered anew meanwhile. */
  'adjudication.decide': channel<Adjudication>()(
    z.strictObject({ clipId: id, verdict: readingContent.shape.verdict, findings: readingContent.shape.findings, reason: z.string().trim().max(2_000), followed: id.nullable(), considered: z.array(id).max(200) }),
  ),
} as const;

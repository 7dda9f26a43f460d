/** Channels of archives, worklists and our own receiver. */
import { z } from 'zod';
import type { ArchiveNode, ArchiveState, ExamSending, ListenerStatus, QueryAnswer, StudyRow, WorklistRow } from './archive.ts';
import { channel } from './channel.ts';
import type { ExamId } from './domain.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const nothing = z.strictObject({});
/** 1 to 16 printable characters but backslash, not only spaces (PS3.5 table 6.2-1). */
const aeTitle = z.string().trim().regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/);
const port = z.int().min(1).max(65_535);
const uid = z.string().regex(/^[0-9.]{1,64}$/);
const text = z.string().max(200);
const day = z.union([z.literal(''), z.iso.date()]);
const query = z.strictObject({ patientName: text, patientId: text, accessionNumber: text, from: day, to: day });
const host = z.string().trim().regex(/^[a-zA-Z0-9._:-]{1,253}$/);

const megabyte = 1024 ** 2;
const limits = {
  maxObjectBytes: z.int().min(megabyte).max(64 * 1024 * megabyte).optional(), maxObjectsPerMinute: z.int().min(1).max(100_000).optional(),
  keepFreeBytes: z.int().min(0).max(16 * 1024 ** 2 * megabyte).optional(),
};

const address = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dimse'), host, port, aeTitle, retrieve: z.enum(['get', 'move']), tls: z.boolean() }),
  z.strictObject({ kind: z.literal('web'), url: z.url({ protocol: /^https?$/ }).max(500), user: text }),
]);

const patient = z.strictObject({ name: z.string().max(400), patientId: text, issuer: text, birthDate: z.iso.date().nullable(), sex: z.enum(['F', 'M', 'O', '']) });
const study = z.strictObject({
  studyInstanceUid: z.union([z.literal(''), uid]), studyId: text, accessionNumber: text, studyDate: z.string().max(40).nullable(), studyTime: z.string().max(40).nullable(), referringPhysician: z.string().max(400),
});

export const archiveRequests = {
  'archive.state': channel<ArchiveState>()(nothing),
  'archive.setListener': channel<ArchiveState>()(
    z.strictObject({ enabled: z.boolean().optional(), aeTitle: aeTitle.optional(), port: port.optional(), bind: z.union([z.ipv4(), z.ipv6()]).optional(), callers: z.array(aeTitle).max(200).optional(), ...limits }),
  ),
  /** A new node where `nodeId` is null. `password` null keeps the one that is stored. */
  'archive.saveNode': channel<ArchiveNode>()(z.strictObject({ nodeId: id.nullable(), name: z.string().trim().min(1).max(60), address, worklist: z.boolean(), password: z.string().max(200).nullable() })),
  'archive.removeNode': channel<null>()(z.strictObject({ nodeId: id })),
  /** Milliseconds to its answer. */
  'archive.test': channel<{ readonly ms: number }>()(z.strictObject({ nodeId: id })),
  /** A newer query of the window cancels an older one. */
  'archive.studies': channel<QueryAnswer<StudyRow>>()(z.strictObject({ nodeId: id, query })),
  'archive.worklist': channel<QueryAnswer<WorklistRow>>()(z.strictObject({ nodeId: id, query })),
  'archive.retrieve': channel<{ readonly jobId: string }>()(z.strictObject({ nodeId: id, study: uid })),
  /** An exam for a scheduled examination, filled with who and what; the images of its study come to it. */
  'archive.takeWorklist': channel<{ readonly examId: ExamId }>()(z.strictObject({ patient, study, scheduledAt: z.string().max(40).nullable() })),
  /** Error `conflict`: nothing is signed, or nothing is chosen. */
  'archive.send': channel<{ readonly jobId: string }>()(z.strictObject({ examId: id, nodeId: id, report: z.boolean(), keyImages: z.boolean(), pdf: z.boolean(), originals: z.boolean() })),
  'archive.sent': channel<ExamSending>()(z.strictObject({ examId: id })),
} as const;

export interface ArchiveEvents {
  /** At most 5 times a second. */
  readonly 'archive.listener': ListenerStatus;
  readonly 'archive.sentChanged': { readonly examId: ExamId };
}

export const archiveEventNames = ['archive.listener', 'archive.sentChanged'] as const satisfies readonly (keyof ArchiveEvents)[];

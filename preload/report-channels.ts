/** Channels of exam reports. */
import { z } from 'zod';
import { channel } from './channel.ts';
import type { ReportSettings, ReportState, ReportVersion } from './report.ts';

const id = z.string().min(1).max(64).regex(/^[\w-]+$/);
const frame = z.int().min(0).max(1_000_000);
const zone = z.string().regex(/^[LR][1-6]$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const revision = z.int().min(0);
const text = z.string().max(10_000);
const size = z.enum(['A4', 'Letter']);
const score = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
const largestImage = 16 * 2 ** 20;

const evidence = z.strictObject({ clipId: id, frame, from: z.enum(['range', 'stroke', 'reader', 'ai']) });

/** One zone as typed; where its values come from is main's to say. */
const zoneEdit = z.strictObject({
  zone,
  state: z.enum(['normal', 'pathological', 'not-examined']).nullable(),
  bLines: z.enum(['0', '1-2', '3+', 'confluent']).nullable(),
  aLines: z.boolean().nullable(),
  pleura: z.enum(['regular', 'irregular', 'broken']).nullable(),
  involved: z.enum(['under-half', 'over-half']).nullable(),
  consolidation: z.enum(['none', 'subpleural', 'lobar']).nullable(),
  effusion: z.enum(['none', 'small', 'large']).nullable(),
  sliding: z.enum(['present', 'absent', 'lung-point']).nullable(),
  score: score.nullable(),
  evidence: z.array(evidence).max(40),
  note: z.string().max(1_000),
});

const keyImage = z.strictObject({
  sha256, width: z.int().min(1).max(20_000), height: z.int().min(1).max(20_000), clipId: id, frame, zone: zone.nullable(), overlay: z.string().max(200).nullable(), caption: z.string().max(300),
});

const reportEdit = z.strictObject({
  format: z.literal(1), indication: text, position: z.enum(['supine', 'semi-recumbent', 'sitting', 'prone', 'left-lateral', 'right-lateral']).nullable(),
  technicalLimits: text, scheme: z.enum(['lus', 'soldati']), whyIncomplete: text, conclusion: text, zones: z.array(zoneEdit).max(12), keyImages: z.array(keyImage).max(12),
});

const macro = z.strictObject({ name: z.string().regex(/^[a-z0-9]{1,20}$/), text: z.string().trim().min(1).max(2_000) });
const shown = { examId: id, versionId: id.nullable() };

/** `versionId` null: the draft, or what would be its beginning. */
export const reportRequests = {
  'reports.get': channel<ReportState>()(z.strictObject({ examId: id })),
  'reports.version': channel<ReportVersion>()(z.strictObject({ versionId: id })),
  /** Error `conflict`: saved elsewhere since `revision`, or signed and not being amended. */
  'reports.save': channel<ReportState>()(z.strictObject({ examId: id, revision, edit: reportEdit })),
  /** Takes what readings say now, except where a person typed in the report. */
  'reports.refill': channel<ReportState>()(z.strictObject({ examId: id, revision })),
  /** Takes the model's suggestion for one zone over, in the reader's name. */
  'reports.takeAi': channel<ReportState>()(z.strictObject({ examId: id, revision, zone })),
  /** The PIN where the reader has one. Errors: `conflict` (something is missing), `denied` (wrong PIN). */
  'reports.sign': channel<ReportState>()(z.strictObject({ examId: id, revision, pin: z.string().max(12).nullable() })),
  /** Begins a new version of a signed report. */
  'reports.amend': channel<ReportState>()(z.strictObject({ examId: id, reason: z.string().trim().min(1).max(400) })),
  /** Drops the draft: back to the signed version, or to what readings say. */
  'reports.discard': channel<ReportState>()(z.strictObject({ examId: id, revision })),
  /** Adds the frame as it was on screen. Answers how many key images the draft has. */
  'reports.addImage': channel<{ readonly images: number }>()(
    z.strictObject({ clipId: id, frame, overlay: z.string().max(200).nullable(), width: z.int().min(1).max(20_000), height: z.int().min(1).max(20_000), png: z.instanceof(Uint8Array).refine((bytes) => bytes.length <= largestImage) }),
  ),
  /** The report's printable page, for the preview. */
  'reports.page': channel<string>()(z.strictObject({ ...shown, size })),
  /** Asks where to save it, and saves it there. */
  'reports.saveAs': channel<{ readonly saved: boolean }>()(z.strictObject({ ...shown, kind: z.enum(['pdf', 'json', 'csv']), size })),
  'reports.settings': channel<ReportSettings>()(z.strictObject({})),
  'reports.setSettings': channel<ReportSettings>()(z.strictObject({ institution: z.string().max(400).optional(), pageSize: size.optional(), macros: z.array(macro).max(200).optional() })),
} as const;

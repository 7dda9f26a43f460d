/** `dicom write`: a signed report, as its JSON export holds it, as DICOM objects in a folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError, Result } from '../../../preload/domain.ts';
import type { ReportVersion } from '../../../preload/report.ts';
import type { ResultFacts } from '../../dicom/write/facts.ts';
import { resultObjects, writeResults } from '../../dicom/write/write-results.ts';

const origin = z.object({ sopClassUid: z.string(), sopInstanceUid: z.string(), seriesInstanceUid: z.string(), studyInstanceUid: z.string() });

/** Who and what the report is of, where the clips came from an archive. Without it the pseudonym stands for the patient. */
const factsSchema = z.object({
  patient: z.object({ name: z.string(), patientId: z.string(), issuer: z.string().default(''), birthDate: z.string().nullable().default(null), sex: z.enum(['F', 'M', 'O', '']).default('') }).nullable().default(null),
  study: z.object({
    studyInstanceUid: z.string(), studyId: z.string().default(''), accessionNumber: z.string().default(''), studyDate: z.string().nullable().default(null), studyTime: z.string().nullable().default(null), referringPhysician: z.string().default(''),
  }).nullable().default(null),
  /** By clip id. */
  origins: z.record(z.string(), origin).default({}),
});

/** What the writer leans on; the rest of the report was checked when it was made. */
const versionSchema = z.looseObject({
  id: z.string(), examId: z.string(), number: z.int(), sha256: z.string(),
  signature: z.looseObject({ name: z.string(), signedAt: z.iso.datetime() }),
  content: z.looseObject({ format: z.literal(1), pseudonym: z.string(), examinedAt: z.iso.datetime(), zones: z.array(z.looseObject({ zone: z.string() })), keyImages: z.array(z.looseObject({ sha256: z.string() })), clips: z.array(z.looseObject({ clipId: z.string() })) }),
});

export interface WriteWish {
  readonly report: string;
  readonly out: string;
  readonly facts: string | null;
  readonly images: string | null;
  readonly pdf: string | null;
}

const unreadable: AppError = { code: 'bad-request', message: 'The report cannot be read.', hint: 'Name the JSON of one signed version with --report, and of facts with --facts.' };

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8')) as unknown;
}

async function imagesOf(version: ReportVersion, folder: string | null): Promise<ReadonlyMap<string, Uint8Array>> {
  if (folder === null) return new Map();
  const found = await Promise.all(version.content.keyImages.map(async ({ sha256 }) => [sha256, await readFile(join(folder, `${sha256}.png`)).catch(() => null)] as const));
  return new Map(found.flatMap(([sha256, png]) => (png === null ? [] : [[sha256, png] as const])));
}

/** Answers with the written paths. Errors: `bad-request`, and those of `resultObjects`. */
export async function writeReport({ report, out, facts, images, pdf }: WriteWish): Promise<Result<readonly string[]>> {
  const json = await readJson(report).catch(() => null);
  const about = factsSchema.safeParse(facts === null ? {} : await readJson(facts).catch(() => null));
  if (!versionSchema.safeParse(json).success || !about.success) return { ok: false, error: unreadable };
  const version = json as ReportVersion;
  const result: ResultFacts = {
    version, patient: about.data.patient, study: about.data.study, origins: new Map(Object.entries(about.data.origins)), images: await imagesOf(version, images), lossyRatio: new Map(),
    pdf: pdf === null ? null : await readFile(pdf), installation: 'command-line', softwareVersion: version.content.program,
  };
  const objects = resultObjects(result, { report: true, keyImages: images !== null, pdf: pdf !== null });
  return objects.ok ? { ok: true, value: await writeResults(objects.value, out) } : objects;
}

/** The key of an export as a file of its own, which leads from pseudonyms back to patients. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { ExportKey } from './identity.ts';

const keySchema = z.object({
  about: z.string(), salt: z.string().regex(/^[0-9a-f]{64}$/),
  patients: z.array(z.object({ person: z.string(), name: z.string(), patientId: z.string(), pseudonym: z.string().regex(/^P-\w+$/), shiftDays: z.int() })),
});

/** An earlier export's key; null where the file is not there yet. Throws where it is no key. */
export async function readKey(file: string): Promise<ExportKey | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : keySchema.parse(JSON.parse(text));
}

/** Whole or not at all, for its owner's eyes only. */
export async function writeKey(file: string, key: ExportKey): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const part = `${file}.part`;
  await rm(part, { force: true });
  await writeFile(part, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(part, file);
}

/** Whether a key would lie in the folder of the copies, where it must not go along with them. */
export function liesWithin(folder: string, file: string): boolean {
  const relative = path.relative(path.resolve(folder), path.resolve(file));
  return relative === '' || (!relative.startsWith(`..${path.sep}`) && relative !== '..' && !path.isAbsolute(relative));
}

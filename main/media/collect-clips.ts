/** What a command line names, as clips. */
import { stat } from 'node:fs/promises';
import type { Result } from '../../preload/domain.ts';
import { collectFiles } from './collect.ts';
import type { Collection } from './collect.ts';
import { arrangeFiles } from './dicom/arrange.ts';
import { describeFile } from './dicom/describe.ts';

/**
 * As `collectFiles`; where a CD's directory (DICOMDIR) is picked or lies in the folder, the images that it references stand for it and for what lies beside
 * it, as in the window. A file that it names and that is not there stays in, so that reading it says so.
 */
export async function collectClips(picked: string): Promise<Result<Collection>> {
  const collected = await collectFiles(picked);
  if (!collected.ok) return collected;
  const { name, files } = collected.value;
  const hasDirectory = files.some((file) => file.dicom === true && describeFile(file.path)?.kind === 'directory');
  if (!hasDirectory) return collected;
  const folder = await stat(picked).then((found) => found.isDirectory(), () => false);
  return { ok: true, value: { name, files: await arrangeFiles(files, async (paths) => paths.map(describeFile), folder) } };
}

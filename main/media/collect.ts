import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Result } from '../../preload/domain.ts';
import { errnoOf, failure } from './failure.ts';
import { sniff } from './sniff.ts';

export interface CollectedFile {
  readonly path: string;
  /** Relative to the picked folder, with slashes; the plain name for a picked file. */
  readonly name: string;
  /** Its first bytes are DICOM's, whatever its name. */
  readonly dicom?: true;
}

export interface Collection {
  /** Name of the picked folder or file. */
  readonly name: string;
  readonly files: readonly CollectedFile[];
}

/** What a folder is searched for; a file picked by hand is tried whatever its name. */
const clipLike = /\.(mp4|m4v|mov|avi|mpe?g|mpg2|m2v|vob|gif|wmv|asf|mkv|webm|ogv|flv|m2ts|png|apng|jpe?g|bmp|tiff?|webp|3gp)$/i;
const dicomLike = /\.(dcm|dicom|dic)$/i;
/** Never DICOM: spares looking into them. */
const unlike = /\.(exe|dll|txt|html?|xml|json|csv|pdf|docx?|zip|ini|inf|log|jar|js|css|ts|md|py|db|sqlite|onnx)$/i;
const system = /^(\.|__MACOSX$|Thumbs\.db$|desktop\.ini$|\$RECYCLE\.BIN$|System Volume Information$)/i;
const deepest = 12;
const mostFiles = 10_000;
const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/**
 * A picked path as clips: a folder gives its clip-like files and whatever else is DICOM by its first bytes (recursive, sorted as a person would count them, without hidden and system files; links to files count, as data kept by git-annex or DVC are such links, links to folders do not, for they may go round in circles),
 * a file gives itself. Fails with `file-not-found` or `file-unreadable`.
 */
export async function collectFiles(picked: string): Promise<Result<Collection>> {
  const absolute = path.resolve(picked);
  const name = path.basename(absolute);
  try {
    if (!(await stat(absolute)).isDirectory()) return { ok: true, value: { name, files: [await collected(absolute, name)] } };
    const files: CollectedFile[] = [];
    await walk(absolute, '', 0, files);
    files.sort((a, b) => natural.compare(a.name, b.name));
    return { ok: true, value: { name, files } };
  } catch (error) {
    const errno = errnoOf(error);
    return failure(errno === 'ENOENT' || errno === 'ENOTDIR' ? 'file-not-found' : 'file-unreadable');
  }
}

async function collected(file: string, name: string): Promise<CollectedFile> {
  return (await sniff(file)).dicom ? { path: file, name, dicom: true } : { path: file, name };
}

async function leadsToFile(link: string): Promise<boolean> {
  return stat(link).then((at) => at.isFile(), () => false);
}

async function walk(folder: string, prefix: string, depth: number, files: CollectedFile[]): Promise<void> {
  // The picked folder itself must be readable; a locked one below it is left out.
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (depth === 0) throw error;
    return [];
  });
  for (const entry of entries) {
    if (system.test(entry.name) || files.length >= mostFiles) continue;
    const name = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    const full = path.join(folder, entry.name);
    const isFile = entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(full)));
    if (entry.isDirectory() && depth < deepest) await walk(full, name, depth + 1, files);
    else if (isFile && clipLike.test(entry.name)) files.push({ path: full, name });
    else if (isFile && !unlike.test(entry.name)) {
      // DICOM files are often named by numbers alone: these are looked into.
      const file = await collected(full, name);
      if (file.dicom === true || dicomLike.test(entry.name)) files.push(file);
    }
  }
}

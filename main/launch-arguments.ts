/** What was named on the command line: `pleura FILES...`, `--user-data-dir=FOLDER`. */
import { resolve } from 'node:path';

/** Files and folders, absolute. A development run names the app's own folder or script first; Chromium's switches are left out. */
export function pathsIn(argv: readonly string[], packaged: boolean, folder: string): readonly string[] {
  return argv.slice(packaged ? 1 : 2).filter((argument) => argument !== '' && !argument.startsWith('-')).map((argument) => resolve(folder, argument));
}

/** `--user-data-dir=` before PLEURA_USER_DATA; null where neither says anything. */
export function userDataIn(argv: readonly string[], environment: Readonly<Record<string, string | undefined>>): string | null {
  const prefix = '--user-data-dir=';
  const named = argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? environment['PLEURA_USER_DATA'] ?? '';
  return named === '' ? null : resolve(named);
}

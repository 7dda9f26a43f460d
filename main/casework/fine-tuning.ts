/** What to run to fine-tune the networks themselves on an exported dataset (models/train); its bundle is installed on the Models page like any other. */
import { basename } from 'node:path';
import type { FineTuning } from '../../preload/training.ts';

/** One argument for the shell of the system: a POSIX shell, or PowerShell on Windows. */
function quoted(argument: string, platform: NodeJS.Platform): string {
  if (/^[\w./:@%+=-]+$/.test(argument)) return argument;
  return `'${argument.replaceAll("'", platform === 'win32' ? "''" : String.raw`'\''`)}'`;
}

/** A bundle's id from a folder's name: lower case letters, digits and dashes. */
function bundleId(folder: string): string {
  return basename(folder).normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 48) || 'dataset';
}

/** `out`: absolute path of the exported dataset's folder. The bundle is written beside it. */
export function fineTuning(out: string, platform: NodeJS.Platform): Omit<FineTuning, 'jobId'> {
  const bundle = `${out}-bundle`;
  // Windows knows no `python3` by itself.
  const words = [platform === 'win32' ? 'python' : 'python3', '-m', 'models.train', '--inputs', `${out}${platform === 'win32' ? '\\' : '/'}inputs`, '--data', out, '--label', 'positive', '--id', bundleId(out), '--version', '1.0.0', '--out', bundle];
  return { command: words.map((word) => quoted(word, platform)).join(' '), bundle };
}

import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

async function executable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** ffmpeg-static is optional, and its binary a separate download: both may be missing. */
async function bundledFfmpeg(): Promise<string | null> {
  try {
    const loaded: { readonly default?: unknown } = await import('ffmpeg-static');
    // Inside a packaged app the binary lies beside the archive, never in it.
    return typeof loaded.default === 'string' ? loaded.default.replace('app.asar', 'app.asar.unpacked').replace('.unpacked.unpacked', '.unpacked') : null;
  } catch {
    return null;
  }
}

/** Where ffmpeg lies: PLEURA_FFMPEG, else ffmpeg-static's binary, else the first on PATH; null where there is none. */
export async function findFfmpeg(): Promise<string | null> {
  const named = process.env['PLEURA_FFMPEG'];
  if (named !== undefined && named !== '') return (await executable(named)) ? named : null;
  const bundled = await bundledFfmpeg();
  if (bundled !== null && (await executable(bundled))) return bundled;
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && (await executable(path.join(folder, name)))) return path.join(folder, name);
  }
  return null;
}

/** Run by electron-builder before it packs: what a package cannot be without must be there, and ffmpeg for the target system is fetched. */
import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { reasonOf, runProgram } from './processes.ts';

/** What this hook uses of electron-builder's context. `arch` is its number for an architecture. */
interface PackContext {
  readonly electronPlatformName: string;
  readonly arch: number;
  readonly packager: { readonly projectDir: string };
}

/** electron-builder's numbers (its enum Arch) -> Node's names. */
const architectures = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'] as const;

/** What is missing for a package, as one line each. */
export function missingForPackage(root: string): string[] {
  const needed = ['dist/main.mjs', 'dist/preload.cjs', 'dist/engine.mjs', 'dist/media-worker.mjs', 'dist/renderer/index.html', 'dist/renderer/app.js', 'dist/NOTICES.txt'];
  const missing = needed.filter((file) => !existsSync(join(root, file))).map((file) => `${file} is missing: run npm run build`);
  return globSync('models/bundles/*/manifest.json', { cwd: root }).length > 0 ? missing : [...missing, 'models/bundles holds no model bundle'];
}

/** Fetches ffmpeg-static's program for the target. Throws where a Windows or macOS package would have no decoder; on Linux the system's serves. */
export async function beforePack({ electronPlatformName, arch, packager }: PackContext): Promise<void> {
  const missing = missingForPackage(packager.projectDir);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  const folder = join(packager.projectDir, 'node_modules', 'ffmpeg-static');
  const target = architectures[arch] ?? process.arch;
  for (const name of ['ffmpeg', 'ffmpeg.exe']) rmSync(join(folder, name), { force: true });
  const env = { npm_config_platform: electronPlatformName, npm_config_arch: target };
  const run = await runProgram(process.execPath, ['install.js'], { cwd: folder, limitMs: 10 * 60_000, env });
  if (run.code === 0) return;
  for (const name of ['ffmpeg', 'ffmpeg.exe']) rmSync(join(folder, name), { force: true });
  if (electronPlatformName !== 'linux') throw new Error(`ffmpeg for ${electronPlatformName} ${target} could not be fetched: ${reasonOf(run)}`);
  process.stderr.write(`ffmpeg for ${electronPlatformName} ${target} could not be fetched (${reasonOf(run)}): the package will use the system's.\n`);
}

/** Run by electron-builder: what a package cannot be without must be there, and ffmpeg for the target system is fetched. */
import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { reasonOf, runProgram } from './processes.ts';

/** What these hooks use of electron-builder's context. `arch` is its number for an architecture. */
interface PackContext {
  readonly electronPlatformName: string;
  readonly arch: number;
  readonly packager: { readonly projectDir: string };
}

/** electron-builder's numbers (its enum Arch) -> Node's names. */
const architectures = ['ia32', 'x64', 'armv7l', 'arm64', 'universal'] as const;

/** What is missing for a package, as one line each. */
export function missingForPackage(root: string): string[] {
  const needed = ['dist/main.mjs', 'dist/preload.cjs', 'dist/engine.mjs', 'dist/media-worker.mjs', 'dist/demo-worker.mjs', 'dist/renderer/index.html', 'dist/renderer/app.js', 'dist/NOTICES.txt'];
  const missing = needed.filter((file) => !existsSync(join(root, file))).map((file) => `${file} is missing: run npm run build`);
  return globSync('models/bundles/*/manifest.json', { cwd: root }).length > 0 ? missing : [...missing, 'models/bundles holds no model bundle'];
}

const programs = ['ffmpeg', 'ffmpeg.exe'] as const;
const folderOf = (root: string) => join(root, 'node_modules', 'ffmpeg-static');

/** True when packages for `platform` and `arch` run on this machine: then the ffmpeg that is here is theirs too. */
function isThisMachine({ electronPlatformName, arch }: PackContext): boolean {
  return electronPlatformName === process.platform && architectures[arch] === process.arch;
}

function removeFfmpeg(root: string): void {
  for (const name of programs) rmSync(join(folderOf(root), name), { force: true });
}

/** Fetches ffmpeg-static's program for the target. Throws where a Windows or macOS package would have no decoder; on Linux the system's serves. */
export async function beforePack(context: PackContext): Promise<void> {
  const root = context.packager.projectDir;
  const missing = missingForPackage(root);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  if (isThisMachine(context) && programs.some((name) => existsSync(join(folderOf(root), name)))) return;
  removeFfmpeg(root);
  const target = architectures[context.arch] ?? process.arch;
  const env = { npm_config_platform: context.electronPlatformName, npm_config_arch: target };
  const run = await runProgram(process.execPath, ['install.js'], { cwd: folderOf(root), limitMs: 10 * 60_000, env });
  if (run.code === 0) return;
  removeFfmpeg(root);
  const said = `ffmpeg for ${context.electronPlatformName} ${target} could not be fetched (${reasonOf(run)})`;
  if (context.electronPlatformName !== 'linux') throw new Error(`${said}.`);
  process.stderr.write(`${said}: the package will use the system's.\n`);
}

/** Another machine's ffmpeg does not stay where this machine would look for its own. */
export function afterPack(context: PackContext): void {
  if (!isThisMachine(context)) removeFfmpeg(context.packager.projectDir);
}

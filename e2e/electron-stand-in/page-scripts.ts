/** The stand-in's own scripts for the browser, bundled from page/ when the app starts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Boot } from './wire.ts';

export interface PageScripts {
  readonly ipcWorker: string;
  readonly pageWorld: string;
  readonly preloadWorld: string;
}

export async function bundlePageScripts(): Promise<PageScripts> {
  const folder = path.join(import.meta.dirname, 'page');
  const result = await build({
    entryPoints: ['ipc-worker.ts', 'page-world.ts', 'preload-world.ts'].map((name) => path.join(folder, name)),
    bundle: true, write: false, format: 'iife', globalName: 'standIn', target: 'chrome130', outdir: folder, logLevel: 'silent', tsconfigRaw: '{}',
  });
  const text = (name: string): string => result.outputFiles.find((file) => path.basename(file.path) === name)?.text ?? '';
  return { ipcWorker: text('ipc-worker.js'), pageWorld: text('page-world.js'), preloadWorld: text('preload-world.js') };
}

/** Script of the page's own world: only in the app's top document. */
export function pageWorldScript(scripts: PageScripts, suffix: string, secret: string): string {
  return guarded(suffix, `${scripts.pageWorld}\nstandIn.startPageWorld(${JSON.stringify(secret)});`);
}

/** Script of the isolated world, with the app's preload file inside it as a CommonJS module. */
export async function preloadWorldScript(scripts: PageScripts, suffix: string, boot: Boot, preloadFile: string): Promise<string> {
  const preload = await readFile(preloadFile, 'utf8');
  const module = `function (require, module, exports, process, global) {${preload}\n}`;
  return guarded(suffix, `${scripts.preloadWorld}\nstandIn.startPreloadWorld(${JSON.stringify(boot)}, ${module});`);
}

function guarded(suffix: string, body: string): string {
  return `(() => { if (window !== window.top || !location.hostname.endsWith(${JSON.stringify(suffix)})) return;\n${body}\n})();`;
}

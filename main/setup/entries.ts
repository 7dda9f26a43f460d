/** What is built from what: the program's bundles by name, and the helper programs that sources name with `new URL('./x.ts', import.meta.url)`. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

/** Native packages keep their own files beside them, and so do the image codecs their WebAssembly; Electron is the runtime itself. */
const external = ['electron', 'better-sqlite3', 'onnxruntime-node', 'ffmpeg-static', '@cornerstonejs/*'];

/** Source files (from the root) of the processes with a name of their own in dist/. */
const named: Readonly<Record<string, string>> = {
  'main/app.ts': 'main',
  'main/inference/engine.ts': 'engine',
  'main/media/worker.ts': 'media-worker',
};

const entryUrl = /new URL\(\s*(['"])(\.[^'"]+\.ts)\1\s*,\s*import\.meta\.url\s*\)/g;

/** Name in dist/ (without extension) of the program whose source is `file`, a path from the root: its own name where that says enough. */
export function outputName(file: string): string {
  const [folder = '', name = ''] = file.replace(/\.ts$/, '').split('/').slice(-2);
  return named[file] ?? (name.includes('-') ? name : `${folder}-${name}`);
}

/** Rewrites the helper programs that a source file names so that they are found beside the bundle. */
export function rewriteEntryUrls(text: string, file: string): string {
  return text.replace(entryUrl, (_all, _quote, target: string) => {
    const name = outputName(join(dirname(file), target).replaceAll('\\', '/'));
    return `new URL('./${name}.mjs', import.meta.url)`;
  });
}

/** Sources that `text`, the content of `file`, names as helper programs, as paths from the root. */
export function entriesNamedIn(text: string, file: string): string[] {
  return [...text.matchAll(entryUrl)].map((match) => join(dirname(file), match[2] ?? '').replaceAll('\\', '/'));
}

/** All programs: the named ones, those that sources name by URL, and every `...worker.ts`. Their sources by output name. */
export function findPrograms(root: string, sources: readonly string[]): Record<string, string> {
  const programs = new Map(Object.entries(named).map(([file, name]) => [name, file]));
  for (const source of sources) {
    if (/\.test\.tsx?$/.test(source) || source.startsWith('main/setup/')) continue;
    if (source.endsWith('worker.ts')) programs.set(outputName(source), source);
    for (const entry of entriesNamedIn(readFileSync(join(root, source), 'utf8'), source)) {
      if (existsSync(join(root, entry))) programs.set(outputName(entry), entry);
    }
  }
  return Object.fromEntries(programs);
}

function entryUrls(root: string): Plugin {
  return {
    name: 'entry-urls',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const file = relative(root, path).split(sep).join('/');
        if (!file.startsWith('main/')) return null;
        return { contents: rewriteEntryUrls(await readFile(path, 'utf8'), file), loader: 'ts' };
      });
    },
  };
}

const common = {
  bundle: true,
  write: false,
  metafile: true,
  sourcemap: 'linked',
  logLevel: 'silent',
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
} as const satisfies BuildOptions;

/** ESM for Node 24. Packages in CommonJS that got bundled find `require` as a global, which no source can collide with. */
export function programOptions(root: string, name: string, source: string): BuildOptions {
  return {
    ...common,
    entryPoints: { [name]: resolve(root, source) },
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external,
    banner: { js: "import { createRequire as pleuraCreateRequire } from 'node:module';\nglobalThis.require ??= pleuraCreateRequire(import.meta.url);" },
    plugins: [entryUrls(root)],
  };
}

/** One CommonJS file: a sandboxed preload may load nothing else. */
export function preloadOptions(root: string): BuildOptions {
  return {
    ...common,
    entryPoints: { preload: resolve(root, 'preload/index.ts') },
    absWorkingDir: root,
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    platform: 'browser',
    format: 'cjs',
    target: 'chrome140',
    external: ['electron'],
    minify: true,
  };
}

/** The page: app.js and app.css, with the fonts that its styles name. */
export function rendererOptions(root: string): BuildOptions {
  return {
    ...common,
    entryPoints: { app: resolve(root, 'renderer/main.tsx') },
    absWorkingDir: root,
    outdir: join(root, 'dist', 'renderer'),
    platform: 'browser',
    format: 'iife',
    target: 'chrome140',
    minify: true,
    jsx: 'automatic',
    assetNames: 'fonts/[name]',
    loader: { '.woff2': 'file', '.woff': 'empty', '.svg': 'dataurl', '.png': 'dataurl', '.glsl': 'text', '.vert': 'text', '.frag': 'text' },
  };
}

/** "dist/main.mjs" and the like, for messages. */
export function shownPath(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || basename(path);
}

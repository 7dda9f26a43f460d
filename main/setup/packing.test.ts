/** electron-builder.yml: valid by electron-builder's own schema, complete, and every file that it names exists. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { beforePack, missingForPackage } from './packing.ts';

const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

interface Config {
  readonly files: readonly string[];
  readonly asarUnpack: readonly string[];
  readonly extraResources: readonly { readonly from: string }[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly target: readonly string[]; readonly icon: string };
  readonly win: { readonly target: readonly string[]; readonly icon: string };
  readonly mac: { readonly target: readonly string[]; readonly icon: string; readonly entitlements: string; readonly entitlementsInherit: string };
  readonly nsis: { readonly license: string };
  readonly directories: { readonly buildResources: string };
  readonly beforePack: string;
  readonly afterPack: string;
  readonly publish: null;
}

// electron-builder's own YAML reader and schema.
const yaml = createRequire(require.resolve('app-builder-lib/package.json'))('js-yaml') as { load(text: string): unknown };
const config = yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Config;
const schema = JSON.parse(readFileSync(require.resolve('app-builder-lib/scheme.json'), 'utf8')) as Record<string, unknown>;

/** electron-builder's schema names formats and types of its own: unknown ones are not checked, as in electron-builder. */
function validate(value: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.validate(schema, value);
  return (ajv.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

test("it is valid by electron-builder's own schema, which refuses what it does not know", () => {
  assert.deepEqual(validate(config), []);
  assert.notDeepEqual(validate({ ...config, lunix: {} }), []);
  assert.notDeepEqual(validate({ ...config, electronFuses: { runAsNode: 'no' } }), []);
});

test('every system has its packages', () => {
  assert.deepEqual(config.linux.target, ['AppImage', 'deb']);
  assert.deepEqual(config.win.target, ['nsis']);
  assert.deepEqual(config.mac.target, ['dmg']);
  assert.equal(config.publish, null);
});

test('every fuse is decided', () => {
  const fuses = (schema['definitions'] as { FuseOptionsV1: { properties: object } }).FuseOptionsV1.properties;
  const decided = Object.keys(fuses).filter((name) => name !== 'resetAdHocDarwinSignature');
  assert.deepEqual(Object.keys(config.electronFuses).toSorted(), decided.toSorted());
  const { runAsNode, enableNodeOptionsEnvironmentVariable, enableNodeCliInspectArguments, grantFileProtocolExtraPrivileges } = config.electronFuses;
  assert.deepEqual([runAsNode, enableNodeOptionsEnvironmentVariable, enableNodeCliInspectArguments, grantFileProtocolExtraPrivileges], [false, false, false, false]);
  const { enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar, enableCookieEncryption } = config.electronFuses;
  assert.deepEqual([enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar, enableCookieEncryption], [true, true, true]);
});

test('every file that it names exists', () => {
  const named = [config.linux.icon, config.win.icon, config.mac.icon, config.mac.entitlements, config.mac.entitlementsInherit, config.nsis.license, config.directories.buildResources, config.beforePack, config.afterPack];
  // dist/ is made by the build, which the end-to-end tests run on.
  const resources = config.extraResources.map((resource) => resource.from).filter((path) => !path.startsWith('dist/'));
  for (const path of [...named, ...resources]) assert.ok(existsSync(join(root, path)), `${path} does not exist`);
  assert.ok(globSync('*x*.png', { cwd: join(root, config.linux.icon) }).length >= 2);
});

test('packages that stay outside the bundles are packed and unpacked from the archive, and exist', () => {
  const keep = config.files.find((pattern) => pattern.startsWith('!node_modules/!('));
  const kept = /!\(([^)]*)\)/.exec(keep ?? '')?.[1]?.split('|') ?? [];
  const unpacked = config.asarUnpack.map((pattern) => pattern.split('/')[1] ?? '');
  assert.deepEqual(kept.toSorted(), unpacked.toSorted());
  for (const name of kept.filter((one) => one !== 'ffmpeg-static')) assert.ok(existsSync(join(root, 'node_modules', name)), `${name} is not installed`);
});

test('the folders of native binaries are laid out as the pruning patterns expect', () => {
  const { platform, arch } = process;
  assert.ok(existsSync(join(root, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6', platform, arch)));
  assert.ok(existsSync(join(root, 'node_modules', 'better-sqlite3', 'prebuilds', `${platform}-${arch}.node`)));
});

test('a package without a build or a model bundle is refused before it is made', async () => {
  const empty = join(root, 'main', 'setup', 'icons');
  assert.ok(missingForPackage(empty).some((line) => line.startsWith('dist/main.mjs')));
  assert.ok(missingForPackage(empty).some((line) => line.includes('model bundle')));
  await assert.rejects(beforePack({ electronPlatformName: 'linux', arch: 1, packager: { projectDir: empty } }), /npm run build/);
});

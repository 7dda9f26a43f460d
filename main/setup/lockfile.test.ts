/** `npm ci` must work on every system: it refuses a lock file that lacks optional packages, such as another system's binaries. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Locked extends Manifest {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
}

const project = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest & { readonly allowScripts: Readonly<Record<string, boolean>> };
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, Locked>> };

/** As Node resolves: in the package's own node_modules, then in each one above. `from` is '' for the project itself. */
function isLocked(from: string, name: string): boolean {
  if (packages[from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`] !== undefined) return true;
  return from !== '' && isLocked(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

test('every package that a locked package wants is locked, optional ones of other systems too', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }).filter((name) => !isLocked(path, name)).map((name) => `${path} wants ${name}`),
  );
  assert.deepEqual(missing, []);
});

test('package.json and the lock file name the same exact versions', () => {
  for (const [name, version] of Object.entries({ ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is not pinned`);
    assert.equal(packages[`node_modules/${name}`]?.version, version, `${name} is locked in another version`);
  }
});

test('for every package with an install script it is decided whether it may run', () => {
  const undecided = Object.entries(packages)
    .filter(([, entry]) => entry.hasInstallScript === true && (entry.os === undefined || entry.os.includes('linux')))
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => project.allowScripts[name] === undefined);
  assert.deepEqual(undecided, []);
});

/** The other side of the DICOM tests: dcmtk's programs, the Orthanc archive, a validator, pydicom. Tests that miss one of them say so and are left out. */
import { existsSync } from 'node:fs';
import { installPackages, mayInstallPackages } from './debian.ts';
import type { Setup } from './downloads.ts';
import { firstLine } from './processes.ts';

/** Debian's package and what shows that it is there. */
const tools: readonly (readonly [name: string, present: () => boolean])[] = [
  ['dcmtk', () => existsSync('/usr/bin/storescu')],
  ['orthanc', () => existsSync('/usr/sbin/Orthanc')],
  ['orthanc-dicomweb', () => existsSync('/usr/share/orthanc/plugins/libOrthancDicomWeb.so')],
  ['dicom3tools', () => existsSync('/usr/bin/dciodvfy')],
  ['python3-pydicom', () => firstLine('/usr/bin/python3', ['-c', 'import pydicom; print(pydicom.__version__)']) !== null],
];

/** Installs what is missing where that is allowed; never a failure. */
export async function provideDicomTools(setup: Setup): Promise<void> {
  const missing = tools.filter(([, present]) => !present()).map(([name]) => name);
  if (missing.length === 0) return;
  if (mayInstallPackages() && (await installPackages(setup, 'DICOM tools', missing))) return;
  setup.say(`DICOM tools: ${missing.join(', ')} not here; the tests against them are left out (Debian: apt-get install ${missing.join(' ')}).`);
}

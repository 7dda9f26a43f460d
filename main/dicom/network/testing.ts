/** The other side for this room's tests: dcmtk's programs on loopback, and files made by them. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

export const storescu = '/usr/bin/storescu';
export const noOpenssl = existsSync('/usr/bin/openssl') ? false : 'openssl is not installed';
export const noDcmtk = existsSync(storescu) ? false : 'dcmtk is not installed (Debian: apt-get install dcmtk)';

export async function temporaryFolder(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pleura-dicom-'));
  context.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end; a non-zero code is no error here. */
export function run(program: string, args: readonly string[], limitMs = 60_000): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, [...args], { timeout: limitMs, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: `${stdout}${stderr}` });
    });
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Until something listens on the port. */
export async function listening(port: number, limitMs = 20_000): Promise<void> {
  for (const end = performance.now() + limitMs; performance.now() < end; await delay(50)) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
  }
  throw new Error(`nothing listens on port ${port}`);
}

/** Starts a server program that ends with the test. */
export function serve(context: TestContext, program: string, args: readonly string[], cwd?: string): ChildProcess {
  const child = spawn(program, [...args], { stdio: 'ignore', ...(cwd === undefined ? {} : { cwd }) });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  context.after(async () => {
    child.kill('SIGKILL');
    await gone;
  });
  return child;
}

export interface MadeObject {
  readonly study: string;
  readonly series: string;
  readonly instance: string;
  readonly frames?: number;
  readonly sopClass?: string;
  readonly extra?: readonly string[];
}

/** Writes a small ultrasound object (explicit VR little endian, 64 x 48 gray pixels a frame) with dcmtk's dump2dcm. */
export async function makeObject(path: string, { study, series, instance, frames = 3, sopClass = '1.2.840.10008.5.1.4.1.1.3.1', extra = [] }: MadeObject): Promise<string> {
  const pixels = `${path}.raw`;
  await writeFile(pixels, Buffer.from(Array.from({ length: 64 * 48 * frames }, (_none, index) => (index * 7 + (index >> 6)) & 0xff)));
  await writeFile(`${path}.dump`, [
    `(0008,0016) UI ${sopClass}`, `(0008,0018) UI ${instance}`, '(0008,0020) DA 20261120', '(0008,0030) TM 101500', '(0008,0050) SH A-1', '(0008,0060) CS US',
    '(0010,0010) PN PLANTED^NAME', '(0010,0020) LO PID-1', '(0010,0030) DA 19500101', '(0010,0040) CS F', `(0020,000d) UI ${study}`, `(0020,000e) UI ${series}`, '(0020,0010) SH 1', '(0020,0011) IS 1', '(0020,0013) IS 1',
    '(0028,0002) US 1', '(0028,0004) CS MONOCHROME2', `(0028,0008) IS ${frames}`, '(0028,0009) AT (0018,1063)', '(0018,1063) DS 40', '(0028,0010) US 48', '(0028,0011) US 64', '(0028,0100) US 8', '(0028,0101) US 8', '(0028,0102) US 7', '(0028,0103) US 0',
    ...extra, `(7fe0,0010) OB =${pixels}`, '',
  ].join('\n'));
  const made = await run('/usr/bin/dump2dcm', ['+te', `${path}.dump`, path]);
  if (made.code !== 0) throw new Error(made.output);
  await rm(pixels);
  await rm(`${path}.dump`);
  return path;
}

export const orthancProgram = '/usr/sbin/Orthanc';
const webPlugin = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
export const noOrthanc = existsSync(orthancProgram) ? false : 'Orthanc is not installed (Debian: apt-get install orthanc)';
export const noDicomWeb = noOrthanc !== false ? noOrthanc : existsSync(webPlugin) ? false : "Orthanc's DICOMweb plugin is not installed (Debian: apt-get install orthanc-dicomweb)";

export interface Orthanc {
  readonly dicomPort: number;
  readonly httpPort: number;
  /** Its own REST interface. */
  ask(path: string): Promise<unknown>;
}

/** An archive with the AE title ORTHANC that knows us as PLEURA at `ourPort`; its web side asks for the user "reader" with "secret". */
export async function startOrthanc(context: TestContext, ourPort: number): Promise<Orthanc> {
  const folder = await temporaryFolder(context);
  const [dicomPort, httpPort] = [await freePort(), await freePort()];
  const file = join(folder, 'orthanc.json');
  await writeFile(file, JSON.stringify({
    Name: 'Test', StorageDirectory: join(folder, 'db'), IndexDirectory: join(folder, 'db'), HttpPort: httpPort, DicomPort: dicomPort, DicomAet: 'ORTHANC', DicomCheckCalledAet: true,
    RemoteAccessAllowed: false, AuthenticationEnabled: true, RegisteredUsers: { reader: 'secret' }, DicomModalities: { pleura: { AET: 'PLEURA', Host: '127.0.0.1', Port: ourPort, AllowStorageCommitment: true } },
    DicomAlwaysAllowEcho: true, DicomAlwaysAllowStore: true, DicomAlwaysAllowGet: true, DicomAlwaysAllowFind: true, DicomAlwaysAllowMove: true, DicomAlwaysAllowStorageCommitment: true,
    Plugins: existsSync(webPlugin) ? [webPlugin] : [], DicomWeb: { Enable: true },
  }));
  serve(context, orthancProgram, [file]);
  await listening(httpPort);
  await listening(dicomPort);
  const authorization = `Basic ${Buffer.from('reader:secret').toString('base64')}`;
  return { dicomPort, httpPort, ask: async (path) => (await fetch(`http://127.0.0.1:${httpPort}${path}`, { headers: { authorization } })).json() };
}

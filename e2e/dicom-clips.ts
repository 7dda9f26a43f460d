/** The tests' clips as an ultrasound device would send them, and the archive that they come from and go to. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const python = '/usr/bin/python3';
const orthanc = '/usr/sbin/Orthanc';
export const storescu = '/usr/bin/storescu';

/** Why the other side is not here, or null. */
export async function missingOtherSide(): Promise<string | null> {
  if (!existsSync(storescu) || !existsSync(orthanc)) return 'dcmtk and Orthanc are not installed (Debian: apt-get install dcmtk orthanc)';
  return run(python, ['-c', 'import pydicom']).then(() => null, () => 'pydicom is not installed (Debian: apt-get install python3-pydicom)');
}

const writer = `
import sys, subprocess, pydicom
from pydicom.dataset import FileDataset, FileMetaDataset
ffmpeg, out, size, frames = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for index, source in enumerate(sys.argv[5:]):
    zone = source.split('/')[-1].split('.')[0]
    pixels = subprocess.run([ffmpeg, '-v', 'error', '-i', source, '-vf', f'scale={size}:{size}', '-f', 'rawvideo', '-pix_fmt', 'gray', '-'], capture_output=True, check=True).stdout
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = '1.2.840.10008.5.1.4.1.1.3.1'
    meta.MediaStorageSOPInstanceUID = f'2.25.7700.1.{index + 1}'
    meta.TransferSyntaxUID = '1.2.840.10008.1.2.1'
    ds = FileDataset(f'{out}/{index}.dcm', {}, file_meta=meta, preamble=bytes(128))
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.Modality = '2.25.7700', '2.25.7700.1', 'US'
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = 'Planted^Patient', 'PID-77', '19500101', 'F'
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.ReferringPhysicianName, ds.StudyID = '20261120', '101500', 'ACC-1', '', '1'
    ds.SeriesDescription, ds.SeriesNumber, ds.InstanceNumber = 'Lung ' + zone, 1, index + 1
    ds.NumberOfFrames, ds.FrameTime, ds.FrameIncrementPointer = len(pixels) // size // size, 40, 0x00181063
    ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.Rows, ds.Columns = 1, 'MONOCHROME2', size, size
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation, ds.PixelData = 8, 8, 7, 0, pixels
    ds.save_as(f'{out}/{index}.dcm', write_like_original=False)
`;

/** One study of these clips, each as an ultrasound multi-frame object of 160 x 160 gray pixels, in a new folder. */
export async function asDicom(clips: readonly string[]): Promise<readonly string[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-e2e-dicom-'));
  await run(python, ['-c', writer, process.env['PLEURA_FFMPEG'] ?? 'ffmpeg', folder, '160', '0', ...clips]);
  return clips.map((_clip, index) => path.join(folder, `${index}.dcm`));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const open = await new Promise<boolean>((resolve) => {
      // An archive has few places for calls: the look must not keep one.
      const socket = connect({ port, host: '127.0.0.1' }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on port ${port}`);
}

export interface Archive {
  readonly port: number;
  ask(address: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** An Orthanc with an empty store and the AE title ORTHANC. */
export async function startArchive(): Promise<Archive> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'pleura-e2e-orthanc-'));
  const [port, httpPort] = [await freePort(), await freePort()];
  const store = path.join(folder, 'db');
  await writeFile(path.join(folder, 'orthanc.json'), JSON.stringify({
    Name: 'Test', StorageDirectory: store, IndexDirectory: store, HttpPort: httpPort, DicomPort: port, DicomAet: 'ORTHANC', RemoteAccessAllowed: false, AuthenticationEnabled: false, Plugins: [],
  }));
  const child = spawn(orthanc, [path.join(folder, 'orthanc.json')], { stdio: 'ignore' });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await listening(httpPort);
  await listening(port);
  return {
    port,
    ask: async (address) => (await fetch(`http://127.0.0.1:${httpPort}${address}`)).json(),
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Exit code of a sending. */
export async function sendAs(calling: string, port: number, files: readonly string[]): Promise<number> {
  return run(storescu, ['-aet', calling, '-aec', 'PLEURA', '127.0.0.1', String(port), ...files]).then(() => 0, (error: unknown) => (error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1));
}

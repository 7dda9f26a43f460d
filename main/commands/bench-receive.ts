/**
 * `npm run -s bench-receive [-- --instances 2000] [--kb 200] [--until received|imported] [--json -]`: one study of so many ultrasound images is sent to the receiver of a whole
 * workstation; times until all are acknowledged, until the exam appears and until every clip is in the case log, and the memory of the processes.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createWorkstation } from '../casework/workstation.ts';
import type { Workstation } from '../casework/workstation.ts';
import { networkWorkerEntry, receiverWorkerEntry } from '../casework/archives.ts';
import { spawnNode } from '../child.ts';
import type { Child } from '../child.ts';
import { createNetworkHost } from '../dicom/network/network-host.ts';
import { part10Header } from '../dicom/network/part10.ts';
import { explicitLittle } from '../dicom/network/sop-classes.ts';
import { encodeAttributes } from '../dicom/write/attributes.ts';
import { createProgressBar } from './progress-bar.ts';

const usage = 'Usage: npm run -s bench-receive [-- --instances 2000] [--kb 200] [--until received|imported] [--json -]\n';
const sopClass = '1.2.840.10008.5.1.4.1.1.6.1';
const study = '2.25.99001';
const entry = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Figures {
  readonly instances: number;
  readonly megabytes: number;
  readonly acknowledgedSeconds: number;
  readonly objectsPerSecond: number;
  readonly examSeconds: number;
  /** Null where the import was not waited for. */
  readonly importedSeconds: number | null;
  /** Peak resident memory of the receiver; null where the system does not tell. */
  readonly receiverMegabytes: number | null;
  readonly mainMegabytes: number | null;
}

/** A gray still of about `kilobytes`, different in every instance. */
function instance(number: number, kilobytes: number): Buffer {
  const side = Math.max(64, Math.round(Math.sqrt(kilobytes * 1_024)));
  const sopInstance = `${study}.1.${number}`;
  const pixels = Buffer.alloc(side * side, (number * 37) & 0xff);
  for (let row = 0; row < side; row += 1) pixels.writeUInt8((row * number) & 0xff, row * side + (row % side));
  const attributes = encodeAttributes({
    SOPClassUID: sopClass, SOPInstanceUID: sopInstance, StudyInstanceUID: study, SeriesInstanceUID: `${study}.1`, Modality: 'US', StudyDate: '20261126', StudyTime: '101500', PatientName: 'Bench', PatientID: 'BENCH',
    StudyID: '1', AccessionNumber: '', InstanceNumber: number, SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: side, Columns: side, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, PixelData: pixels,
  });
  return Buffer.concat([part10Header({ sopClass, sopInstance, transferSyntax: explicitLittle, source: null }), attributes]);
}

/** Peak resident memory in megabytes; null where /proc is not there or the process is gone. */
function peakMegabytes(pid: number | undefined): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
  } catch {
    return null;
  }
}

async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await delay(50);
}

function clipsOf({ log }: Workstation): number {
  const examId = log.origins.examOfStudy(study);
  return examId === null ? 0 : log.clips.ofExam(examId).length;
}

async function measure(station: Workstation, files: readonly string[], bytes: number, receiver: () => Child | null, imported: boolean): Promise<Figures> {
  const settings = await station.requests['archive.setListener']({ enabled: true, port: 11_912, callers: ['BENCH'] });
  if (!settings.ok) throw new Error(settings.error.message);
  const listening = async () => {
    const state = await station.requests['archive.state']({});
    return state.ok && state.value.status.listener.state === 'listening';
  };
  while (!(await listening())) await delay(50);
  const network = createNetworkHost(() => spawnNode(networkWorkerEntry));
  const bar = createProgressBar(process.stderr);
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  const address = { kind: 'dimse', host: '127.0.0.1', port: 11_912, aeTitle: 'PLEURA', retrieve: 'get', tls: false } as const;
  const sending = network.run({ kind: 'send', node: { address, password: '', calling: 'BENCH' }, files, commit: false }, new AbortController().signal, ({ done, total }) => bar.show(done / total, `${done} of ${total} received`)).then((sent) => ({ sent, at: seconds() }));
  const appeared = until(() => station.log.exams.count() > 0).then(seconds);
  const { sent, at } = await sending;
  if (!sent.ok || sent.value.stored !== files.length) throw new Error(sent.ok ? `${sent.value.stored} of ${files.length} stored` : sent.error.message);
  const examSeconds = await appeared;
  if (imported) {
    await until(() => {
      const done = clipsOf(station);
      bar.show(done / files.length, `${done} of ${files.length} imported`);
      return done === files.length;
    });
  }
  bar.clear();
  return {
    instances: files.length, megabytes: Math.round(bytes / 1e6), acknowledgedSeconds: at, objectsPerSecond: files.length / at, examSeconds, importedSeconds: imported ? seconds() : null,
    receiverMegabytes: peakMegabytes(receiver()?.pid), mainMegabytes: peakMegabytes(process.pid),
  };
}

async function bench(root: string, instances: number, kilobytes: number, imported: boolean): Promise<Figures> {
  const folder = join(root, 'files');
  await mkdir(folder);
  const files: string[] = [];
  let bytes = 0;
  for (let number = 1; number <= instances; number += 1) {
    const object = instance(number, kilobytes);
    const path = join(folder, `${number}.dcm`);
    await writeFile(path, object);
    files.push(path);
    bytes += object.length;
  }
  let receiver: Child | null = null;
  const opened = await createWorkstation({
    userData: join(root, 'data'), bundleRoot: entry('../../models/bundles'), emit: () => undefined,
    spawnEngine: () => spawnNode(entry('../inference/engine.ts'), [], 'ignore'), spawnMedia: () => spawnNode(entry('../media/worker.ts')),
    spawnReceiver: () => (receiver = spawnNode(receiverWorkerEntry)),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const station = opened.value;
  try {
    station.log.settings.set({ analyseOnImport: false });
    return await measure(station, files, bytes, () => receiver, imported);
  } finally {
    await station.stop();
  }
}

function table(figures: Figures): string {
  const { instances, megabytes, acknowledgedSeconds, objectsPerSecond, examSeconds, importedSeconds, receiverMegabytes, mainMegabytes } = figures;
  const memory = (value: number | null) => (value === null ? 'unknown' : `${value} MB`);
  return [
    `${instances} instances, ${megabytes} MB, one association on loopback`,
    `all acknowledged (each flushed to the disk)  ${acknowledgedSeconds.toFixed(1)} s, ${objectsPerSecond.toFixed(0)} a second`,
    `exam in the case log                         ${examSeconds.toFixed(1)} s`,
    `every clip in the case log                   ${importedSeconds === null ? 'not waited for' : `${importedSeconds.toFixed(1)} s`}`,
    `memory at most: receiver                     ${memory(receiverMegabytes)}`,
    `memory at most: main                         ${memory(mainMegabytes)}`, '',
  ].join('\n');
}

/** Exit 0 with the figures, 1 where something did not arrive. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { instances: { type: 'string', default: '2000' }, kb: { type: 'string', default: '200' }, until: { type: 'string', default: 'imported' }, json: { type: 'string' } } });
  const [instances, kilobytes] = [Number(values.instances), Number(values.kb)];
  if (!Number.isInteger(instances) || instances < 1 || !(kilobytes > 0) || (values.until !== 'received' && values.until !== 'imported')) {
    process.stderr.write(usage);
    return 1;
  }
  const root = mkdtempSync(join(tmpdir(), 'pleura-bench-'));
  try {
    const figures = await bench(root, instances, kilobytes, values.until === 'imported');
    process.stdout.write(values.json === '-' ? `${JSON.stringify(figures)}\n` : table(figures));
    return 0;
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** `dicom receive`: the receiver alone, for scripts and for trying a device's connection. Runs until it is interrupted. */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import process from 'node:process';
import type { ListenFault, ReceiverEvent, ReceiverSettings } from '../../dicom/network/receiver-settings.ts';
import { startStorageScp } from '../../dicom/network/storage-scp.ts';

const faultWords: Readonly<Record<ListenFault, string>> = {
  'port-taken': 'Another program listens on this port already.',
  'port-forbidden': 'This port may not be listened on; choose one above 1023.',
  'address-unknown': 'This machine has no such address to listen on.',
  'store-unwritable': 'The folder cannot be written to.',
};

function wordsOf(event: ReceiverEvent): string {
  switch (event.kind) {
    case 'call-refused': return `refused a call of ${event.calling}: ${event.why}`;
    case 'opened': return `${event.calling} calls`;
    case 'echoed': return 'answered an echo';
    case 'received': return `received ${event.bytes} bytes${event.again ? ' (again)' : ''}`;
    case 'object-refused': return `refused an object: ${event.why}`;
    case 'committed': return `an archive keeps ${event.stored} objects, ${event.failed} not`;
    case 'ended': return `${event.calling} ended: ${event.how}, ${event.received} received`;
  }
}

/** Each event is a line: words on stderr, or JSON on stdout. Exit 0 when interrupted, 1 when it cannot listen. */
export async function receive(settings: ReceiverSettings, out: string, json: boolean): Promise<number> {
  await mkdir(out, { recursive: true });
  const print = (event: ReceiverEvent) => (json ? process.stdout.write(`${JSON.stringify(event)}\n`) : process.stderr.write(`${wordsOf(event)}\n`));
  const started = await startStorageScp(settings, out, print);
  if (!started.ok) {
    process.stderr.write(`${faultWords[started.fault]} (${started.fault})\n`);
    return 1;
  }
  if (settings.callers !== 'any' && settings.callers.length === 0) process.stderr.write('No caller is allowed: name AE titles with --allow.\n');
  process.stderr.write(`${settings.aeTitle} listens on ${settings.bind}:${started.scp.port}; files go to ready/ in the folder. Ctrl+C ends it.\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await started.scp.stop();
  return 0;
}

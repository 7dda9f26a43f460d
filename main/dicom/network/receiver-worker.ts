/** Entry of the receiver process: nothing that a device sends is ever touched by the app's own process. */
import process from 'node:process';
import { connectParent } from '../../child.ts';
import type { FromReceiver, ToReceiver } from './receiver-messages.ts';
import { startStorageScp } from './storage-scp.ts';

const parent = connectParent();
const tell = (message: FromReceiver) => parent.post(message);

async function listen({ settings, root }: ToReceiver): Promise<void> {
  const started = await startStorageScp(settings, root, (event) => tell({ kind: 'event', event }));
  tell(started.ok ? { kind: 'listening', port: started.scp.port } : { kind: 'not-listening', fault: started.fault });
}

parent.onMessage((raw) => {
  // A bug ends the process; its owner says so and starts it again.
  listen(raw as ToReceiver).catch(() => process.exit(1));
});

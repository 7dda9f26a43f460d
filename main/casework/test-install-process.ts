/** A program for tests: installs a bundle into a data folder and says how far it is, until it is killed. Arguments: the data folder, the bundle. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { spawnNode } from '../child.ts';
import { createWorkstation } from './workstation.ts';

const [userData = '', bundle = ''] = process.argv.slice(2);
const entry = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const opened = await createWorkstation({
  userData, bundleRoot: entry('../inference/fixtures'), spawnEngine: () => spawnNode(entry('../inference/engine.ts')), spawnMedia: () => spawnNode(entry('../media/worker.ts')),
  emit: (name, event) => {
    if (name === 'models.changed' && 'task' in event) process.send?.(event.task?.step ?? 'over');
  },
});
if (!opened.ok) throw new Error(opened.error.message);
const [item] = await opened.value.picked.register([bundle]);
await opened.value.requests['models.install']({ token: item?.token ?? '' });

/** Makes `process.versions` tell of Electron, as the app under it expects. */
import { createRequire } from 'node:module';
import process from 'node:process';

const { version } = createRequire(import.meta.url)('electron/package.json') as { readonly version: string };
Object.defineProperty(process, 'versions', { value: Object.freeze({ ...process.versions, electron: version }) });

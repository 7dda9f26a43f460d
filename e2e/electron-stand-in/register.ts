/**
 * `node --import e2e/electron-stand-in/register.ts dist/main.mjs` runs an Electron main script without Electron:
 * every import of `electron` resolves to the stand-in.
 */
import { registerHooks } from 'node:module';
import process from 'node:process';
import './versions.ts';

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) => (/^electron(\/(main|common))?$/.test(specifier) ? { url: standIn, shortCircuit: true } : next(specifier, context)),
});
process.env['PLEURA_STAND_IN'] = '1';
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'defaultApp', { value: true });
Object.defineProperty(process, 'resourcesPath', { value: process.cwd(), configurable: true });

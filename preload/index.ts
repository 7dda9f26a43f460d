/** Builds `window.pleura` from the contract: no other channel can be named, and Electron's own objects stay here. */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Events, PleuraBridge } from './contract.ts';
import { dropChannel, eventNames, requests } from './contract.ts';
import type { AppError } from './domain.ts';

const unknownChannel: AppError = { code: 'bad-request', message: 'The request was not understood.', hint: 'Reload the window. If it happens again, restart Pleura.' };

const bridge: PleuraBridge = {
  request: (name, input) => (Object.hasOwn(requests, name) ? ipcRenderer.invoke(name, input) : Promise.resolve({ ok: false, error: unknownChannel })),
  on: <N extends keyof Events>(name: N, listener: (event: Events[N]) => void) => {
    if (!eventNames.includes(name)) return () => undefined;
    const heard = (_event: unknown, event: Events[N]) => listener(event);
    ipcRenderer.on(name, heard);
    return () => {
      ipcRenderer.off(name, heard);
    };
  },
  dropped: (files) => {
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    return paths.length === 0 ? Promise.resolve({ ok: true, value: [] }) : ipcRenderer.invoke(dropChannel, { paths });
  },
};

contextBridge.exposeInMainWorld('pleura', bridge);

/**
 * Electron's `dialog` for somebody who sees the window: the browser's own file chooser, plain modal dialogs in the page.
 * Without a window to see, nobody can answer: tests put their own answers in place of these functions.
 */
import os from 'node:os';
import path from 'node:path';
import type { StandInWindow } from './browser-window.ts';
import { emulate } from './emulated.ts';
import type { ButtonRequest, ChosenFiles, FileRequest } from './wire.ts';

interface OpenOptions {
  readonly properties?: readonly string[];
  readonly filters?: readonly { readonly extensions: readonly string[] }[];
}

interface MessageOptions {
  readonly message: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
  readonly cancelId?: number;
}

export function createDialog(host: { readonly headless: boolean; readonly windows: ReadonlyMap<number, StandInWindow> }) {
  const someWindow = (name: string): StandInWindow => {
    const window = [...host.windows.values()].at(-1);
    if (host.headless || window === undefined) {
      throw new Error(`[stand-in] nobody sees dialog.${name}; a test answers it with app.evaluate(({ dialog }) => { dialog.${name} = ... })`);
    }
    return window;
  };
  const askButton = (name: string, request: ButtonRequest): Promise<number> =>
    someWindow(name).webContents.wire.ask({ kind: 'ask-button', request }).then(Number);
  return emulate('dialog', {
    showOpenDialog: async (...args: readonly unknown[]): Promise<{ canceled: boolean; filePaths: readonly string[] }> => {
      const filePaths = await chooseFiles(someWindow('showOpenDialog'), fileRequest((args.at(-1) ?? {}) as OpenOptions));
      return { canceled: filePaths.length === 0, filePaths };
    },
    /** The browser's page cannot name a place: the file goes into the home folder, where the user agrees. */
    showSaveDialog: async (...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> => {
      const { defaultPath = 'file' } = args.at(-1) as { readonly defaultPath?: string };
      const filePath = path.join(os.homedir(), path.basename(defaultPath));
      const response = await askButton('showSaveDialog', { message: `Save as ${filePath}?`, detail: '', buttons: ['Save', 'Cancel'], cancelId: 1 });
      return response === 0 ? { canceled: false, filePath } : { canceled: true, filePath: '' };
    },
    showMessageBox: async (...args: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
      const { message, detail = '', buttons = ['OK'], cancelId = 0 } = args.at(-1) as MessageOptions;
      return { response: await askButton('showMessageBox', { message, detail, buttons, cancelId }), checkboxChecked: false };
    },
    showErrorBox: (title: string, content: string): void => {
      process.stderr.write(`${title}\n${content}\n`);
      if (!host.headless && host.windows.size > 0) void askButton('showErrorBox', { message: title, detail: content, buttons: ['OK'], cancelId: 0 });
    },
  });
}

function fileRequest(options: OpenOptions): FileRequest {
  const properties = options.properties ?? ['openFile'];
  const extensions = (options.filters ?? []).flatMap((filter) => filter.extensions);
  return {
    directory: properties.includes('openDirectory') && !properties.includes('openFile'),
    multiple: properties.includes('multiSelections'),
    accept: extensions.includes('*') ? '' : extensions.map((extension) => `.${extension}`).join(','),
  };
}

async function chooseFiles(window: StandInWindow, request: FileRequest): Promise<readonly string[]> {
  const chosen = (await window.webContents.wire.ask({ kind: 'ask-files', request })) as ChosenFiles | null;
  if (chosen === null || chosen.count === 0) return [];
  const paths = (await window.webContents.pathsOfHeldFiles(chosen.batch, chosen.count)).filter((path) => path !== '');
  return request.directory ? paths.slice(0, 1).map((path) => folderOf(path, chosen.relativePath)) : paths;
}

/** `/data/exam/left/L1.mp4`, chosen as `exam/left/L1.mp4`, lies in the chosen folder `/data/exam`. */
export function folderOf(path: string, relativePath: string): string {
  const top = relativePath.split('/')[0] ?? '';
  return path.slice(0, path.length - relativePath.length) + top;
}

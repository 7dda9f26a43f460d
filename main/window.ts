/** The workstation's window. */
import { BrowserWindow, Menu, dialog } from 'electron';
import type { OpenDialogOptions } from 'electron';
import type { Emit } from './casework/emit.ts';
import type { PickKind } from './casework/workstation.ts';
import { appOrigin } from './own-address.ts';
import { guardWindow } from './security.ts';

/** Reloads after the page's process ended, at most this often. */
const reloadsAllowed = 3;

export interface WorkstationWindow {
  readonly emit: Emit;
  /** Resolves when the page has drawn itself. */
  readonly shown: Promise<void>;
  /** Brings the window to the front. */
  reveal(): void;
  pick(kind: PickKind): Promise<readonly string[]>;
  /** Where the user wants a drawing of that name; null when the dialog was closed. */
  saveAs(name: string, ending: SavedEnding): Promise<string | null>;
}

/** What the page saves: drawings, tables and reports. */
export type SavedEnding = 'svg' | 'csv' | 'json' | 'pdf';

export interface WindowOptions {
  readonly preload: string;
  readonly packaged: boolean;
  readonly title: string;
}

const clipExtensions = ['mp4', 'm4v', 'mov', 'avi', 'mpg', 'mpeg', 'gif', 'wmv', 'mkv', 'webm', 'png', 'jpg', 'jpeg'];

const endingWords: Readonly<Record<SavedEnding, string>> = { svg: 'Drawing', csv: 'Table', json: 'Record', pdf: 'PDF document' };

const anyFile = { name: 'All files', extensions: ['*'] };
const pickOptions: Readonly<Record<PickKind, OpenDialogOptions>> = {
  files: { properties: ['openFile', 'multiSelections'], filters: [{ name: 'Clips and stills', extensions: clipExtensions }, anyFile] },
  folder: { properties: ['openDirectory', 'multiSelections'] },
  readings: { properties: ['openFile', 'multiSelections'], filters: [{ name: 'Readings', extensions: ['json', 'csv', 'xml'] }, anyFile] },
  zip: { properties: ['openFile'], filters: [{ name: 'Model bundle', extensions: ['zip'] }, anyFile] },
};

/** No menu bar; macOS keeps the roles that copy, paste and quit need there. */
function setMenu(packaged: boolean): void {
  const roles = [{ role: 'appMenu' as const }, { role: 'editMenu' as const }, { role: 'windowMenu' as const }];
  const developer = packaged ? [] : [{ label: 'Developer', submenu: [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }] }];
  Menu.setApplicationMenu(process.platform === 'darwin' || !packaged ? Menu.buildFromTemplate([...(process.platform === 'darwin' ? roles : []), ...developer]) : null);
}

/** Makes the window and loads the page; it is shown when the page has drawn itself. */
export function openWindow({ preload, packaged, title }: WindowOptions): WorkstationWindow {
  setMenu(packaged);
  const window = new BrowserWindow({
    width: 1_440,
    height: 900,
    minWidth: 1_024,
    minHeight: 700,
    show: false,
    title,
    backgroundColor: '#0E1113',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !packaged,
    },
  });
  guardWindow(window.webContents);
  let reloads = 0;
  const shown = new Promise<void>((resolve) => {
    window.once('ready-to-show', () => {
      window.show();
      resolve();
    });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit' && reloads < reloadsAllowed && !window.isDestroyed()) window.webContents.reload();
    reloads += 1;
  });
  void window.loadURL(`${appOrigin}/index.html`);
  return {
    shown,
    emit: (name, event) => {
      if (!window.isDestroyed()) window.webContents.send(name, event);
    },
    reveal: () => {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    pick: async (kind) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window, pickOptions[kind]);
      return canceled ? [] : filePaths;
    },
    saveAs: async (name, ending) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: `${name}.${ending}`, filters: [{ name: endingWords[ending], extensions: [ending] }] });
      return canceled || filePath === '' ? null : filePath;
    },
  };
}

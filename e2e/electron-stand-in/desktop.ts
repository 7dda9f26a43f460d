/** The small modules of Electron: shell, clipboard, safe storage, theme, menu, screen, net. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { EmulatedEmitter, emulate } from './emulated.ts';
import type { Session } from './session.ts';

/** Nothing is opened from a stand-in; what the app asked for can be read from `opened`. */
export function createShell() {
  const opened: string[] = [];
  return emulate('shell', {
    opened,
    openExternal: async (url: string): Promise<void> => {
      opened.push(url);
    },
    openPath: async (path: string): Promise<string> => {
      opened.push(path);
      return '';
    },
    showItemInFolder: (path: string): void => {
      opened.push(path);
    },
    beep: (): void => {},
  });
}

export function createClipboard() {
  let text = '';
  return emulate('clipboard', {
    writeText: (value: string): void => {
      text = value;
    },
    readText: (): string => text,
    clear: (): void => {
      text = '';
    },
  });
}

/** As on a Linux desktop without a secret service: nothing can be encrypted. */
export function createSafeStorage() {
  const refuse = (): never => {
    throw new Error('Encryption is not available');
  };
  return emulate('safeStorage', { isEncryptionAvailable: (): boolean => false, getSelectedStorageBackend: (): string => 'basic_text', encryptString: refuse, decryptString: refuse });
}

/** `system` is taken as light, which is what a browser without a desktop says. */
export class NativeTheme extends EmulatedEmitter {
  #source: 'system' | 'dark' | 'light' = 'system';

  get themeSource(): 'system' | 'dark' | 'light' {
    return this.#source;
  }

  set themeSource(source: 'system' | 'dark' | 'light') {
    if (source === this.#source) return;
    this.#source = source;
    this.emit('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }

  get shouldUseHighContrastColors(): boolean {
    return false;
  }

  get prefersReducedTransparency(): boolean {
    return false;
  }
}

interface MenuTemplate {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly MenuTemplate[] | Menu;
  readonly click?: (...args: readonly unknown[]) => void;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly submenu: Menu | undefined;
  readonly click: (...args: readonly unknown[]) => void;

  constructor(template: MenuTemplate) {
    this.id = template.id;
    this.label = template.label ?? '';
    this.role = template.role;
    this.submenu = template.submenu instanceof Menu ? template.submenu : template.submenu && Menu.buildFromTemplate(template.submenu);
    this.click = template.click ?? (() => undefined);
  }
}

/** Kept, not shown: a browser window has no menu bar of the app's. */
export class Menu {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  static buildFromTemplate(template: readonly MenuTemplate[]): Menu {
    const menu = new Menu();
    for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
    return menu;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }

  popup(): void {}
}

/** One screen of a size that holds any window asked for. */
export function createScreen() {
  const bounds = { x: 0, y: 0, width: 3_840, height: 2_160 };
  const display = { id: 1, scaleFactor: 1, rotation: 0, bounds, workArea: bounds, size: bounds, workAreaSize: bounds };
  return emulate('screen', { getPrimaryDisplay: () => display, getAllDisplays: () => [display], getDisplayMatching: () => display, getDisplayNearestPoint: () => display });
}

/** Own schemes and files only: what is foreign would go past the session's guards. */
export function createNet(session: Session) {
  const fetchLocal = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    if (request.url.startsWith('file:')) return new Response(Readable.toWeb(createReadStream(fileURLToPath(request.url))) as ReadableStream);
    const handler = session.protocol.handlerFor(request.url.slice(0, request.url.indexOf(':')));
    if (handler === null) throw new Error('[stand-in] net.fetch reaches files and own schemes only');
    return handler(request);
  };
  return emulate('net', { fetch: fetchLocal, isOnline: () => false });
}


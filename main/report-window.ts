/** Prints a report: a hidden, sandboxed window without scripts shows the page and writes it as PDF. */
import { BrowserWindow } from 'electron';
import { appOrigin } from './own-address.ts';
import { guardWindow } from './security.ts';

/** Longest that a page may take to load and print. */
const limitMs = 30_000;

function late(): { readonly promise: Promise<never>; readonly stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('Printing took too long')), limitMs);
  return { promise, stop: () => clearTimeout(timer) };
}

/** `path` below the app's own address. Tagged, with selectable text and embedded fonts; size and margins are the page's own. Rejects where it cannot be printed. */
export async function printReport(path: string, size: 'A4' | 'Letter'): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false, width: 900, height: 1_200, title: 'Report',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false, webSecurity: true, webviewTag: false, spellcheck: false, devTools: false },
  });
  guardWindow(window.webContents);
  const limit = late();
  try {
    await Promise.race([window.loadURL(`${appOrigin}${path}`), limit.promise]);
    return await Promise.race([window.webContents.printToPDF({ pageSize: size, printBackground: true, preferCSSPageSize: true, generateTaggedPDF: true, generateDocumentOutline: false }), limit.promise]);
  } finally {
    limit.stop();
    window.destroy();
  }
}

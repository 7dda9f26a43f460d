/**
 * Electron's security checklist where it is not the window's own preferences (window.ts) or the page's CSP (app-routes.ts):
 * no network, no permission, no navigation, no new window, no webview.
 */
import { app, session } from 'electron';
import type { WebContents } from 'electron';
import { appOrigin, isOwnAddress } from './own-address.ts';

/** Chromium's own pages (developer tools) and what the page made itself may load; everything else has no business here. */
const localSchemes = ['devtools:', 'blob:', 'data:'];

function mayLoad(address: string): boolean {
  return isOwnAddress(address) || localSchemes.some((scheme) => address.startsWith(scheme));
}

function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event, address) => {
    if (address !== `${appOrigin}/` && address !== `${appOrigin}/index.html`) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Call before `ready`: sandboxes every page and guards each as it is made. */
export function hardenApp(): void {
  app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}

/** Call when ready, before a window is made. */
export function hardenSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, (details, answer) => answer({ cancel: !mayLoad(details.url) }));
  defaultSession.setSpellCheckerEnabled(false);
}

/** The same guards for a window whose contents were made before anyone could hear of it. */
export function guardWindow(contents: WebContents): void {
  guardContents(contents);
}

/** The app's permission handlers, asked once for each permission before the page loads, and set in the browser. */
import type { Addresses } from './addresses.ts';
import type { CdpSession } from './cdp.ts';
import type { Session } from './session.ts';

/** Electron's name -> the names of the web's Permissions API. */
const permissionNames = {
  geolocation: ['geolocation'],
  media: ['camera', 'microphone'],
  notifications: ['notifications'],
  midi: ['midi'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  'idle-detection': ['idle-detection'],
  'window-management': ['window-management'],
} as const;

export async function applyPermissions(
  browser: CdpSession, host: { readonly addresses: Addresses; readonly session: Session }, contents: unknown, url: string,
): Promise<void> {
  const own = host.addresses.toHttp(url);
  if (own === url) return;
  const origin = new URL(own).origin;
  const appOrigin = /^[^:]+:\/\/[^/]*/.exec(url)?.[0] ?? url;
  const settings = Object.entries(permissionNames).map(async ([permission, names]) => {
    const setting = (await host.session.grants(contents, permission, appOrigin)) ? 'granted' : 'denied';
    // A browser that does not know a name has nothing to allow.
    await Promise.all(names.map((name) => browser.send('Browser.setPermission', { permission: { name }, setting, origin }).catch(() => undefined)));
  });
  await Promise.all(settings);
}

/** Electron's `session` and `protocol`: what the app registers here, the server, the proxy and the windows obey. */
import { EmulatedEmitter, emulate } from './emulated.ts';

export type ProtocolHandler = (request: Request) => Response | Promise<Response>;
type Headers_ = Record<string, string[]>;
interface RequestDetails {
  readonly url: string;
  readonly method: string;
  readonly resourceType: string;
}
type BeforeRequest = (details: RequestDetails, callback: (response: { readonly cancel?: boolean }) => void) => void;
type HeadersReceived = (
  details: RequestDetails & { readonly responseHeaders: Headers_; readonly statusCode: number },
  callback: (response: { readonly cancel?: boolean; readonly responseHeaders?: Record<string, string | string[]> }) => void,
) => void;
type PermissionRequest = (contents: unknown, permission: string, callback: (granted: boolean) => void, details: object) => void;
type PermissionCheck = (contents: unknown, permission: string, origin: string, details: object) => boolean;

interface Filter {
  readonly urls: readonly string[];
}
interface Hook<L> {
  readonly matches: (url: string) => boolean;
  readonly listener: L;
}

export class Protocol {
  readonly #handlers = new Map<string, ProtocolHandler>();

  registerSchemesAsPrivileged(_schemes: readonly object[]): void {}

  handle(scheme: string, handler: ProtocolHandler): void {
    if (this.#handlers.has(scheme)) throw new Error(`The scheme has been registered: ${scheme}`);
    this.#handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.#handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.#handlers.has(scheme);
  }

  schemes(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  handlerFor(scheme: string): ProtocolHandler | null {
    return this.#handlers.get(scheme) ?? null;
  }
}

export class Session extends EmulatedEmitter {
  readonly protocol = new Protocol();
  #beforeRequest: Hook<BeforeRequest> | null = null;
  #headersReceived: Hook<HeadersReceived> | null = null;
  #permissionRequest: PermissionRequest | null = null;
  #permissionCheck: PermissionCheck | null = null;
  #offline = false;

  readonly webRequest = emulate('webRequest', {
    onBeforeRequest: (filter: Filter | BeforeRequest | null, listener?: BeforeRequest | null): void => {
      this.#beforeRequest = hook(filter, listener);
    },
    onHeadersReceived: (filter: Filter | HeadersReceived | null, listener?: HeadersReceived | null): void => {
      this.#headersReceived = hook(filter, listener);
    },
  });

  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    this.#permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.#permissionCheck = handler;
  }

  /** No devices, displays or pairings exist for the stand-in's page in any case. */
  setDevicePermissionHandler(_handler: unknown): void {}
  setDisplayMediaRequestHandler(_handler: unknown): void {}
  setBluetoothPairingHandler(_handler: unknown): void {}
  setSpellCheckerEnabled(_enabled: boolean): void {}
  setSpellCheckerLanguages(_languages: readonly string[]): void {}
  async clearCache(): Promise<void> {}
  async setProxy(_configuration: object): Promise<void> {}
  async closeAllConnections(): Promise<void> {}

  enableNetworkEmulation(options: { readonly offline?: boolean }): void {
    this.#offline = options.offline ?? false;
  }

  disableNetworkEmulation(): void {
    this.#offline = false;
  }

  /** May the browser ask for `url`? Foreign addresses are also stopped by an emulated lack of network. */
  async allows(url: string, own: boolean, method = 'GET'): Promise<boolean> {
    if (!own && this.#offline) return false;
    const found = this.#beforeRequest;
    if (found === null || !found.matches(url)) return true;
    return new Promise((resolve) => found.listener({ url, method, resourceType: 'other' }, (response) => resolve(response.cancel !== true)));
  }

  /** Response headers as the app wants them; names in lower case. */
  async responseHeaders(url: string, statusCode: number, headers: Record<string, string>): Promise<Record<string, string>> {
    const found = this.#headersReceived;
    if (found === null || !found.matches(url)) return headers;
    const responseHeaders = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
    const changed = await new Promise<Record<string, string | string[]> | undefined>((resolve) => {
      found.listener({ url, method: 'GET', resourceType: 'other', responseHeaders, statusCode }, (response) => resolve(response.responseHeaders));
    });
    if (changed === undefined) return headers;
    return Object.fromEntries(Object.entries(changed).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]));
  }

  /** Without handlers everything is granted, as in Electron. */
  async grants(contents: unknown, permission: string, origin: string): Promise<boolean> {
    const details = { requestingUrl: origin, isMainFrame: true };
    if (this.#permissionCheck !== null && !this.#permissionCheck(contents, permission, origin, details)) return false;
    const request = this.#permissionRequest;
    if (request === null) return true;
    return new Promise((resolve) => request(contents, permission, resolve, details));
  }
}

function hook<L>(filter: Filter | L | null, listener: L | null | undefined): Hook<L> | null {
  if (listener === null || filter === null) return null;
  if (listener === undefined) return { listener: filter as L, matches: () => true };
  const patterns = (filter as Filter).urls.map(matchPattern);
  return { listener, matches: (url) => patterns.some((pattern) => pattern.test(url)) };
}

/** WebExtension match patterns: `<all_urls>`, `*://host/*` (http, https, ws, wss), `https://*.host/path*`. */
export function matchPattern(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  const text = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  const scheme = text.startsWith('*://') ? '(https?|wss?)' : text.slice(0, text.indexOf('://')).replaceAll('*', '[^:]*');
  const rest = text.slice(text.indexOf('://') + 3).replace(/^\*\\\./, String.raw`([^/]*\.)?`).replace(/^\*/, '[^/]*').replaceAll(/(?<!\])\*/g, '.*');
  return new RegExp(`^${scheme}://${rest}$`);
}

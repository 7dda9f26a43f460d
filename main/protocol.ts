/** Registers the app's own scheme; what it answers is app-routes.ts. */
import { protocol } from 'electron';
import { scheme } from './own-address.ts';

/** Call before `ready`. A standard, secure origin with fetch; no service workers, no CSP bypass, no CORS for others. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
}

/** `logError` hears of answers that failed unexpectedly; the page gets 500. */
export function serve(routes: (request: Request) => Promise<Response>, logError: (error: unknown) => void): void {
  protocol.handle(scheme, async (request) => {
    try {
      return await routes(request);
    } catch (error) {
      logError(error);
      return new Response('Internal error.', { status: 500, headers: { 'content-type': 'text/plain' } });
    }
  });
}

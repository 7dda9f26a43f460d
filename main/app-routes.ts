/** What `pleura://app/` answers: the page's own files, and clips' frames and thumbnails. Knows no Electron, so that tests ask it directly. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { styleNonceMeta } from '../preload/contract.ts';
import type { ClipMediaReader, MediaAnswer } from './casework/clip-media.ts';
import type { ReportPages } from './casework/report-output.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

const hardening = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
} as const;

/** Only what the page uses. Styles: its own file, and emotion's elements by nonce. Images: thumbnails, and canvases read back. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' blob: data:", "font-src 'self'", "connect-src 'self'",
    "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
  ].join('; ');
}

function refuse(status: number, words: string): Response {
  return new Response(words, { status, headers: { ...hardening, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}

const refusals: Readonly<Record<Exclude<MediaAnswer<unknown>, { ok: true }>['reason'], readonly [number, string]>> = {
  missing: [404, 'No such clip.'],
  range: [416, 'No such frames.'],
  large: [400, 'Too many frames at once.'],
  damaged: [500, 'The stored clip is damaged.'],
};

function answer<T>(result: MediaAnswer<T>, respond: (value: T) => Response): Response {
  return result.ok ? respond(result.value) : refuse(...refusals[result.reason]);
}

/** A whole number as a query carries it; null for anything else. */
function whole(text: string | null): number | null {
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null;
}

async function frames(media: ClipMediaReader, clipId: string, query: URLSearchParams): Promise<Response> {
  const from = whole(query.get('from'));
  const count = whole(query.get('count'));
  if (from === null || count === null || count < 1) return refuse(400, 'Ask for frames?from=I&count=N.');
  return answer(await media.frames(clipId, from, count), ({ width, height, channels, bytes }) =>
    new Response(bytes, {
      headers: {
        ...hardening, 'content-type': 'application/octet-stream', 'cache-control': 'no-store',
        'x-frame-width': String(width), 'x-frame-height': String(height), 'x-frame-channels': String(channels),
      },
    }));
}

async function thumbnails(media: ClipMediaReader, clipId: string): Promise<Response> {
  return answer(await media.thumbnails(clipId), (bytes) => new Response(bytes, { headers: { ...hardening, 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' } }));
}

function page(html: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const meta = `<meta name="${styleNonceMeta}" content="${nonce}" />`;
  const headers = { ...hardening, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': contentSecurityPolicy(nonce) };
  return new Response(html.replace(/<head[^>]*>/i, (head) => `${head}\n    ${meta}`), { headers });
}

async function staticFile(root: string, pathname: string): Promise<Response> {
  const name = pathname === '/' ? '/index.html' : pathname;
  const type = contentTypes[extname(name)];
  // Plain names only: no dots at a part's start, nothing encoded, no backslash. join() then cannot leave the root; the check below says so again.
  if (type === undefined || !/^(\/[\w-][\w.-]*)+$/.test(name)) return refuse(404, 'Not here.');
  const path = join(root, name);
  if (!path.startsWith(root + sep)) return refuse(404, 'Not here.');
  const content = await readFile(path).catch(() => null);
  if (content === null) return refuse(404, 'Not here.');
  if (name === '/index.html') return page(content.toString('utf8'));
  return new Response(new Uint8Array(content), { headers: { ...hardening, 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': "default-src 'none'" } });
}

/** Only its own style by nonce, the app's fonts and key images: a printed page has no script and frames nothing. */
function reportPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

function reportAnswer(pages: ReportPages, pathname: string): Response {
  const [, token, sha256] = /^\/report\/(?:pages\/([0-9a-f]{32})|images\/([0-9a-f]{64})\.png)$/.exec(pathname) ?? [];
  const page = token === undefined ? null : pages.page(token);
  if (page !== null) return new Response(page.html, { headers: { ...hardening, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': reportPolicy(page.nonce) } });
  const image = sha256 === undefined ? null : pages.image(sha256);
  if (image !== null) return new Response(image, { headers: { ...hardening, 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' } });
  return refuse(404, 'Not here.');
}

/** Answers every request of the app's own scheme: 400, 404, 405, 416 or 500 in plain words where it cannot. `rendererDir` must be absolute and normalised. */
export function createAppRoutes(rendererDir: string, media: ClipMediaReader, reports: ReportPages): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET.');
    const url = new URL(request.url);
    if (url.hostname !== 'app') return refuse(404, 'Not here.');
    const clip = /^\/media\/clips\/([\w-]{1,64})\/(frames|thumbnails\.png)$/.exec(url.pathname);
    if (clip !== null) return clip[2] === 'frames' ? frames(media, clip[1] ?? '', url.searchParams) : thumbnails(media, clip[1] ?? '');
    if (url.pathname.startsWith('/report/')) return reportAnswer(reports, url.pathname);
    if (url.pathname.startsWith('/media/')) return refuse(404, 'Not here.');
    return staticFile(rendererDir, url.pathname);
  };
}

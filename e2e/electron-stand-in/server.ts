/** The loopback server behind the secret host: the app's own scheme, the windows' sockets, and the word of a second instance. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Addresses } from './addresses.ts';
import type { Session } from './session.ts';

/** Paths under the app's own host that belong to the stand-in. */
export const ownPaths = { blank: '/__stand-in/blank', worker: '/__stand-in/ipc-worker.js', socket: '/__stand-in/ipc/', secondInstance: '/__stand-in/second-instance' } as const;

export interface ServerOptions {
  readonly addresses: Addresses;
  readonly session: Session;
  readonly workerScript: () => Promise<string>;
  /** Takes a window's socket; false where no window has this secret. */
  readonly onSocket: (secret: string, socket: () => Promise<WebSocket>) => boolean;
  readonly onSecondInstance: (message: string) => void;
}

export interface LoopbackServer {
  readonly port: number;
  close(): void;
}

export async function startServer(options: ServerOptions): Promise<LoopbackServer> {
  const server = http.createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => {
      if (!isGone(error)) process.stderr.write(`[stand-in] ${String(error instanceof Error ? error.stack : error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 2 ** 31 - 1 });
  server.on('upgrade', (request, socket, head) => {
    const path = request.url ?? '';
    const accept = (): Promise<WebSocket> => new Promise((resolve) => sockets.handleUpgrade(request, socket, head, resolve));
    const owned = options.addresses.owns(request.headers.host ?? '') && path.startsWith(ownPaths.socket);
    if (!owned || !options.onSocket(path.slice(ownPaths.socket.length), accept)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(options: ServerOptions, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const host = request.headers.host ?? '';
  if (!options.addresses.owns(host)) {
    response.writeHead(403).end();
    return;
  }
  switch (request.url) {
    case ownPaths.blank:
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title> </title>');
      return;
    // Chromium asks for it on its own, Electron does not.
    case '/favicon.ico':
      response.writeHead(204).end();
      return;
    case ownPaths.worker:
      response.writeHead(200, { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
      response.end(await options.workerScript());
      return;
    case ownPaths.secondInstance:
      options.onSecondInstance(await readText(request));
      response.writeHead(204).end();
      return;
    default:
      await answerByHandler(options, `http://${host}${request.url ?? '/'}`, request, response);
  }
}

async function answerByHandler(options: ServerOptions, address: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { addresses, session } = options;
  const url = addresses.fromHttp(address);
  const handler = session.protocol.handlerFor(url.slice(0, url.indexOf(':')));
  if (handler === null) {
    response.writeHead(404).end();
    return;
  }
  if (!(await session.allows(url, true, request.method))) {
    response.destroy();
    return;
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const answered = await handler(toRequest(addresses, url, request, gone.signal));
  const headers = await session.responseHeaders(url, answered.status, Object.fromEntries(answered.headers));
  response.writeHead(answered.status, adaptHeaders(addresses, headers));
  if (answered.body === null || request.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  await pipeline(Readable.fromWeb(answered.body as NodeReadableStream), response);
}

function toRequest(addresses: Addresses, url: string, request: http.IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name === 'host' || name === 'connection') continue;
    const text = typeof value === 'string' ? value : value.join(', ');
    headers.set(name, name === 'origin' || name === 'referer' ? addresses.fromHttp(text) : text);
  }
  const method = request.method ?? 'GET';
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' };
  return new Request(url, { method, headers, signal, ...body } as RequestInit);
}

function adaptHeaders(addresses: Addresses, headers: Readonly<Record<string, string>>): Record<string, string> {
  // Whatever the handler decoded is sent plain.
  const adapted: Record<string, string> = { ...headers };
  delete adapted['content-encoding'];
  const policy = adapted['content-security-policy'];
  if (policy !== undefined) adapted['content-security-policy'] = addresses.adaptPolicy(policy);
  const allowed = adapted['access-control-allow-origin'];
  if (allowed !== undefined) adapted['access-control-allow-origin'] = addresses.toHttp(allowed).replace(/\/$/, '');
  return adapted;
}

async function readText(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The page went away or stopped listening: no fault of anybody's. */
function isGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_DESTROYED'].includes(String(error.code)));
}

/** The browser's only way out: a loopback proxy that asks the session's webRequest before anything leaves, names included. */
import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface EgressProxy {
  readonly port: number;
  close(): void;
}

/** `allow` hears `https://host/` for encrypted connections, whose path the browser does not tell. */
export async function startEgressProxy(allow: (url: string) => Promise<boolean>): Promise<EgressProxy> {
  const server = http.createServer((request, response) => {
    void allow(request.url ?? '').then((allowed) => (allowed ? forward(request, response) : response.writeHead(403).end()));
  });
  server.on('connect', (request: http.IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    const target = new URL(`https://${request.url ?? ''}/`);
    void allow(target.href).then((allowed) => (allowed ? tunnel(target, socket) : socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')));
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

function forward(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { 'proxy-connection': _proxyConnection, ...headers } = request.headers;
  const onward = http.request(request.url ?? '', { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}

function tunnel(target: URL, socket: Duplex): void {
  const onward = net.connect(Number(target.port === '' ? 443 : target.port), target.hostname, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(onward).pipe(socket);
  });
  onward.on('error', () => socket.destroy());
}

/**
 * A SharedWorker that holds the WebSocket to main for each page. Sockets inside a page are several times slower while a debugger watches it;
 * those of a shared worker are not watched.
 */

type FromPage = { readonly open: string } | 'close' | ArrayBuffer;

function connect(port: MessagePort): void {
  let socket: WebSocket | null = null;
  const waiting: ArrayBuffer[] = [];
  const open = (address: string): void => {
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    opened.onopen = () => waiting.splice(0).forEach((message) => opened.send(message));
    opened.onmessage = (event: MessageEvent<ArrayBuffer>) => port.postMessage(event.data, [event.data]);
    socket = opened;
  };
  port.onmessage = ({ data }: MessageEvent<FromPage>) => {
    if (data === 'close') socket?.close();
    else if (!(data instanceof ArrayBuffer)) open(data.open);
    else if (socket?.readyState === WebSocket.OPEN) socket.send(data);
    else waiting.push(data);
  };
}

addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0];
  if (port !== undefined) connect(port);
});

import { open } from 'node:fs/promises';

/**
 * Whether a file ends before its container says so. ffmpeg is silent about that for GIF, AVI and stills cut between frames;
 * for mp4, mkv and wmv its own log tells.
 */
export async function cutOff(file: string): Promise<boolean> {
  let handle;
  try {
    handle = await open(file, 'r');
  } catch {
    return false;
  }
  try {
    const { size } = await handle.stat();
    const head = Buffer.alloc(12);
    // Some devices pad files with zeros; the end mark may stand before them.
    const tail = Buffer.alloc(Math.min(size, 4_096));
    await handle.read(head, 0, head.length, 0);
    await handle.read(tail, 0, tail.length, size - tail.length);
    const kind = head.toString('latin1');
    if (kind.startsWith('GIF8')) return lastByte(tail) !== 0x3b;
    if (kind.startsWith('RIFF')) return head.readUInt32LE(4) + 8 > size + 1;
    if (head.readUInt32BE(0) === 0x89504e47) return !tail.includes('IEND');
    if (head.readUInt16BE(0) === 0xffd8) return !tail.includes(Buffer.from([0xff, 0xd9]));
    return false;
  } finally {
    await handle.close();
  }
}

function lastByte(tail: Buffer): number {
  let at = tail.length - 1;
  while (at > 0 && tail[at] === 0) at--;
  return tail[at] ?? 0;
}

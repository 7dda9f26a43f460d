/** Zip files for tests, honest or not. As a program: `node main/casework/test-zip.ts FOLDER OUT.zip` packs a folder's files. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import process from 'node:process';
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory claims in place of the real size. */
  readonly claimedBytes?: number;
  /** Unix mode; a regular file without it. */
  readonly mode?: number;
}

const regularFile = 0o100644;
export const symbolicLink = 0o120777;

/** Names are written as they are, whatever they say. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes, mode = regularFile } of entries) {
    const packed = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    // Version, flags (UTF-8), method (deflate), time, date, CRC, sizes, name length, extra length.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(0x5821, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, nameBytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, tail, nameBytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A folder's files under `prefix`. */
export async function entriesOf(folder: string, prefix = ''): Promise<readonly ZipEntry[]> {
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => ({ name: prefix + name, content: await readFile(join(folder, name)) })));
}

if (import.meta.main) {
  const [folder = '', out = ''] = process.argv.slice(2);
  await writeFile(out, zipOf(await entriesOf(folder, `${basename(folder)}/`)));
}

import path from 'node:path';

/** Everything below `storeRoot` is named by the SHA-256 (hex) of the original file, spread over folders by its first two digits. */
function place(storeRoot: string, kind: 'originals' | 'frames' | 'thumbnails', sha256: string, suffix: string): string {
  return path.join(storeRoot, kind, sha256.slice(0, 2), sha256 + suffix);
}

/** The untouched original, read-only; `extension` as picked, lower case with its dot, or empty. */
export function originalPath(storeRoot: string, sha256: string, extension: string): string {
  return place(storeRoot, 'originals', sha256, extension);
}

/** Frame store of the gray frames: what the AI reads. */
export function grayPath(storeRoot: string, sha256: string): string {
  return place(storeRoot, 'frames', sha256, '.gray.frames');
}

/** Frame store of the RGB frames; only for clips with colour. */
export function rgbPath(storeRoot: string, sha256: string): string {
  return place(storeRoot, 'frames', sha256, '.rgb.frames');
}

/** Sprite of thumbnails: one row of 160 x 120 tiles. */
export function thumbnailPath(storeRoot: string, sha256: string): string {
  return place(storeRoot, 'thumbnails', sha256, '.png');
}

/** The ClipMedia record: written last, so that its presence means that the clip is whole. */
export function recordPath(storeRoot: string, sha256: string): string {
  return place(storeRoot, 'frames', sha256, '.json');
}

/** Where imports work until they publish; one folder each, named by process. */
export function incomingRoot(storeRoot: string): string {
  return path.join(storeRoot, 'incoming');
}

/** A file name's extension as the store keeps it: only plain letters and digits survive. */
export function storedExtension(name: string): string {
  const extension = path.extname(name).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}

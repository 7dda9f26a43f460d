/** Probing needs nothing else, and everything else opens other files, renders text or waits for the network. */
const containers = [
  'mov', 'matroska', 'avi', 'mpeg', 'mpegts', 'mpegvideo', 'm4v', 'h264', 'hevc', 'gif', 'asf', 'flv', 'ogg', 'ivf', 'apng',
  'png_pipe', 'jpeg_pipe', 'bmp_pipe', 'tiff_pipe', 'webp_pipe',
].join(',');

export type PixelKind = 'gray' | 'rgb';

/** Side of the small picture in which colour is looked for; sampled, not averaged, so that thin coloured lines count. */
export const chromaSide = 96;

/** File descriptors that ffmpeg writes to, beside stdout (frames) and stderr (log). */
export const sidePipes = { times: 3, chroma: 4, metadata: 5 } as const;

const passthrough = ['-an', '-sn', '-dn', '-fps_mode', 'passthrough'];

/**
 * ffmpeg's arguments for one clip: raw frames on stdout, and on side pipes a line per frame with its time and the true picture size (framecrc,
 * flushed line by line and listed first, so that the size is known before the first frame), small chroma pictures, and the container's metadata.
 * Stills get their demuxer by name (see sniff). One decoding thread: error concealment of damaged H.264 then gives the same bytes each time.
 */
export function decodeArguments(file: string, pix: PixelKind, maxPixels: number, stillFormat: string | null): string[] {
  return [
    '-nostdin', '-hide_banner', '-nostats', '-loglevel', 'repeat+level+info',
    '-protocol_whitelist', 'file,pipe', '-format_whitelist', containers, '-max_pixels', String(maxPixels), '-threads', '1',
    ...(stillFormat === null ? [] : ['-f', stillFormat]), '-i', `file:${file}`,
    ...passthrough, '-enc_time_base', '1:1000000', '-c:v', 'wrapped_avframe', '-flush_packets', '1', '-f', 'framecrc', `pipe:${sidePipes.times}`,
    ...passthrough, '-pix_fmt', pix === 'gray' ? 'gray' : 'rgb24', '-f', 'rawvideo', 'pipe:1',
    ...passthrough, '-vf', `scale=${chromaSide}:${chromaSide}:flags=neighbor`, '-pix_fmt', 'yuv444p', '-f', 'rawvideo', `pipe:${sidePipes.chroma}`,
    '-f', 'ffmetadata', `pipe:${sidePipes.metadata}`,
  ];
}

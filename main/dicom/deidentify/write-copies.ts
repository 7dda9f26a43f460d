/** De-identified copies on disk: a DICOM file with JPEG-LS frames, or a video without metadata. Each is written whole under its final name, or not at all. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, rm } from 'node:fs/promises';
import { Codecs } from '../../media/dicom/codecs.ts';
import { item, sequenceEnd, tags } from '../../media/dicom/tags.ts';
import { elementHead, encodeElements, fileMeta, itemHead } from '../../media/dicom/write-elements.ts';
import type { DicomNode } from '../../media/dicom/write-elements.ts';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

const jpegLsLossless = '1.2.840.10008.1.2.4.80';

/** Writes the copy with its cleaned frames, compressed without loss. Throws on storage errors. */
export async function writeDicomCopy(
  target: string, uids: { readonly sopClassUid: string; readonly sopInstanceUid: string }, nodes: readonly DicomNode[], size: PictureSize, frames: AsyncIterable<Uint8Array>,
): Promise<void> {
  const codecs = new Codecs();
  const part = `${target}.part`;
  const file = await open(part, 'wx', 0o600);
  try {
    await file.write(fileMeta({ ...uids, transferSyntaxUid: jpegLsLossless }));
    await file.write(encodeElements(nodes));
    // An empty offset table: each frame is one fragment.
    await file.write(Buffer.concat([elementHead(tags.PixelData, 'OB', null), itemHead(item, 0)]));
    for await (const frame of frames) {
      const coded = await codecs.encodeJpegLs(frame, { width: size.width, height: size.height, bitsPerSample: 8, componentCount: size.channels, isSigned: false });
      const padding = coded.length % 2;
      await file.write(itemHead(item, coded.length + padding));
      await file.write(coded);
      if (padding > 0) await file.write(Buffer.alloc(1));
    }
    await file.write(itemHead(sequenceEnd, 0));
    await file.sync();
    await file.close();
    await rename(part, target);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}

/** Writes an mp4 of the cleaned frames at an even rate, without any metadata of the original. False where ffmpeg cannot. */
export async function writeVideoCopy(target: string, ffmpeg: string, size: PictureSize, framesPerSecond: number, frames: () => AsyncIterable<Uint8Array>): Promise<boolean> {
  const part = `${target}.part`;
  try {
    for (const encoder of ['libx264', 'mpeg4']) {
      if (!(await encode(part, ffmpeg, encoder, size, framesPerSecond, frames()))) continue;
      await rename(part, target);
      return true;
    }
    return false;
  } finally {
    await rm(part, { force: true });
  }
}

async function encode(part: string, ffmpeg: string, encoder: string, size: PictureSize, framesPerSecond: number, frames: AsyncIterable<Uint8Array>): Promise<boolean> {
  const quality = encoder === 'libx264' ? ['-crf', '12', '-preset', 'fast'] : ['-q:v', '1'];
  const child = spawn(ffmpeg, [
    '-nostdin', '-v', 'error', '-y', '-f', 'rawvideo', '-pix_fmt', size.channels === 1 ? 'gray' : 'rgb24', '-s', `${size.width}x${size.height}`, '-r', framesPerSecond.toFixed(3), '-i', 'pipe:0',
    '-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-c:v', encoder, ...quality, '-pix_fmt', 'yuv420p', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:v', '+bitexact', '-f', 'mp4', part,
  ], { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  child.stdin.on('error', () => undefined);
  for await (const frame of frames) {
    if (child.exitCode !== null || child.stdin.destroyed) break;
    if (!child.stdin.write(frame)) await Promise.race([once(child.stdin, 'drain'), ended]);
  }
  child.stdin.end();
  return (await ended) === 0;
}

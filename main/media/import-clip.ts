import { chmod, rename } from 'node:fs/promises';
import path from 'node:path';
import type { DicomHeader } from '../../preload/dicom.ts';
import type { ClipMedia, Result } from '../../preload/domain.ts';
import { copyOriginal } from './copy-original.ts';
import type { CopiedOriginal } from './copy-original.ts';
import { decodeToStore } from './decode-to-store.ts';
import type { StoredDecode } from './decode-to-store.ts';
import { defaultLimits } from './decode-limits.ts';
import type { DecodeLimits } from './decode-limits.ts';
import { measureGeometry, tissueBox, writeThumbnails } from './describe-frames.ts';
import { describeFile } from './dicom/describe.ts';
import { failure, storageFailure } from './failure.ts';
import { FrameStoreError, openFrameStore } from './frame-store.ts';
import { grayPath, originalPath, rgbPath, storedExtension, thumbnailPath } from './layout.ts';
import { readRecord, writeRecord } from './record.ts';
import { closeWorkspace, discardUnrecorded, makeFolders, openWorkspace } from './workspace.ts';

export type ImportStep = 'copying' | 'decoding' | 'decoding colour' | 'finding the sector' | 'storing';

export interface ImportRequest {
  /** Path of the picked file. */
  readonly source: string;
  readonly storeRoot: string;
  /** As found by `findFfmpeg`. */
  readonly ffmpeg: string | null;
  readonly limits?: Partial<DecodeLimits>;
}

export interface ImportControl {
  readonly signal: AbortSignal;
  /** 0..1, never falling. */
  readonly onProgress?: (fraction: number, step: ImportStep) => void;
}

export interface ImportedClip {
  readonly media: ClipMedia;
  /** The same bytes were in the store before. */
  readonly already: boolean;
  /** Of a DICOM file: read anew for each import, and kept nowhere in the store. */
  readonly dicom: DicomHeader | null;
}

/**
 * Brings one file into the store: original by content hash, frames decoded once, sector, gain, thumbnails; the record last, so that a clip is whole or not there.
 * Every failure, cancel included, is a typed error and leaves nothing behind.
 */
export async function importClip(request: ImportRequest & ImportControl): Promise<Result<ImportedClip>> {
  let workspace: string;
  try {
    workspace = await openWorkspace(request.storeRoot);
  } catch (error) {
    return storageFailure(error);
  }
  try {
    return await new ClipImport(request, workspace).run();
  } finally {
    await closeWorkspace(workspace);
  }
}

class ClipImport {
  readonly #request: ImportRequest & ImportControl;
  readonly #limits: DecodeLimits;
  readonly #workspace: string;
  readonly #extension: string;
  #progress = 0;

  constructor(request: ImportRequest & ImportControl, workspace: string) {
    this.#request = request;
    this.#limits = { ...defaultLimits, ...request.limits };
    this.#workspace = workspace;
    this.#extension = storedExtension(request.source);
  }

  async run(): Promise<Result<ImportedClip>> {
    const { source, storeRoot, signal } = this.#request;
    this.#tell(0, 'copying');
    const copied = await copyOriginal({
      source, signal, target: this.#work(`original${this.#extension}`), maxFileBytes: this.#limits.maxFileBytes, onCopied: (f) => this.#tell(0.05 * f, 'copying'),
    });
    if (!copied.ok) return copied;
    const known = await readRecord(storeRoot, copied.value.sha256);
    if (known !== null && this.#usable(known)) {
      const described = describeFile(this.#work(`original${this.#extension}`));
      return { ok: true, value: { media: known, already: true, dicom: described?.kind === 'image' ? described.header : null } };
    }
    const decoded = await this.#decode();
    if (!decoded.ok) return decoded;
    try {
      const media = await this.#describe(copied.value, decoded.value);
      if (signal.aborted) return failure('cancelled');
      await this.#publish(media, decoded.value.rgb !== null);
      this.#tell(1, 'storing');
      return { ok: true, value: { media, already: false, dicom: decoded.value.dicom } };
    } catch (error) {
      if (error instanceof FrameStoreError) return failure('store-corrupt');
      return storageFailure(error);
    }
  }

  /** Decodes gray always, and once more in colour where colour was seen. */
  async #decode(): Promise<Result<StoredDecode & { readonly rgb: string | null }>> {
    const { signal } = this.#request;
    const common = { ffmpeg: this.#request.ffmpeg, file: this.#work(`original${this.#extension}`), signal, limits: this.#limits };
    const gray = await decodeToStore({ ...common, pix: 'gray', target: this.#work('gray.frames'), onProgress: (f) => this.#tell(0.05 + 0.7 * f, 'decoding') });
    if (!gray.ok) return gray;
    if (!gray.value.colour) return { ok: true, value: { ...gray.value, rgb: null } };
    const target = this.#work('rgb.frames');
    const rgb = await decodeToStore({ ...common, pix: 'rgb', target, onProgress: (f) => this.#tell(0.75 + 0.15 * f, 'decoding colour') });
    if (!rgb.ok) return rgb;
    // Gray and colour must name the same frames.
    return rgb.value.frames === gray.value.frames ? { ok: true, value: { ...gray.value, rgb: target } } : failure('decode-failed');
  }

  async #describe(copied: CopiedOriginal, decoded: StoredDecode & { readonly rgb: string | null }): Promise<ClipMedia> {
    this.#tell(0.9, 'finding the sector');
    const gray = openFrameStore(this.#work('gray.frames'));
    if (!gray.ok) throw new FrameStoreError(gray.error.message);
    const shown = decoded.rgb === null ? gray : openFrameStore(decoded.rgb);
    try {
      if (!shown.ok) throw new FrameStoreError(shown.error.message);
      const geometry = await measureGeometry(gray.value, tissueBox(decoded));
      this.#tell(0.95, 'storing');
      const thumbnails = await writeThumbnails(shown.value, this.#work('thumbnails.png'));
      return {
        sha256: copied.sha256, sizeBytes: copied.sizeBytes,
        width: decoded.width, height: decoded.height, frames: decoded.frames,
        durationMs: decoded.durationMs, frameTimesMs: decoded.frameTimesMs,
        colour: decoded.rgb !== null,
        simulated: /Pleura phantom/i.test(decoded.metadata),
        damaged: decoded.damaged,
        warnings: warningsOf(decoded, geometry.sector.kind),
        ...geometry,
        thumbnails,
        ...(decoded.dicom === null ? {} : { regions: decoded.dicom.source.regions }),
      };
    } finally {
      gray.value.close();
      if (shown.ok && shown !== gray) shown.value.close();
    }
  }

  async #publish(media: ClipMedia, colour: boolean): Promise<void> {
    const { storeRoot } = this.#request;
    const original = originalPath(storeRoot, media.sha256, this.#extension);
    try {
      await makeFolders(storeRoot, media.sha256, original);
      await rename(this.#work('gray.frames'), grayPath(storeRoot, media.sha256));
      if (colour) await rename(this.#work('rgb.frames'), rgbPath(storeRoot, media.sha256));
      await rename(this.#work('thumbnails.png'), thumbnailPath(storeRoot, media.sha256));
      await chmod(this.#work(`original${this.#extension}`), 0o444);
      await rename(this.#work(`original${this.#extension}`), original);
      await writeRecord(storeRoot, this.#work('record.json'), media);
    } catch (error) {
      await discardUnrecorded(storeRoot, media.sha256, original);
      throw error;
    }
  }

  /** A record whose frames were lost or damaged since is imported anew. */
  #usable(media: ClipMedia): boolean {
    const stores = [grayPath(this.#request.storeRoot, media.sha256), ...(media.colour ? [rgbPath(this.#request.storeRoot, media.sha256)] : [])];
    return stores.every((file) => {
      const store = openFrameStore(file);
      if (store.ok) store.value.close();
      return store.ok && store.value.count === media.frames;
    });
  }

  #work(name: string): string {
    return path.join(this.#workspace, name);
  }

  #tell(fraction: number, step: ImportStep): void {
    this.#progress = Math.max(this.#progress, fraction);
    this.#request.onProgress?.(this.#progress, step);
  }
}

function warningsOf(decoded: StoredDecode, sector: 'convex' | 'rect'): string[] {
  const warnings: string[] = [];
  if (decoded.damaged) warnings.push('The file is damaged; some frames may show decoding errors.');
  if (decoded.frames === 1) warnings.push('A single image: movement such as lung sliding cannot be seen.');
  warnings.push(...decoded.notes);
  if (sector === 'rect') warnings.push('No fan-shaped image was found; the whole image area is analysed.');
  return warnings;
}

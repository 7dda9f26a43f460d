/** DICOM files for tests, made here: moving gray and colour pictures with known samples. */
import { deflateRawSync } from 'node:zlib';
import { Codecs } from './codecs.ts';
import { elementHead, encodeElements, fileMeta, shortNode, textNode } from './write-elements.ts';
import type { DicomNode } from './write-elements.ts';
import { tags } from './tags.ts';

export const usMultiframe = '1.2.840.10008.5.1.4.1.1.3.1';
export const explicitLittle = '1.2.840.10008.1.2.1';

export interface TestImage {
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  readonly samples: 1 | 3;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly planar: boolean;
  readonly sopClassUid: string;
  readonly transferSyntaxUid: string;
  /** More elements; they take the place of those here with the same tag. */
  readonly more: readonly DicomNode[];
  /** Pixel data instead of the moving picture. */
  readonly pixels: Buffer | null;
}

const usual: TestImage = {
  rows: 60, columns: 80, frames: 3, samples: 1, photometric: 'MONOCHROME2', bitsAllocated: 8, bitsStored: 8, signed: false, planar: false,
  sopClassUid: usMultiframe, transferSyntaxUid: explicitLittle, more: [], pixels: null,
};

/** A sample of the moving picture: a fan-like glow with texture that uses the whole range of the stored bits. */
function sampleOf(image: TestImage, frame: number, x: number, y: number, channel: number): number {
  const top = 2 ** image.bitsStored - 1;
  const wave = 0.5 + 0.5 * Math.sin((x + 3 * frame) / (5 + channel * 2) + Math.hypot(x - image.columns / 2, y) / 7);
  const value = Math.round(wave * top * (channel === 1 ? 0.8 : 1));
  return image.signed ? value - 2 ** (image.bitsStored - 1) : value;
}

/** Native little-endian pixel data, as the image says they are laid out. */
export function testPixels(given: Partial<TestImage> = {}): Buffer {
  const image = { ...usual, ...given };
  const pixels = image.rows * image.columns;
  const wide = image.bitsAllocated === 16;
  const bytes = Buffer.alloc(pixels * image.samples * image.frames * (wide ? 2 : 1));
  for (let frame = 0; frame < image.frames; frame++) {
    for (let i = 0; i < pixels; i++) {
      for (let channel = 0; channel < image.samples; channel++) {
        const at = frame * pixels * image.samples + (image.planar ? channel * pixels + i : i * image.samples + channel);
        const value = sampleOf(image, frame, i % image.columns, Math.floor(i / image.columns), channel);
        if (wide) bytes.writeUInt16LE(value & (2 ** image.bitsStored - 1), 2 * at);
        else bytes[at] = value & (2 ** image.bitsStored - 1);
      }
    }
  }
  return bytes;
}

/** A whole Part 10 file in explicit little endian. */
export function testImage(given: Partial<TestImage> = {}): Buffer {
  const image = { ...usual, ...given };
  const pixels = image.pixels ?? testPixels(image);
  const usualNodes: DicomNode[] = [
    textNode(tags.SOPClassUID, 'UI', image.sopClassUid), textNode(tags.SOPInstanceUID, 'UI', '2.25.4711'), textNode(tags.StudyInstanceUID, 'UI', '2.25.1'),
    textNode(tags.SeriesInstanceUID, 'UI', '2.25.2'), textNode(tags.StudyDate, 'DA', '20240229'), textNode(tags.StudyTime, 'TM', '101112'),
    textNode(tags.AccessionNumber, 'SH', ''), textNode(tags.Modality, 'CS', 'US'), textNode(tags.Manufacturer, 'LO', 'Pleura phantom'), textNode(tags.ReferringPhysicianName, 'PN', ''),
    textNode(tags.PatientName, 'PN', 'Test^Picture'), textNode(tags.PatientID, 'LO', 'T-1'), textNode(tags.PatientBirthDate, 'DA', ''), textNode(tags.PatientSex, 'CS', 'O'),
    textNode(tags.StudyID, 'SH', ''), textNode(tags.SeriesNumber, 'IS', '1'), textNode(tags.InstanceNumber, 'IS', '1'),
    shortNode(tags.SamplesPerPixel, image.samples), textNode(tags.PhotometricInterpretation, 'CS', image.photometric),
    ...(image.samples > 1 ? [shortNode(tags.PlanarConfiguration, image.planar ? 1 : 0)] : []),
    ...(image.frames > 1 ? [textNode(tags.NumberOfFrames, 'IS', String(image.frames)), textNode(tags.FrameTime, 'DS', '40'), { tag: tags.FrameIncrementPointer, vr: 'AT', value: Buffer.from([0x18, 0, 0x63, 0x10]) }] : []),
    shortNode(tags.Rows, image.rows), shortNode(tags.Columns, image.columns), shortNode(tags.BitsAllocated, image.bitsAllocated), shortNode(tags.BitsStored, image.bitsStored),
    shortNode(tags.HighBit, image.bitsStored - 1), shortNode(tags.PixelRepresentation, image.signed ? 1 : 0),
  ];
  const replaced = new Set(image.more.map(({ tag }) => tag));
  const vr = image.bitsAllocated > 8 ? 'OW' : 'OB';
  const padded = pixels.length % 2 === 0 ? pixels : Buffer.concat([pixels, Buffer.alloc(1)]);
  return Buffer.concat([
    fileMeta({ sopClassUid: image.sopClassUid, sopInstanceUid: '2.25.4711', transferSyntaxUid: image.transferSyntaxUid }),
    encodeElements([...usualNodes.filter(({ tag }) => !replaced.has(tag)), ...image.more]),
    ...(replaced.has(tags.PixelData) ? [] : [elementHead(tags.PixelData, vr, padded.length), padded]),
  ]);
}

/** Gray frames as lossless JPEG-LS. */
export async function testJpegLs(given: Partial<TestImage> = {}): Promise<Buffer> {
  const image = { ...usual, ...given };
  const codecs = new Codecs();
  const all = testPixels(image);
  const length = image.rows * image.columns;
  const fragments: Buffer[] = [Buffer.alloc(0)];
  for (let frame = 0; frame < image.frames; frame++) {
    const coded = await codecs.encodeJpegLs(all.subarray(frame * length, (frame + 1) * length), { width: image.columns, height: image.rows, bitsPerSample: 8, componentCount: 1, isSigned: false });
    fragments.push(Buffer.from(coded));
  }
  return testImage({ ...image, transferSyntaxUid: '1.2.840.10008.1.2.4.80', more: [...image.more, { tag: tags.PixelData, vr: 'OB', value: { fragments } }] });
}

/** The usual picture with its data set deflated. */
export function testDeflated(): Buffer {
  const plain = testImage({ transferSyntaxUid: '1.2.840.10008.1.2.1.99' });
  const metaEnd = 144 + plain.readUInt32LE(140);
  return Buffer.concat([plain.subarray(0, metaEnd), deflateRawSync(plain.subarray(metaEnd))]);
}

/** Seeded damage for clips: what broken copies, failing cards and hostile files look like. For the mutate command and tests. */

/** Deterministic random numbers (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 <= n < below, whole. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('Nothing to pick from.');
    return picked;
  }
}

export interface Sample {
  readonly bytes: Buffer;
  /** With its dot. */
  readonly extension: string;
}

type Mutator = (dice: Dice, sample: Sample, other: Sample) => Sample;

function altered(sample: Sample, change: (bytes: Buffer) => void): Sample {
  const bytes = Buffer.from(sample.bytes);
  change(bytes);
  return { ...sample, bytes };
}

function run(dice: Dice, bytes: Buffer, longest: number): readonly [from: number, to: number] {
  const from = dice.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + dice.below(longest))];
}

/** Offsets of 16- or 32-bit picture sizes in the container's headers, by the names of their boxes and chunks. */
function writeSize(bytes: Buffer, size: number): void {
  const png = bytes.indexOf('IHDR');
  if (png >= 0 && png + 12 <= bytes.length) for (const at of [png + 4, png + 8]) bytes.writeUInt32BE(size, at);
  if (bytes.toString('latin1', 0, 3) === 'GIF') for (const at of [6, 8]) bytes.writeUInt16LE(Math.min(size, 65_535), at);
  for (const name of ['avc1', 'mp4v', 'hev1']) {
    const box = bytes.lastIndexOf(name);
    if (box >= 0 && box + 32 <= bytes.length) for (const at of [box + 28, box + 30]) bytes.writeUInt16BE(Math.min(size, 65_535), at);
  }
  // Rows and Columns of DICOM in explicit little endian.
  for (const name of ['\u0028\u0000\u0010\u0000US', '\u0028\u0000\u0011\u0000US']) {
    const element = bytes.indexOf(Buffer.from(name, 'latin1'));
    if (element >= 0 && element + 10 <= bytes.length) bytes.writeUInt16LE(Math.min(size, 65_535), element + 8);
  }
  const tkhd = bytes.indexOf('tkhd');
  if (tkhd >= 0 && tkhd + 88 <= bytes.length) for (const at of [tkhd + 80, tkhd + 84]) bytes.writeUInt16BE(Math.min(size, 65_535), at);
  const strf = bytes.indexOf('strf');
  if (strf >= 0 && strf + 20 <= bytes.length) for (const at of [strf + 12, strf + 16]) bytes.writeUInt32LE(size, at);
}

export const mutators: Readonly<Record<string, Mutator>> = {
  truncated: (dice, sample) => ({ ...sample, bytes: sample.bytes.subarray(0, dice.below(sample.bytes.length)) }),
  'bytes flipped': (dice, sample) =>
    altered(sample, (bytes) => {
      for (let n = 1 + dice.below(200); n > 0; n--) bytes[dice.below(bytes.length)] = dice.below(256);
    }),
  'one bit flipped': (dice, sample) =>
    altered(sample, (bytes) => {
      const at = dice.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
    }),
  'header damaged': (dice, sample) =>
    altered(sample, (bytes) => {
      for (let n = 1 + dice.below(32); n > 0; n--) bytes[dice.below(Math.min(512, bytes.length))] = dice.below(256);
    }),
  'tail damaged': (dice, sample) =>
    altered(sample, (bytes) => {
      for (let n = 1 + dice.below(64); n > 0; n--) bytes[bytes.length - 1 - dice.below(Math.min(4_096, bytes.length))] = dice.below(256);
    }),
  'zero run': (dice, sample) => altered(sample, (bytes) => bytes.fill(0, ...run(dice, bytes, 65_536))),
  'bright run': (dice, sample) => altered(sample, (bytes) => bytes.fill(255, ...run(dice, bytes, 8_192))),
  'wrong extension': (dice, sample) => ({ ...sample, extension: dice.pick(['.mp4', '.avi', '.gif', '.mov', '.png', '.jpg', '.mpeg', '.txt', '.ans', '.srt', '', '.m3u8', '.%03d.png']) }),
  'damaged, wrong extension': (dice, sample) => ({
    ...altered(sample, (bytes) => {
      for (let n = 1 + dice.below(50); n > 0; n--) bytes[dice.below(bytes.length)] = dice.below(256);
    }),
    extension: dice.pick(['.mp4', '.avi', '.gif', '.png', '.mpeg', '.wmv']),
  }),
  empty: (_, sample) => ({ ...sample, bytes: Buffer.alloc(0) }),
  text: (dice, sample) => ({ ...sample, bytes: Buffer.from('Findings: no B-lines in the upper zones.\n'.repeat(1 + dice.below(400))) }),
  playlist: (_, sample) => ({ ...sample, bytes: Buffer.from("ffconcat version 1.0\nfile '/etc/passwd'\nfile 'http://127.0.0.1/x.mp4'\n") }),
  noise: (dice, sample) => altered(sample, (bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = dice.below(256);
  }),
  'noise behind a true header': (dice, sample) => altered(sample, (bytes) => {
    for (let i = 64 + dice.below(1_024); i < bytes.length; i++) bytes[i] = dice.below(256);
  }),
  'zeros only': (_, sample) => ({ ...sample, bytes: Buffer.alloc(sample.bytes.length) }),
  'spliced halves': (dice, sample, other) => ({
    ...sample,
    bytes: Buffer.concat([sample.bytes.subarray(0, dice.below(sample.bytes.length)), other.bytes.subarray(dice.below(other.bytes.length))]),
  }),
  'two files in one': (_, sample, other) => ({ ...sample, bytes: Buffer.concat([sample.bytes, other.bytes]) }),
  'part removed': (dice, sample) => {
    const [from, to] = run(dice, sample.bytes, 20_000);
    return { ...sample, bytes: Buffer.concat([sample.bytes.subarray(0, from), sample.bytes.subarray(to)]) };
  },
  'part doubled': (dice, sample) => {
    const [from, to] = run(dice, sample.bytes, 20_000);
    return { ...sample, bytes: Buffer.concat([sample.bytes.subarray(0, to), sample.bytes.subarray(from)]) };
  },
  'size 1 x 1 claimed': (_, sample) => altered(sample, (bytes) => writeSize(bytes, 1)),
  'huge size claimed': (dice, sample) => altered(sample, (bytes) => writeSize(bytes, dice.pick([7_680, 30_000, 65_535, 2 ** 31 - 1]))),
  'no size claimed': (_, sample) => altered(sample, (bytes) => writeSize(bytes, 0)),
  'lengths overwritten': (dice, sample) =>
    altered(sample, (bytes) => {
      const names = ['moov', 'trak', 'stsz', 'stts', 'stco', 'mdat', 'LIST', 'idx1', 'strf', 'IDAT', 'OB\0\0', 'SQ\0\0', '\u00fe\u00ff\u0000\u00e0'];
      for (const name of names) {
        const at = bytes.indexOf(Buffer.from(name, 'latin1'));
        if (at >= 4 && at + 20 < bytes.length && dice.below(3) === 0) bytes.writeUInt32BE(dice.pick([0xffff_ffff, 0x7fff_ffff, 0, 1, 0x1000_0000]), at + dice.pick([-4, 4, 8, 12]));
      }
    }),
};

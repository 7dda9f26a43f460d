/** How the pixel data of a transfer syntax are coded. */
export type PixelCoding =
  | 'native' | 'native, big endian' | 'encapsulated native' | 'deflated frames' | 'rle' | 'jpeg' | 'jpeg lossless' | 'jpeg-ls' | 'jpeg 2000' | 'htj2k'
  | 'video' | 'unsupported';

export interface TransferSyntax {
  readonly uid: string;
  readonly explicit: boolean;
  readonly bigEndian: boolean;
  readonly deflated: boolean;
  readonly coding: PixelCoding;
  /** Decoding gives back the very pixels that were coded. */
  readonly lossless: boolean;
}

const root = '1.2.840.10008.1.2';

/** Suffixes of the encapsulated ones after `root` (PS3.5 annex A, PS3.6 table A-1), retired processes too. */
const encapsulated: Readonly<Record<string, readonly [coding: PixelCoding, lossless: boolean]>> = {
  '.1.98': ['encapsulated native', true],
  '.8.1': ['deflated frames', true],
  '.5': ['rle', true],
  '.4.50': ['jpeg', false],
  '.4.51': ['jpeg', false],
  '.4.57': ['jpeg lossless', true],
  '.4.58': ['jpeg lossless', true],
  '.4.70': ['jpeg lossless', true],
  '.4.80': ['jpeg-ls', true],
  '.4.81': ['jpeg-ls', false],
  '.4.90': ['jpeg 2000', true],
  '.4.91': ['jpeg 2000', false],
  '.4.92': ['jpeg 2000', true],
  '.4.93': ['jpeg 2000', false],
  '.4.201': ['htj2k', true],
  '.4.202': ['htj2k', true],
  '.4.203': ['htj2k', false],
};

/** JPEG processes that were retired: their codestreams say themselves what they are. */
const retiredJpeg = /^\.4\.(5[2-6]|59|6[0-6])$/;
const video = /^\.4\.(10[0-8])(\.1)?$/;

/** What a transfer syntax UID means; unknown ones are taken as explicit little endian with pixels that cannot be decoded. */
export function transferSyntax(uid: string): TransferSyntax {
  const explicit = { uid, explicit: true, bigEndian: false, deflated: false };
  if (uid === root) return { ...explicit, explicit: false, coding: 'native', lossless: true };
  // GE's private syntax: as above, with pixels in big endian.
  if (uid === '1.2.840.113619.5.2') return { ...explicit, explicit: false, coding: 'native, big endian', lossless: true };
  if (uid === `${root}.1`) return { ...explicit, coding: 'native', lossless: true };
  if (uid === `${root}.1.99`) return { ...explicit, deflated: true, coding: 'native', lossless: true };
  if (uid === `${root}.2`) return { ...explicit, bigEndian: true, coding: 'native', lossless: true };
  const suffix = uid.startsWith(root) ? uid.slice(root.length) : '';
  const known = encapsulated[suffix];
  if (known !== undefined) return { ...explicit, coding: known[0], lossless: known[1] };
  if (retiredJpeg.test(suffix)) return { ...explicit, coding: 'jpeg', lossless: false };
  if (video.test(suffix)) return { ...explicit, coding: 'video', lossless: false };
  return { ...explicit, coding: 'unsupported', lossless: false };
}

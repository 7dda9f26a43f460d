/** SOP classes and transfer syntaxes by name (PS3.4 annex B.5, PS3.6 annex A). */

export const verification = '1.2.840.10008.1.1';
export const storageCommitment = '1.2.840.10008.1.20.1';
/** Well-known instance that commitment requests are made of. */
export const storageCommitmentInstance = '1.2.840.10008.1.20.1.1';
export const worklistFind = '1.2.840.10008.5.1.4.31';
export const studyFind = '1.2.840.10008.5.1.4.1.2.2.1';
export const studyMove = '1.2.840.10008.5.1.4.1.2.2.2';
export const studyGet = '1.2.840.10008.5.1.4.1.2.2.3';

/** What a clip may come as; nothing else is taken. */
export const receivedClasses: Readonly<Record<string, string>> = {
  '1.2.840.10008.5.1.4.1.1.3.1': 'Ultrasound Multi-frame Image',
  '1.2.840.10008.5.1.4.1.1.6.1': 'Ultrasound Image',
  '1.2.840.10008.5.1.4.1.1.3': 'Ultrasound Multi-frame Image (retired)',
  '1.2.840.10008.5.1.4.1.1.6': 'Ultrasound Image (retired)',
  '1.2.840.10008.5.1.4.1.1.7': 'Secondary Capture Image',
  '1.2.840.10008.5.1.4.1.1.7.2': 'Multi-frame Grayscale Byte Secondary Capture Image',
  '1.2.840.10008.5.1.4.1.1.7.3': 'Multi-frame Grayscale Word Secondary Capture Image',
  '1.2.840.10008.5.1.4.1.1.7.4': 'Multi-frame True Color Secondary Capture Image',
};

/** What results are written as. */
export const comprehensiveSr = '1.2.840.10008.5.1.4.1.1.88.33';
export const secondaryCapture = '1.2.840.10008.5.1.4.1.1.7';
export const encapsulatedPdf = '1.2.840.10008.5.1.4.1.1.104.1';

export const implicitLittle = '1.2.840.10008.1.2';
export const explicitLittle = '1.2.840.10008.1.2.1';
export const deflated = '1.2.840.10008.1.2.1.99';
export const explicitBig = '1.2.840.10008.1.2.2';

/** Everything that the import reads. Data sets are stored as they come, so that none of them loses anything on the way. */
export const readTransferSyntaxes: readonly string[] = [
  explicitLittle, implicitLittle, explicitBig, deflated,
  // RLE; JPEG baseline, extended, lossless; JPEG-LS; JPEG 2000; HTJ2K
  '1.2.840.10008.1.2.5',
  '1.2.840.10008.1.2.4.50', '1.2.840.10008.1.2.4.51', '1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70',
  '1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91',
  '1.2.840.10008.1.2.4.201', '1.2.840.10008.1.2.4.202', '1.2.840.10008.1.2.4.203',
  // MPEG-2 main and high profile; H.264 high profile, BD, 2D and 3D, stereo; HEVC main and main 10; the fragmentable ones
  '1.2.840.10008.1.2.4.100', '1.2.840.10008.1.2.4.100.1', '1.2.840.10008.1.2.4.101', '1.2.840.10008.1.2.4.101.1',
  '1.2.840.10008.1.2.4.102', '1.2.840.10008.1.2.4.102.1', '1.2.840.10008.1.2.4.103', '1.2.840.10008.1.2.4.103.1',
  '1.2.840.10008.1.2.4.104', '1.2.840.10008.1.2.4.104.1', '1.2.840.10008.1.2.4.105', '1.2.840.10008.1.2.4.105.1',
  '1.2.840.10008.1.2.4.106', '1.2.840.10008.1.2.4.106.1', '1.2.840.10008.1.2.4.107', '1.2.840.10008.1.2.4.108',
];

/** Statuses that are answered or understood here (PS3.4 table B.2-1 and PS3.7 annex C). */
export const status = {
  success: 0x0000,
  duplicateInstance: 0x0111,
  classNotSupported: 0x0122,
  notAuthorised: 0x0124,
  unrecognisedOperation: 0x0211,
  outOfResources: 0xa700,
  classMismatch: 0xa900,
  cannotUnderstand: 0xc000,
  cancelled: 0xfe00,
  pending: 0xff00,
  pendingWithWarning: 0xff01,
} as const;

/** Warnings: stored, but with changes or in part (PS3.4 table B.2-1, table C.4-2). */
export function isWarning(code: number): boolean {
  return (code & 0xf000) === 0xb000 || code === 0x0001 || code === 0x0107 || code === 0x0116;
}

export function isPending(code: number): boolean {
  return code === status.pending || code === status.pendingWithWarning;
}

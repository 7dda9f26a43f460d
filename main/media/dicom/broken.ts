/** Thrown inside the decoding worker for what a file does wrong; it never leaves the worker as a throw. The text names no values of the file. */
export class BrokenDicom extends Error {
  readonly code: 'dicom-broken' | 'dicom-unsupported';

  constructor(code: 'dicom-broken' | 'dicom-unsupported', what: string) {
    super(what);
    this.code = code;
  }
}

export function broken(what: string): never {
  throw new BrokenDicom('dicom-broken', what);
}

export function unsupported(what: string): never {
  throw new BrokenDicom('dicom-unsupported', what);
}

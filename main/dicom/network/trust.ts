import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Hospitals have certificates of their own: what the system trusts is trusted by every connection of this process. */
export function trustSystem(): void {
  try {
    setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
  } catch {
    // A runtime without this keeps to the authorities it came with.
  }
}

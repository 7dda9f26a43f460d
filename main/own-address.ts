/** The app's own addresses. */
export const scheme = 'pleura';
export const appOrigin = `${scheme}://app`;

/** True for `pleura://app/...` alone: other hosts of the scheme, and look-alikes, are foreign. */
export function isOwnAddress(address: string): boolean {
  try {
    const { protocol, hostname, port, username, password } = new URL(address);
    return protocol === `${scheme}:` && hostname === 'app' && port === '' && username === '' && password === '';
  } catch {
    return false;
  }
}

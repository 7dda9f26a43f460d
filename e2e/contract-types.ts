/** What the page's bridge looks like, for code that tests run inside the page. */
import type { PleuraBridge } from '../preload/contract.ts';

declare global {
  interface Window {
    readonly pleura: PleuraBridge;
  }
}

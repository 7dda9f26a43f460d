/** A progress bar on a terminal; silent anywhere else. */
import type { WriteStream } from 'node:tty';

const width = 30;

export interface ProgressBar {
  /** `share` 0..1. */
  show(share: number, words: string): void;
  /** Removes the bar. */
  clear(): void;
}

export function createProgressBar(stream: WriteStream): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let shownAt = 0;
  return {
    show: (share, words) => {
      if (performance.now() - shownAt < 100 && share < 1) return;
      shownAt = performance.now();
      const filled = Math.round(width * share);
      stream.write(`\r\u001b[2K[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] ${Math.floor(100 * share).toString().padStart(3)}%  ${words}`);
    },
    clear: () => stream.write('\r\u001b[2K'),
  };
}

/** How far a long command is: a bar on a terminal, and a line every tenth where stderr is a file or a pipe. */
import type { WriteStream } from 'node:tty';
import { createProgressBar } from '../progress-bar.ts';
import type { ProgressBar } from '../progress-bar.ts';

export function createProgressLines(stream: WriteStream): ProgressBar {
  if (stream.isTTY) return createProgressBar(stream);
  let tenths = 0;
  return {
    show: (share, words) => {
      const reached = Math.floor(share * 10 + 1e-9);
      if (reached <= tenths) return;
      tenths = reached;
      stream.write(`${reached * 10}%  ${words}\n`);
    },
    clear: () => {},
  };
}

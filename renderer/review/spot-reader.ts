/** Reads the one frame that a scrub stands on, ahead of the block around it; only the latest question counts. */
import type { ReadFrames } from './frames.ts';

export interface SpotReaderOptions {
  readonly read: ReadFrames;
  readonly onArrive: (index: number) => void;
  /** The scrub has rested on the frame for `settleMs`, or the frame could not be read: time for its neighbourhood. */
  readonly onRest: () => void;
  readonly settleMs: number;
}

export interface SpotReader {
  /** Reads the frame unless it is being read or held. */
  ask(index: number): void;
  /** Drops what is being read and waits for no rest. */
  cancel(): void;
  /** True until the scrub has rested. */
  readonly busy: boolean;
  frame(index: number): Uint8Array | null;
}

export function createSpotReader({ read, onArrive, onRest, settleMs }: SpotReaderOptions): SpotReader {
  let held: { readonly index: number; readonly data: Uint8Array } | null = null;
  let reading: { readonly index: number; readonly abort: AbortController } | null = null;
  let resting: ReturnType<typeof setTimeout> | null = null;

  const cancel = (): void => {
    if (resting !== null) clearTimeout(resting);
    resting = null;
    reading?.abort.abort();
    reading = null;
  };

  const rest = (): void => {
    resting = null;
    onRest();
  };

  const start = async (index: number): Promise<void> => {
    cancel();
    const mine = { index, abort: new AbortController() };
    reading = mine;
    const answer = await read(index, 1, mine.abort.signal);
    if (reading !== mine) return;
    reading = null;
    if (settleMs > 0) resting = setTimeout(rest, settleMs);
    // A failure is left to the block, which says so for all its frames.
    if (answer.ok) {
      held = { index, data: answer.value };
      onArrive(index);
    }
    if (settleMs === 0) rest();
  };

  return {
    ask(index) {
      if (reading?.index !== index && held?.index !== index) void start(index);
    },
    cancel,
    get busy() {
      return reading !== null || resting !== null;
    },
    frame: (index) => (held?.index === index ? held.data : null),
  };
}

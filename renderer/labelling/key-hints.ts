/** Hints under the image: which keys, and when they show. Pure. */
import { learnt } from './learnt-keys.ts';
import type { KeyCounts } from './learnt-keys.ts';

export interface Hint {
  /** Name under which its presses are counted. */
  readonly name: string;
  readonly keys: readonly string[];
  readonly label: string;
}

export const sayHints: readonly Hint[] = [
  { name: 'verdict', keys: ['V', 'N', 'X', 'Q'], label: 'IS, healthy, not readable, not lung' },
  { name: 'b-lines', keys: ['1', '4'], label: 'B-lines' },
  { name: 'range', keys: ['I', 'O'], label: 'range in, out' },
  { name: 'lines', keys: ['W', 'S'], label: 'draw pleura, B-line' },
  { name: 'commit', keys: ['Enter'], label: 'commit and next' },
  { name: 'undo', keys: ['Ctrl+Z'], label: 'undo' },
  { name: 'clip', keys: ['ArrowUp', 'ArrowDown'], label: 'clips' },
  { name: 'reveal', keys: ['Shift+Enter'], label: 'commit and compare' },
];

/** While a line is in hand its keys stand there, learnt or not: the mode must be visible. */
const drawHints: readonly Hint[] = [
  { name: 'draw', keys: [], label: 'Drag, or click points.' },
  { name: 'point', keys: ['Space'], label: 'set a point (arrows move)' },
  { name: 'finish', keys: ['Enter'], label: 'finish' },
  { name: 'cancel', keys: ['Escape'], label: 'leave' },
];
const rangeHints: readonly Hint[] = [
  { name: 'out', keys: ['O'], label: 'ends the range here' },
  { name: 'cancel', keys: ['Escape'], label: 'cancel' },
];

export function hintsFor(counts: KeyCounts, mode: 'say' | 'draw' | 'range'): readonly Hint[] {
  if (mode === 'draw') return drawHints;
  return mode === 'range' ? rangeHints : sayHints.filter(({ name }) => !learnt(counts, name));
}

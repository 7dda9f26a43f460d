import type { Events } from '../../preload/contract.ts';

/** Tells the page (or whoever listens) what changed. */
export type Emit = <N extends keyof Events>(name: N, event: Events[N]) => void;

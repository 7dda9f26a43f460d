/** Blocks of frames in memory, within a budget; the ones used longest ago give way first. */

export interface BlockStore {
  has(block: number): boolean;
  /** The block, which counts as used now. */
  take(block: number): Uint8Array | null;
  /** Adds a block and drops old ones beyond the budget, but none of those wanted. */
  put(block: number, data: Uint8Array, wanted: readonly number[]): void;
  readonly bytes: number;
  clear(): void;
}

export function createBlockStore(budgetBytes: number): BlockStore {
  /** Map order is age: the first entry was used longest ago. */
  const held = new Map<number, Uint8Array>();
  let bytes = 0;
  return {
    has: (block) => held.has(block),
    take(block) {
      const data = held.get(block);
      if (data === undefined) return null;
      held.delete(block);
      held.set(block, data);
      return data;
    },
    put(block, data, wanted) {
      held.set(block, data);
      bytes += data.byteLength;
      const kept = new Set([...wanted, block]);
      for (const [old, oldData] of held) {
        if (bytes <= budgetBytes) break;
        if (kept.has(old)) continue;
        held.delete(old);
        bytes -= oldData.byteLength;
      }
    },
    get bytes() {
      return bytes;
    },
    clear() {
      held.clear();
      bytes = 0;
    },
  };
}
